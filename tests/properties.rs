//! Random datetimes, phone numbers and texts, the same on every run, arrive unchanged from Rust and from Lua.

mod values;

use std::fmt::Write;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use plivo_client::messages::count_units;
use plivo_sandbox::Exchange;
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_oneof};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use proptest::{prop_assert, prop_assert_eq};

use self::values::{gsm, number, unicode, written};
use crate::harness::Harness;

type Holds = Result<(), TestCaseError>;

const SOURCE: &str = "+14155552671";

/// Runs a property on one sandbox, with the same values on every run.
fn hold<S: Strategy>(strategy: &S, property: impl AsyncFn(&Harness, S::Value) -> Holds) {
    let config = Config {
        cases: 64,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Config::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let harness = runtime.block_on(Harness::start());
    let mut runner = TestRunner::new(config);
    let held = runner.run(strategy, move |value| {
        runtime.block_on(property(&harness, value))
    });
    held.unwrap_or_else(|error| panic!("{error}"));
}

/// Calls from Rust and from Lua, and returns the one request of each, which was accepted.
async fn both(
    harness: &Harness,
    rust: impl Future<Output = Result<(), plivo_runtime::Error>>,
    (function, arguments): (&str, &str),
) -> Result<[(&'static str, Exchange); 2], TestCaseError> {
    let failed = |error: &dyn std::fmt::Display| TestCaseError::fail(error.to_string());
    rust.await.map_err(|error| failed(&error))?;
    let from_rust = one(harness)?;
    let answer = harness.lua(function, arguments).await;
    answer.map_err(|error| failed(&error))?;
    Ok([("Rust", from_rust), ("Lua", one(harness)?)])
}

fn one(harness: &Harness) -> Result<Exchange, TestCaseError> {
    let requests = harness.take_requests();
    let count = requests.len();
    let [request] = requests
        .try_into()
        .map_err(|_| TestCaseError::fail(format!("{count} requests")))?;
    prop_assert_eq!(request.status / 100, 2, "{:?}", request.raw_query);
    Ok(request)
}

/// Returns a text as a Lua literal.
fn lua(text: &str) -> String {
    let mut literal = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => write!(literal, "\\{character}"),
            control if control.is_control() => write!(literal, "\\u{{{:x}}}", u32::from(control)),
            other => write!(literal, "{other}"),
        }
        .unwrap();
    }
    literal + "\""
}

/// Asserts that what was sent is what was written.
fn same(language: &str, sent: Option<&str>, written: &str) -> Holds {
    prop_assert_eq!(sent, Some(written), "from {}", language);
    Ok(())
}

