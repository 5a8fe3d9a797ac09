//! Records as the service sends them, and as it may send them one day, read from the tables of
//! generated code.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests that state what must hold"
)]

use plivo_lua::mlua::{Lua, Table, Value};
use serde_json::value::RawValue;

use plivo_lua::integration::{Answer, Returns};
use plivo_lua::{PLIVO, Tables};

/// A record as a script gets it from the function of that name.
fn record(function: &str, json: &str) -> (Lua, Table) {
    let lua = Lua::new();
    let tables = Tables::of(&lua).unwrap();
    let binding = PLIVO
        .functions
        .iter()
        .find(|binding| binding.function.name == function)
        .unwrap();
    let returns = Returns::Record(binding.returns.record());
    let answer = Answer::Record(RawValue::from_string(json.to_owned()).unwrap());
    let table = tables
        .answer(&lua, &PLIVO.service.paging, returns, &answer)
        .unwrap();
    (lua, table)
}

fn text(table: &Table, name: &str) -> Option<String> {
    match table.raw_get(name).unwrap() {
        Value::Nil => None,
        Value::String(text) => Some(text.to_string_lossy()),
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn null_and_the_empty_text_are_nil_unless_the_field_has_a_default() {
    for none in ["null", r#""""#] {
        let json =
            format!(r#"{{"number": "1", "alias": {none}, "application": {none}, "new": {none}}}"#);
        let (_lua, number) = record("get_number", &json);
        assert_eq!(
            (text(&number, "alias"), text(&number, "app_id")),
            (None, None)
        );

        let json = format!(r#"{{"app_id": "1", "app_name": "a", "answer_url": {none}}}"#);
        let (_lua, application) = record("list_applications", &json);
        assert_eq!(text(&application, "answer_url").as_deref(), Some(""));
    }
    let (_lua, application) = record("list_applications", r#"{"app_id": "1"}"#);
    assert_eq!(text(&application, "answer_url").as_deref(), Some(""));
}

#[test]
fn identifiers_and_money_are_texts_with_every_digit() {
    let (_lua, application) = record("list_applications", r#"{"app_id": 90071992547409931}"#);
    assert_eq!(
        text(&application, "app_id").as_deref(),
        Some("90071992547409931")
    );
    let (_lua, message) = record(
        "list_messages",
        r#"{"total_rate": 0.0025, "units": "3", "log": false}"#,
    );
    assert_eq!(text(&message, "total_rate").as_deref(), Some("0.0025"));
    assert_eq!(message.raw_get::<i64>("units").unwrap(), 3);
    assert_eq!(message.raw_get::<Option<bool>>("log").unwrap(), Some(false));
}

#[test]
fn a_field_is_read_under_each_of_its_names() {
    let live = r#"{"call_uuid": "u", "call_status": "ringing", "direction": "inbound", "from": "1", "to": "2"}"#;
    let ended = r#"{"call_uuid": "u", "call_direction": "inbound", "from_number": "1", "to_number": "2", "call_duration": 0}"#;
    for json in [live, ended] {
        let (_lua, call) = record("get_call", json);
        for (name, value) in [
            ("call_direction", "inbound"),
            ("direction", "inbound"),
            ("from_number", "1"),
            ("from", "1"),
            ("to_number", "2"),
            ("to", "2"),
        ] {
            assert_eq!(
                text(&call, name).as_deref(),
                Some(value),
                "{name} of {json}"
            );
        }
        assert_eq!(call.raw_get::<i64>("duration").unwrap(), 0);
    }
    let (_lua, number) = record("get_number", r#"{"number_type": "local", "type": "fixed"}"#);
    assert_eq!(text(&number, "number_type").as_deref(), Some("local"));
    assert_eq!(text(&number, "type").as_deref(), Some("fixed"));
}

#[test]
fn computed_fields_are_made_from_fields() {
    let json = r#"{"number": "1", "application": "/v1/Account/MA/Application/29986316244302815/"}"#;
    let (_lua, number) = record("get_number", json);
    assert_eq!(
        text(&number, "app_id").as_deref(),
        Some("29986316244302815")
    );

    for (json, first, count) in [
        (r#"{"message_uuid": ["a", "b"]}"#, Some("a"), 2),
        (r#"{"message_uuid": "a"}"#, Some("a"), 1),
        (r#"{"message_uuid": []}"#, None, 0),
    ] {
        let (_lua, receipt) = record("send_sms", json);
        assert_eq!(text(&receipt, "message_uuid").as_deref(), first, "{json}");
        assert_eq!(
            receipt.raw_get::<Table>("message_uuids").unwrap().raw_len(),
            count
        );
    }

    for (json, status) in [
        (r#"{"call_status": "in-progress"}"#, "in-progress"),
        (
            r#"{"answer_time": "2026-01-01 00:00:00+00:00"}"#,
            "completed",
        ),
        (
            r#"{"hangup_cause_name": "Busy Line", "answer_time": null}"#,
            "busy",
        ),
    ] {
        let (_lua, call) = record("get_call", json);
        assert_eq!(
            text(&call, "call_status").as_deref(),
            Some(status),
            "{json}"
        );
    }
}

#[test]
fn of_a_repeated_key_the_first_value_counts() {
    let json = r#"{"call_uuid": null, "call_uuid": "1", "call_uuid": "2", "from": "3", "from": "4", "call_duration": 5, "call_duration": 6}"#;
    let (_lua, call) = record("get_call", json);
    assert_eq!(text(&call, "call_uuid").as_deref(), Some("1"));
    assert_eq!(text(&call, "from").as_deref(), Some("3"));
    assert_eq!(call.raw_get::<i64>("duration").unwrap(), 5);
}

#[test]
fn a_datetime_in_another_form_is_rfc_3339() {
    for (sent, read) in [
        (r#""2026-01-31 23:59:59+05:30""#, "2026-01-31T18:29:59Z"),
        ("1769903999", "2026-01-31T23:59:59Z"),
        ("1769903999000", "2026-01-31T23:59:59Z"),
        (r#""1769903999""#, "2026-01-31T23:59:59Z"),
        (r#""Sat, 31 Jan 2026 23:59:59 GMT""#, "2026-01-31T23:59:59Z"),
        (r#""soon""#, "soon"),
    ] {
        let (_lua, message) = record("list_messages", &format!(r#"{{"message_time": {sent}}}"#));
        assert_eq!(
            text(&message, "message_time").as_deref(),
            Some(read),
            "{sent}"
        );
    }
}

#[test]
fn what_is_not_known_is_kept_as_it_came() {
    let json = r#"{"message_uuid": "u", "new": {"list": [1, {"deep": true}], "none": null, "empty": ""}, "units": "many"}"#;
    let (_lua, message) = record("list_messages", json);
    let new: Table = message.raw_get("new").unwrap();
    let list: Table = new.raw_get("list").unwrap();
    assert!(list.metatable().is_some(), "a list is told from an object");
    assert!(
        list.raw_get::<Table>(2)
            .unwrap()
            .raw_get::<bool>("deep")
            .unwrap()
    );
    assert_eq!(
        (text(&new, "none"), text(&new, "empty").as_deref()),
        (None, Some(""))
    );
    assert_eq!(text(&message, "units").as_deref(), Some("many"));
}

#[test]
fn what_is_no_record_is_refused() {
    let lua = Lua::new();
    let tables = Tables::of(&lua).unwrap();
    let returns = PLIVO.functions.first().unwrap().returns;
    let answer = Answer::Record(RawValue::from_string("[1]".to_owned()).unwrap());
    let error = tables
        .answer(&lua, &PLIVO.service.paging, returns, &answer)
        .unwrap_err();
    assert!(
        error.to_string().contains("the JSON object of a Message"),
        "{error}"
    );
}
