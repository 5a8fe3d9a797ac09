//! How arguments are validated and normalized.

use plivo_client::functions::{GET_NUMBER, LIST_CALLS, LIST_MESSAGES, LIST_NUMBERS, SEND_SMS};
use plivo_runtime::{
    Access, Arguments, Method, Operation, Parameter, ParameterLocation, ParameterType, Value,
    validate,
};

/// Returns the normalized arguments, or the text of each error.
fn checked<V: Into<Value>>(
    function: &Operation,
    set: impl IntoIterator<Item = (&'static str, V)>,
) -> Result<Arguments, Vec<String>> {
    let mut arguments = Arguments::new();
    for (name, value) in set {
        arguments.set(name, value);
    }
    match validate(function, &mut arguments) {
        Ok(()) => Ok(arguments),
        Err(faults) => Err(faults.iter().map(ToString::to_string).collect()),
    }
}

/// Returns the error of one argument.
#[allow(clippy::panic, reason = "a test that cannot go on has failed")]
fn fault(function: &Operation, name: &'static str, value: impl Into<Value>) -> String {
    match checked(function, [(name, value.into())]) {
        Err(faults) => faults.into_iter().next().unwrap_or_default(),
        Ok(arguments) => panic!("{arguments:?} are accepted"),
    }
}

#[test]
fn arguments_are_normalized() {
    let arguments = checked(
        &LIST_MESSAGES,
        [
            ("src", Value::from("Acme")),
            ("dst", Value::from(14_155_552_671_i64)),
            ("start_time", Value::from("2026-01-01")),
            ("end_time", Value::from("2026-01-31T23:59:59+05:30")),
            ("limit", Value::from(100_u32)),
        ],
    )
    .unwrap();
    assert_eq!(arguments.text("src"), Some("Acme"));
    assert_eq!(arguments.text("dst"), Some("14155552671"));
    assert_eq!(
        arguments.time("start_time"),
        "2026-01-01T00:00:00Z".parse().ok()
    );
    // The end of a range in whole seconds is the end of its last second.
    assert_eq!(
        arguments.time("end_time"),
        "2026-01-31T18:29:59.999999Z".parse().ok()
    );
    assert_eq!(arguments.count("limit"), Some(100));
    // The order is that of the parameters, not of setting.
    assert_eq!(
        arguments.names().collect::<Vec<_>>(),
        ["limit", "src", "dst", "start_time", "end_time"]
    );
}

#[test]
fn a_list_has_each_number_once_however_it_is_written() {
    let list = |value: Value| {
        let set = [
            ("src", Value::from("14155550000")),
            ("dst", value),
            ("text", Value::from("hi")),
        ];
        checked(&SEND_SMS, set)
            .unwrap()
            .list("dst")
            .unwrap()
            .to_vec()
    };
    assert_eq!(
        list("+1 415 555 2671<+14155552672<+1-415-555-2671".into()),
        ["14155552671", "14155552672"]
    );
    assert_eq!(
        list(["+14155552671", "14155552672<14155552671", ""].into()),
        ["14155552671", "14155552672"]
    );
    assert_eq!(list("< +14155552671 <".into()), ["14155552671"]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let faults = checked(
        &LIST_MESSAGES,
        [
            ("limit", Value::from(500_u32)),
            ("offset", Value::from(-1_i64)),
            ("message_state", Value::from("delivred")),
            ("dst", Value::from("call me")),
            ("start_time", Value::from("yesterday")),
            ("mesage_direction", Value::from("inbound")),
        ],
    )
    .unwrap_err();
    assert_eq!(faults.len(), 6);
    let has = |text: &str| faults.iter().any(|fault| fault.contains(text));
    assert!(has("`limit` is 500, and the maximum is 100"), "{faults:?}");
    assert!(has("`offset` is -1, and the minimum is 0"), "{faults:?}");
    assert!(
        has("`message_state` is \"delivred\", which is not one of `queued`, `sent`, "),
        "{faults:?}"
    );
    assert!(has("did you mean `delivered`?"), "{faults:?}");
    assert!(
        has("`dst` is \"call me\", which contains letters; write it with its country code"),
        "{faults:?}"
    );
    assert!(
        has("`start_time` is \"yesterday\", which is not a datetime; write it as 2026-"),
        "{faults:?}"
    );
    assert!(
        has(
            "`mesage_direction` is not a parameter of list_messages; did you mean `message_direction`?"
        ),
        "{faults:?}"
    );
}

#[test]
fn arguments_that_are_refused_are_left_as_they_were() {
    let mut arguments = Arguments::new();
    arguments.set("dst", "+1 415 555 2671");
    arguments.set("limit", 0_u32);
    let before = arguments.clone();
    assert!(validate(&LIST_MESSAGES, &mut arguments).is_err());
    assert_eq!(arguments, before);
}

#[test]
fn what_is_missing_is_said_of_each() {
    let faults = checked(&SEND_SMS, [("text", "hi")]).unwrap_err();
    assert_eq!(
        faults,
        [
            "`src` is missing; set it, or `powerpack_uuid` in its place",
            "`dst` is missing"
        ]
    );
}

#[test]
fn one_of_two_alternatives_is_given() {
    let checked = |set: &[(&'static str, &str)]| {
        let usual = [("dst", "14155552671"), ("text", "hi")];
        checked(&SEND_SMS, usual.iter().chain(set).copied())
    };
    let powerpack = ("powerpack_uuid", "86bbb125");
    let sent = checked(&[powerpack]).unwrap();
    assert_eq!(sent.get("src"), None);
    assert_eq!(
        checked(&[]).unwrap_err(),
        ["`src` is missing; set it, or `powerpack_uuid` in its place"]
    );
    assert_eq!(
        checked(&[powerpack, ("src", "14155550000")]).unwrap_err(),
        ["`src` and `powerpack_uuid` exclude each other; set one of the two"]
    );
}

#[test]
fn the_parts_of_a_set_have_no_order() {
    for (given, sent) in [
        ("voice,sms", "voice,sms"),
        ("sms,voice", "voice,sms"),
        ("mms, sms ,voice", "voice,sms,mms"),
        ("sms,sms", "sms"),
    ] {
        let arguments = checked(&LIST_NUMBERS, [("service", given)]).unwrap();
        assert_eq!(arguments.text("service"), Some(sent), "{given}");
    }
    for given in ["sms,fax", "sms,", ","] {
        let fault = fault(&LIST_NUMBERS, "service", given);
        assert!(fault.contains("is not one of"), "{fault}");
    }
}

/// An operation with lists in each location.
static LISTS: Operation = Operation::new("lists", Access::Write, Method::Post, "a/{of}/{one}")
    .parameters(&[
        Parameter::optional("of", TEXTS, ParameterLocation::Path("of")),
        Parameter::optional("one", ParameterType::String, ParameterLocation::Path("one")),
        Parameter::optional("query", TEXTS, ParameterLocation::Query("query")),
        Parameter::optional("joined", JOINED, ParameterLocation::Query("joined")),
        Parameter::optional("body", TEXTS, ParameterLocation::Body("body")),
        Parameter::optional("client", TEXTS, ParameterLocation::Client),
    ]);
const TEXTS: ParameterType = ParameterType::list(&ParameterType::String, None);
const JOINED: ParameterType = ParameterType::list(&ParameterType::String, Some(","));

#[test]
fn a_list_in_a_path_is_checked_as_a_text_is() {
    for text in ["..", "."] {
        for list in [vec![text], vec!["a", text]] {
            let fault = fault(&LISTS, "of", list);
            assert!(fault.contains("`of` contains `.` or `..`"), "{fault}");
        }
        assert!(fault(&LISTS, "one", text).contains("`one` is `.` or `..`"));
    }
    assert_eq!(fault(&LISTS, "of", vec![""]), "`of` contains an empty text");
    assert_eq!(fault(&LISTS, "one", ""), "`one` is empty");
    assert!(checked(&LISTS, [("of", vec!["a/..", "..b"])]).is_ok());
}

#[test]
fn an_empty_list_is_no_filter() {
    let nothing = Vec::<String>::new;
    for name in ["of", "query", "joined", "client"] {
        assert_eq!(
            fault(&LISTS, name, nothing()),
            format!("`{name}` is an empty list")
        );
    }
    assert_eq!(fault(&LISTS, "joined", " , "), "`joined` is an empty list");
    assert!(checked(&LISTS, [("body", nothing())]).is_ok());
}

#[test]
fn values_of_another_type_are_refused_with_what_to_write() {
    assert_eq!(
        fault(&LIST_MESSAGES, "limit", "20"),
        "`limit` is a text, expected an integer; write it without quotes"
    );
    assert_eq!(
        fault(&LIST_MESSAGES, "message_state", 1_u32),
        "`message_state` is an integer, expected a text; write it in quotes"
    );
    assert_eq!(
        fault(&LIST_MESSAGES, "dst", true),
        "`dst` is a boolean, expected a phone number"
    );
    assert_eq!(
        fault(&LIST_MESSAGES, "dst", -5_i64),
        "`dst` is an integer, expected a phone number"
    );
    assert_eq!(
        fault(&GET_NUMBER, "number", ["1"]),
        "`number` is a list, expected a phone number"
    );
    assert_eq!(
        fault(&LIST_NUMBERS, "number_startswith", ""),
        "`number_startswith` is empty"
    );
    assert_eq!(
        fault(&LIST_CALLS, "call_state", ""),
        "`call_state` is empty"
    );
}

#[test]
fn of_many_wrong_elements_the_first_is_named_and_the_rest_counted() {
    let set = [
        ("src", "14155550000"),
        ("dst", "14155552671<home<work<+"),
        ("text", "hi"),
    ];
    assert_eq!(
        checked(&SEND_SMS, set).unwrap_err(),
        [
            "`dst` contains \"home\", which contains letters (and 2 more like it); \
          write it with its country code, such as +14155552671"
        ]
    );
}

#[test]
fn a_long_value_is_not_repeated_whole() {
    let fault = fault(&LIST_MESSAGES, "dst", "x".repeat(10_000));
    assert!(fault.chars().count() < 200, "{fault}");
}

#[test]
fn more_than_one_call_returns_is_streamed() {
    let client = plivo_client::Client::builder("MAXXXXXXXXXXXXXXXXXX", "a token").build();
    let request = client.unwrap().list_messages().limit(500).into_request();
    let error = request.prepare().unwrap_err().to_string();
    let hint = "the maximum is 100; `stream` returns more, in several requests";
    assert!(error.contains(hint), "{error}");
}