/// Reads a datetime in the only form that Plivo accepts: `YYYY-MM-DD HH:MM[:SS[.ffffff]]`, in UTC.
fn read_as_plivo(text: &str) -> Option<Timestamp> {
    let digit_or_not = |character: char| {
        if character.is_ascii_digit() {
            'd'
        } else {
            character
        }
    };
    let form: String = text.chars().map(digit_or_not).collect();
    let fraction = form
        .strip_prefix("dddd-dd-dd dd:dd:dd")
        .map(|rest| rest.trim_end_matches('d'));
    let short = form.len() <= "dddd-dd-dd dd:dd:dd.dddddd".len() && !form.ends_with('.');
    let known = form == "dddd-dd-dd dd:dd" || (matches!(fraction, Some("" | ".")) && short);
    let civil: DateTime = text.parse().ok().filter(|_| known)?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// Truncates to the six digits of a second that Plivo accepts.
fn cut(moment: Timestamp) -> Timestamp {
    let microseconds = moment.as_nanosecond().div_euclid(1_000);
    Timestamp::from_nanosecond(microseconds * 1_000).unwrap()
}

/// From the beginning of a day to its end, in the digits that Plivo accepts.
const DAY: SignedDuration = SignedDuration::from_micros(24 * 60 * 60 * 1_000_000 - 1);

const SECOND: SignedDuration = SignedDuration::from_micros(1_000_000 - 1);

fn has_whole_seconds(text: &str) -> bool {
    let after_the_minutes = text.trim().get("dddd-dd-ddTdd:dd".len()..);
    !text.contains('.') && after_the_minutes.is_some_and(|rest| rest.starts_with(':'))
}

#[test]
fn datetimes_are_sent_as_the_same_time() {
    hold(&(written(), written()), async |harness, (one, other)| {
        let (start, end) = if one.moment <= other.moment {
            (one, other)
        } else {
            (other, one)
        };
        // Most of these times are before what Plivo keeps, which it takes a request to know.
        let first = || harness.take_requests().into_iter().next().unwrap();
        let list = harness.client.list_messages();
        let list = list.start_time(start.moment).end_time(end.moment);
        let _: Result<_, _> = list.send().await;
        let from_rust = first();
        let arguments = format!(
            "start_time = {}, end_time = {}",
            lua(&start.text),
            lua(&end.text)
        );
        let _: Result<_, _> = harness.lua("list_messages", &arguments).await;
        let of_messages = [("Rust", from_rust), ("Lua", first())];
        let _: Result<_, _> = harness
            .client
            .list_calls()
            .end_time(end.moment)
            .send()
            .await;
        let from_rust = first();
        let arguments = format!("end_time = {}", lua(&end.text));
        let _: Result<_, _> = harness.lua("list_calls", &arguments).await;
        let of_calls = [("Rust", from_rust), ("Lua", first())];
        for (name, written, requests) in [
            ("message_time__gte", &start, &of_messages),
            ("message_time__lte", &end, &of_messages),
            ("end_time__lte", &end, &of_calls),
        ] {
            for (language, request) in requests {
                let sent = request.parameter(name).unwrap_or_default();
                // As the end of a range, a day is its end, and a time in whole seconds the end of its second.
                let is_end = *language == "Lua" && name.ends_with("__lte");
                let is_day = written.text.len() == "dddd-dd-dd".len();
                let moment = match is_end {
                    true if is_day => written.moment + DAY,
                    true if has_whole_seconds(&written.text) => written.moment + SECOND,
                    _ => written.moment,
                };
                let same = read_as_plivo(sent) == Some(cut(moment));
                prop_assert!(same, "{:?} from {}: {}={}", written, language, name, sent);
            }
        }
        Ok(())
    });
}

#[test]
fn phone_numbers_are_sent_as_their_digits() {
    hold(&(number(), number()), async |harness, (from, to)| {
        let list = harness.client.list_messages().src(&from.text).dst(&to.text);
        let rust = async { list.send().await.map(drop) };
        let arguments = format!("src = {}, dst = {}", lua(&from.text), lua(&to.text));
        let of_messages = both(harness, rust, ("list_messages", &arguments)).await?;
        let list = harness
            .client
            .list_calls()
            .from_number(&from.text)
            .to_number(&to.text);
        let rust = async { list.send().await.map(drop) };
        let arguments = format!(
            "from_number = {}, to_number = {}",
            lua(&from.text),
            lua(&to.text)
        );
        let of_calls = both(harness, rust, ("list_calls", &arguments)).await?;
        for (language, request) in of_messages.iter().chain(&of_calls) {
            same(language, request.parameter("from_number"), &from.digits)?;
            same(language, request.parameter("to_number"), &to.digits)?;
        }
        Ok(())
    });
}

/// Few of these are numbers of the account, so most answers are errors.
#[test]
fn a_phone_number_is_one_segment_of_digits() {
    hold(&number(), async |harness, number| {
        let path = format!("/v1/Account/MADEFAULT00000000000/Number/{}/", number.digits);
        let from_rust = harness.client.get_number(&number.text).send().await;
        let sent = harness.take_requests();
        let in_place = sent.len() == 1 && sent[0].path == path;
        prop_assert!(in_place, "from Rust: {:?}, {:?}", from_rust, sent);
        let arguments = format!("number = {}", lua(&number.text));
        let from_lua = harness.lua("get_number", &arguments).await;
        let sent = harness.take_requests();
        let in_place = sent.len() == 1 && sent[0].path == path;
        prop_assert!(in_place, "from Lua: {:?}, {:?}", from_lua, sent);
        Ok(())
    });
}

/// The last destination repeats the first in digits alone, and gets the message once.
#[test]
fn destinations_are_sent_as_distinct_digits() {
    hold(&vec(number(), 1..6), async |harness, numbers| {
        let digits: Vec<&str> = numbers
            .iter()
            .map(|number| number.digits.as_str())
            .collect();
        let spelled = numbers.iter().map(|number| number.text.as_str());
        let texts: Vec<&str> = spelled.chain(digits.first().copied()).collect();
        let (joined, list) = (digits.join("<"), lua(&texts.join("<")));
        let message = harness.client.send_sms(SOURCE, texts, "Hi");
        let rust = async { message.send().await.map(drop) };
        let arguments = format!("src = {SOURCE:?}, dst = {list}, text = \"Hi\"");
        for (language, request) in both(harness, rust, ("send_sms", &arguments)).await? {
            same(
                language,
                request.body.unwrap_or_default()["dst"].as_str(),
                &joined,
            )?;
        }
        let sent = harness.sandbox.sent("default");
        let sent: Vec<&str> = sent.iter().map(|sent| sent.dst.as_str()).collect();
        prop_assert!(
            sent.ends_with(&[digits.clone(), digits].concat()),
            "{:?}",
            sent
        );
        Ok(())
    });
}

#[test]
fn message_texts_are_sent_unchanged() {
    hold(&prop_oneof![gsm(), unicode(368)], async |harness, text| {
        let message = harness.client.send_sms(SOURCE, "+14155559001", &text);
        let rust = async { message.send().await.map(drop) };
        let literal = lua(&text);
        let arguments = format!("src = {SOURCE:?}, dst = \"+14155559001\", text = {literal}");
        for (language, request) in both(harness, rust, ("send_sms", &arguments)).await? {
            same(
                language,
                request.body.unwrap_or_default()["text"].as_str(),
                &text,
            )?;
        }
        let sent = harness.sandbox.sent("default").into_iter().rev().take(2);
        let sent: Vec<String> = sent.map(|sent| sent.text).collect();
        prop_assert_eq!(sent, [text.clone(), text]);
        Ok(())
    });
}

#[test]
fn filter_texts_are_sent_unchanged() {
    hold(&unicode(60), async |harness, text| {
        let list = harness.client.list_numbers().alias(&text);
        let rust = async { list.send().await.map(drop) };
        let arguments = format!("alias = {}", lua(&text));
        for (language, request) in both(harness, rust, ("list_numbers", &arguments)).await? {
            same(language, request.parameter("alias"), &text)?;
            prop_assert_eq!(request.query.len(), 1, "from {}", language);
        }
        Ok(())
    });
}

#[test]
fn units_are_counted_as_the_sandbox_bills_them() {
    let text = prop_oneof![gsm(), unicode(200), unicode(8)];
    hold(&text, async |harness, text| {
        let counted = count_units(&text);
        let length = text.encode_utf16().count();
        if text.is_empty() || counted.length > 1_600 || (counted.ucs2_count > 0 && length > 737) {
            return Ok(());
        }
        let sent = harness.client.send_sms(SOURCE, "14155551234", text).send();
        let receipt = sent
            .await
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let message = harness
            .client
            .message(receipt.message_uuid().unwrap())
            .await;
        let billed = message.unwrap().unwrap().units.unwrap();
        prop_assert_eq!(Some(counted.units), usize::try_from(billed).ok());
        Ok(())
    });
}
