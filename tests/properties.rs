//! Whatever is written, it arrives whole: random datetimes, phone numbers and texts, the same ones on every run, through
//! the sends and the filters of both languages.
#![cfg(test)]

#[path = "wire/stage.rs"]
mod stage;

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use plivo_client::runtime::JsonValue;
use plivo_sandbox::Exchange;
use proptest::char::range;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use proptest::{option, prop_assert_eq};
use stage::Stage;

type Holds = Result<(), TestCaseError>;

/// Runs a property on one stand-in, with the same values on every run.
fn hold<S: Strategy>(strategy: &S, property: impl AsyncFn(&Stage, S::Value) -> Holds) {
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
    let stage = runtime.block_on(Stage::open());
    let held =
        TestRunner::new(config).run(strategy, |value| runtime.block_on(property(&stage, value)));
    held.unwrap_or_else(|error| panic!("{error}"));
}

/// Calls from Rust and from Lua; the one request of each, which was accepted.
async fn both(
    stage: &Stage,
    rust: impl Future<Output = Result<(), plivo_client::runtime::Error>>,
    (function, arguments): (&str, &str),
) -> Result<[(&'static str, Exchange); 2], TestCaseError> {
    let failed = |error: &dyn std::fmt::Display| TestCaseError::fail(error.to_string());
    rust.await.map_err(|error| failed(&error))?;
    let from_rust = one(stage)?;
    let answer = stage.lua(function, arguments).await;
    answer.map_err(|error| failed(&error))?;
    Ok([("Rust", from_rust), ("Lua", one(stage)?)])
}

fn one(stage: &Stage) -> Result<Exchange, TestCaseError> {
    let requests = stage.take_requests();
    let count = requests.len();
    let [request] = requests
        .try_into()
        .map_err(|_| TestCaseError::fail(format!("{count} requests")))?;
    prop_assert_eq!(request.status / 100, 2, "{:?}", request.raw_query);
    Ok(request)
}

/// A text as Lua writes it.
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

/// A moment, and one way to write it.
#[derive(Debug, Clone)]
struct Written {
    text: String,
    moment: Timestamp,
}

/// ISO 8601 in every usual form: a date alone, `T` or a space, down to minutes, seconds or a fraction of any length, and
/// an offset, `Z` or neither.
fn written() -> impl Strategy<Value = Written> {
    let date = (1990_i16..2040, 1_i8..=12, 1_i8..=28);
    let clock = (0_i8..24, 0_i8..60, option::of(0_i8..60), "[0-9]{0,9}");
    // Minutes east of Greenwich, in the quarters of an hour that there are.
    let zone = prop_oneof![
        Just(None),
        Just(Some((0, "Z"))),
        (-48_i32..=56, select(vec!["+hh:mm", "+hhmm"]))
            .prop_map(|(quarters, form)| Some((quarters * 15, form))),
    ];
    let time = option::weighted(0.9, (select(vec!['T', ' ']), clock, zone));
    (date, time).prop_map(|((year, month, day), time)| {
        let mut text = format!("{year:04}-{month:02}-{day:02}");
        let midnight = DateTime::new(year, month, day, 0, 0, 0, 0).unwrap();
        let Some((separator, (hour, minute, second, fraction), zone)) = time else {
            return Written {
                text,
                moment: Offset::UTC.to_timestamp(midnight).unwrap(),
            };
        };
        write!(text, "{separator}{hour:02}:{minute:02}").unwrap();
        let mut nanoseconds = 0;
        if let Some(second) = second {
            write!(text, ":{second:02}").unwrap();
            if !fraction.is_empty() {
                write!(text, ".{fraction}").unwrap();
                nanoseconds = format!("{fraction:0<9}").parse().unwrap();
            }
        }
        let civil = midnight
            .with()
            .hour(hour)
            .minute(minute)
            .second(second.unwrap_or(0))
            .subsec_nanosecond(nanoseconds);
        let (minutes_east, form) = zone.unwrap_or((0, ""));
        let (sign, minutes) = (if minutes_east < 0 { '-' } else { '+' }, minutes_east.abs());
        match form {
            "+hh:mm" => write!(text, "{sign}{:02}:{:02}", minutes / 60, minutes % 60).unwrap(),
            "+hhmm" => write!(text, "{sign}{:02}{:02}", minutes / 60, minutes % 60).unwrap(),
            letter => text.push_str(letter),
        }
        let offset = Offset::from_seconds(minutes_east * 60).unwrap();
        Written {
            text,
            moment: offset.to_timestamp(civil.build().unwrap()).unwrap(),
        }
    })
}

/// The moment that a text names in the only form that Plivo reads: `YYYY-MM-DD HH:MM[:SS[.ffffff]]`, in UTC.
fn read_as_plivo(text: &str) -> Option<Timestamp> {
    let form: String = text
        .chars()
        .map(|character| {
            if character.is_ascii_digit() {
                'd'
            } else {
                character
            }
        })
        .collect();
    let (whole, fraction) = form.split_once('.').unwrap_or((&form, "d"));
    let known = match whole {
        "dddd-dd-dd dd:dd:dd" => true,
        "dddd-dd-dd dd:dd" => whole == form,
        _ => false,
    };
    let short =
        (1..=6).contains(&fraction.len()) && fraction.chars().all(|character| character == 'd');
    let civil: DateTime = text.parse().ok().filter(|_| known && short)?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// The moment without what Plivo has no place for, a fraction beyond six digits.
fn cut(moment: Timestamp) -> Timestamp {
    let microseconds = moment.as_nanosecond().div_euclid(1_000);
    Timestamp::from_nanosecond(microseconds * 1_000).unwrap()
}

/// A phone number in digits, and one way to write it.
#[derive(Debug, Clone)]
struct Number {
    digits: String,
    text: String,
}

/// Seven to fifteen digits with the usual punctuation between them, with or without `+`. None is the usual sender, and
/// none in a country that the stand-in's accounts have not enabled.
fn number() -> impl Strategy<Value = Number> {
    let between = select(vec![
        "", "", "", " ", "-", ".", " (", ") ", "\u{a0}", "\u{2011}",
    ]);
    let sendable = |digits: &String| !digits.starts_with("850") && digits != "14155552671";
    let digits = "[1-9][0-9]{6,14}".prop_filter("enabled", sendable);
    (digits, select(vec!["", "+", " +"]), vec(between, 15)).prop_map(|(digits, plus, between)| {
        let spelled: String = digits
            .chars()
            .zip(between)
            .map(|(digit, after)| format!("{digit}{after}"))
            .collect();
        Number {
            digits,
            text: format!("{plus}{spelled}"),
        }
    })
}

/// The GSM alphabet with its extension: what 1,600 characters of fit into a message.
fn gsm() -> impl Strategy<Value = String> {
    let letters = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§\
                   ¿abcdefghijklmnopqrstuvwxyzäöñüà\u{c}^{}\\[~]|€";
    let letter = select(letters.chars().collect::<Vec<_>>());
    let length = prop_oneof![Just(1_600_usize), 1..=1_600_usize];
    length
        .prop_flat_map(move |length| vec(letter.clone(), length))
        .prop_map(String::from_iter)
}

/// Any characters at all, at most 736 units of UTF-16, with what has a meaning somewhere on the way among them.
fn unicode(longest: usize) -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>(),
        range('\u{1f300}', '\u{1faff}'),
        select(vec!['\u{200d}', '\u{fe0f}', '\u{feff}', '\u{2028}']),
        range('\0', '\u{1f}'),
        range('\u{7f}', '\u{9f}'),
        select(r#"<>"'\&%+=?#;:/ {}[]()$`"#.chars().collect::<Vec<_>>()),
        range('a', 'z'),
    ];
    vec(character, 1..=longest).prop_map(String::from_iter)
}

#[test]
fn datetimes_travel_as_the_same_moment() {
    hold(&(written(), written()), async |stage, (one, other)| {
        let (start, end) = if one.moment <= other.moment {
            (one, other)
        } else {
            (other, one)
        };
        let list = stage
            .client
            .list_messages()
            .start_time(start.moment)
            .end_time(end.moment);
        let arguments = format!(
            "start_time = {}, end_time = {}",
            lua(&start.text),
            lua(&end.text)
        );
        let rust = async { list.send().await.map(drop) };
        for (language, request) in both(stage, rust, ("list_messages", &arguments)).await? {
            for (name, written) in [("message_time__gte", &start), ("message_time__lte", &end)] {
                let travelled = request.parameter(name).unwrap_or_default();
                let expected = Some(cut(written.moment));
                prop_assert_eq!(
                    read_as_plivo(travelled),
                    expected,
                    "{:?} from {}: {}",
                    written,
                    language,
                    travelled
                );
            }
        }
        let list = stage.client.list_calls().end_time(end.moment);
        let rust = async { list.send().await.map(drop) };
        let arguments = format!("end_time = {}", lua(&end.text));
        for (language, request) in both(stage, rust, ("list_calls", &arguments)).await? {
            let travelled = request.parameter("end_time__lte").unwrap_or_default();
            prop_assert_eq!(
                read_as_plivo(travelled),
                Some(cut(end.moment)),
                "{:?} from {}",
                end,
                language
            );
        }
        Ok(())
    });
}

#[test]
fn phone_numbers_travel_as_their_digits() {
    hold(&(number(), number()), async |stage, (from, to)| {
        let (from_text, to_text) = (lua(&from.text), lua(&to.text));
        let list = stage.client.list_messages().src(&from.text).dst(&to.text);
        let rust = async { list.send().await.map(drop) };
        let arguments = format!("src = {from_text}, dst = {to_text}");
        let of_messages = both(stage, rust, ("list_messages", &arguments)).await?;
        let list = stage
            .client
            .list_calls()
            .from_number(&from.text)
            .to_number(&to.text);
        let rust = async { list.send().await.map(drop) };
        let arguments = format!("from_number = {from_text}, to_number = {to_text}");
        let of_calls = both(stage, rust, ("list_calls", &arguments)).await?;
        for (language, request) in of_messages.iter().chain(&of_calls) {
            prop_assert_eq!(
                request.parameter("from_number"),
                Some(&*from.digits),
                "from {}",
                language
            );
            prop_assert_eq!(
                request.parameter("to_number"),
                Some(&*to.digits),
                "from {}",
                language
            );
        }
        Ok(())
    });
}

#[test]
fn a_phone_number_is_one_segment_of_digits() {
    hold(&number(), async |stage, number| {
        let path = format!("/v1/Account/MADEFAULT00000000000/Number/{}/", number.digits);
        let rust = stage.client.get_number(&number.text).send().await;
        let from_rust: Vec<_> = stage
            .take_requests()
            .into_iter()
            .map(|request| request.path)
            .collect();
        prop_assert_eq!(&from_rust, &[path.clone()], "from Rust: {:?}", rust);
        let from_lua = stage
            .lua("get_number", &format!("number = {}", lua(&number.text)))
            .await;
        let travelled: Vec<_> = stage
            .take_requests()
            .into_iter()
            .map(|request| request.path)
            .collect();
        prop_assert_eq!(&travelled, &[path], "from Lua: {:?}", from_lua);
        Ok(())
    });
}

#[test]
fn destinations_travel_as_distinct_digits() {
    hold(&vec(number(), 1..6), async |stage, numbers| {
        let mut distinct: Vec<&str> = Vec::new();
        for number in &numbers {
            if !distinct.contains(&number.digits.as_str()) {
                distinct.push(&number.digits);
            }
        }
        let texts: Vec<&str> = numbers.iter().map(|number| number.text.as_str()).collect();
        let send = stage.client.send_sms("+14155552671", texts.clone(), "Hi");
        let rust = async { send.send().await.map(drop) };
        let arguments = format!(
            "src = \"+14155552671\", dst = {}, text = \"Hi\"",
            lua(&texts.join("<"))
        );
        for (language, request) in both(stage, rust, ("send_sms", &arguments)).await? {
            let body = request.body.unwrap_or_default();
            prop_assert_eq!(
                &body["dst"],
                &JsonValue::from(distinct.join("<")),
                "from {}",
                language
            );
        }
        let sent = stage.sandbox.sent("default");
        let sent: Vec<&str> = sent
            .iter()
            .rev()
            .take(2 * distinct.len())
            .rev()
            .map(|sent| sent.dst.as_str())
            .collect();
        prop_assert_eq!(sent, [distinct.clone(), distinct].concat());
        Ok(())
    });
}

#[test]
fn texts_travel_whole() {
    hold(&prop_oneof![gsm(), unicode(368)], async |stage, text| {
        let send = stage.client.send_sms("+14155552671", "+14155559001", &text);
        let rust = async { send.send().await.map(drop) };
        let arguments = format!(
            "src = \"+14155552671\", dst = \"+14155559001\", text = {}",
            lua(&text)
        );
        for (language, request) in both(stage, rust, ("send_sms", &arguments)).await? {
            let body = request.body.unwrap_or_default();
            prop_assert_eq!(
                &body["text"],
                &JsonValue::from(text.as_str()),
                "from {}",
                language
            );
        }
        let sent = stage.sandbox.sent("default");
        let sent: Vec<&str> = sent
            .iter()
            .rev()
            .take(2)
            .map(|sent| sent.text.as_str())
            .collect();
        prop_assert_eq!(sent, [text.as_str(), text.as_str()]);
        Ok(())
    });
}

#[test]
fn texts_that_filter_travel_whole() {
    hold(&unicode(60), async |stage, text| {
        let list = stage.client.list_numbers().alias(&text);
        let rust = async { list.send().await.map(drop) };
        let arguments = format!("alias = {}", lua(&text));
        for (language, request) in both(stage, rust, ("list_numbers", &arguments)).await? {
            prop_assert_eq!(
                request.parameter("alias"),
                Some(&*text),
                "from {}: {}",
                language,
                request.raw_query
            );
            prop_assert_eq!(
                request.query.len(),
                1,
                "from {}: {}",
                language,
                request.raw_query
            );
        }
        Ok(())
    });
}
