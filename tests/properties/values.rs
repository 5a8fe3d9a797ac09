//! Random values, each with its meaning.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use proptest::char::range;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

/// A point in time, and one way to write it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) moment: Timestamp,
}

/// ISO 8601 in every common form: a date alone, `T` or a space, with minutes, seconds or a fraction, and with an offset,
/// `Z` or neither.
pub(crate) fn written() -> impl Strategy<Value = Written> {
    let date = (1990_i16..2040, 1_i8..=12, 1_i8..=28);
    let clock = (0_i8..24, 0_i8..60, option::of(0_i8..60), "[0-9]{0,9}");
    // Minutes east of Greenwich, in quarters of an hour.
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

/// A phone number in digits, and one way to write it.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub(crate) digits: String,
    pub(crate) text: String,
}

/// Seven to fifteen digits, alone or after `+` with common punctuation between them. None is the sender's, and none is in
/// a country that the sandbox's accounts have not enabled.
pub(crate) fn number() -> impl Strategy<Value = Number> {
    let between = select(vec![
        "", "", "", " ", "-", ".", " (", ") ", "\u{a0}", "\u{2011}",
    ]);
    let sendable = |digits: &String| !digits.starts_with("850") && digits != "14155552671";
    let digits = "[1-9][0-9]{6,14}".prop_filter("enabled", sendable);
    (digits, select(vec!["", "+", " +"]), vec(between, 15)).prop_map(|(digits, plus, between)| {
        let mut text = plus.to_owned();
        for (digit, after) in digits.chars().zip(between) {
            text.push(digit);
            text.push_str(if plus.is_empty() { "" } else { after });
        }
        Number { digits, text }
    })
}

/// The GSM alphabet with its extension, whose characters count twice, up to the 1,600 of a message.
pub(crate) fn gsm() -> impl Strategy<Value = String> {
    let extension = "\u{c}^{}\\[~]|€";
    let signs = format!("@£$¥\nΔ_ΦΓΛΩΠΨΣΘΞ !\"#¤%&'()*+,-./:;<=>?¡§¿\r{extension}");
    let letters = "èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüà";
    let alphabet = ('0'..='9').chain('A'..='Z').chain('a'..='z');
    let alphabet = alphabet.chain(signs.chars()).chain(letters.chars());
    let letter = select(alphabet.collect::<Vec<_>>());
    let length = prop_oneof![Just(1_600_usize), 1..=1_600_usize];
    length
        .prop_flat_map(move |length| vec(letter.clone(), length))
        .prop_map(move |letters| {
            let mut length = 0;
            let fits = letters.into_iter().take_while(|letter| {
                length += 1 + usize::from(extension.contains(*letter));
                length <= 1_600
            });
            fits.collect()
        })
}

/// Any characters, often those with a meaning in JSON, URLs or Lua.
pub(crate) fn unicode(longest: usize) -> impl Strategy<Value = String> {
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
