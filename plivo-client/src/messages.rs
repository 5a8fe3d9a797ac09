//! Messages: [`check`] has the rules of `send_sms` that span several arguments, [`list`] makes the requests of
//! `list_messages`, and [`count_units`] counts what a text costs.
//!
//! A message of type `whatsapp` has a template, an interactive message or a location in place of a text, or beside it:
//!
//! ```no_run
//! use plivo_client::{MessageType, Template, TemplateComponent, TemplateParameter};
//!
//! # async fn example(client: plivo_client::Client) -> plivo_client::Result<()> {
//! let order = TemplateParameter::new("text").text("4711");
//! let template = Template::new("order_shipped", "en_US")
//!     .components([TemplateComponent::new("body").parameters([order])]);
//! let receipt = client
//!     .send_sms("+14155552671", "+14155551234", "")
//!     .r#type(MessageType::Whatsapp)
//!     .template(template)
//!     .send()
//!     .await?;
//! println!("queued as {:?}", receipt.message_uuid());
//! # Ok(())
//! # }
//! ```

mod list;
mod objects;
mod units;

pub use self::list::{Messages, check_list, list};
pub use self::units::{Encoding, Ucs2Character, Units, count_units};

use plivo_runtime::{ArgumentError, ArgumentErrors, Arguments};

/// The most destinations of one message.
const MAX_DESTINATIONS: usize = 1_000;
/// The most attachments of one message.
const MAX_MEDIA: usize = 10;
/// The most characters of a text that is sent in the GSM alphabet, and of the text of an MMS.
const MAX_GSM: usize = 1_600;
/// The most characters of any other text.
const MAX_UCS2: usize = 737;
/// The most characters of the text of a WhatsApp message.
const MAX_WHATSAPP: usize = 4_096;

/// Refuses a message that Plivo would refuse: without recipients, to too many, to its own sender, with media or objects
/// of another type, or too long by every reading of Plivo's rules. Where they can be read in two ways, Plivo decides.
pub fn check(arguments: &Arguments, faults: &mut ArgumentErrors) {
    destinations(arguments, faults);
    media(arguments, faults);
    objects::check(arguments, kind(arguments), faults);
    text(arguments, faults);
    if kind(arguments) == "whatsapp" && arguments.get("powerpack_uuid").is_some() {
        let fault = ArgumentError::of("powerpack_uuid", "cannot send a message of type `whatsapp`");
        faults.push(fault.hint("set `src` in its place"));
    }
}

fn destinations(arguments: &Arguments, faults: &mut ArgumentErrors) {
    let Some(destinations) = arguments.list("dst") else {
        return;
    };
    if destinations.is_empty() {
        faults.push(
            ArgumentError::of("dst", "names no recipient")
                .hint("write one number, or several joined by `<`"),
        );
    }
    if destinations.len() > MAX_DESTINATIONS {
        let message = format!(
            "has {} numbers, and the maximum is {MAX_DESTINATIONS}",
            destinations.len()
        );
        let calls = destinations.len().div_ceil(MAX_DESTINATIONS);
        let hint = format!("split them into {calls} calls with at most {MAX_DESTINATIONS} each");
        faults.push(ArgumentError::of("dst", message).hint(hint));
    }
    // Both are normalised to digits.
    if let Some(source) = arguments.text("src")
        && destinations.iter().any(|destination| destination == source)
    {
        let message = format!("contains {source}, which is the sender");
        faults
            .push(ArgumentError::of("dst", message).hint("remove it, or send from another number"));
    }
}

fn kind(arguments: &Arguments) -> &str {
    arguments.text("type").unwrap_or("sms")
}

fn count(arguments: &Arguments, name: &str) -> usize {
    arguments.list(name).map_or(0, <[String]>::len)
}

fn media(arguments: &Arguments, faults: &mut ArgumentErrors) {
    let count = |name| count(arguments, name);
    let kind = kind(arguments);
    for name in ["media_urls", "media_ids"] {
        let (count, most) = match (kind, name) {
            ("whatsapp", "media_urls") => (count(name), 1),
            _ => (count(name), MAX_MEDIA),
        };
        if count > most {
            let message = format!("has {count} elements, and the maximum is {most}");
            faults.push(ArgumentError::of(name, message));
        }
        // Plivo would send the text alone.
        if count > 0 && kind == "sms" {
            let fault = ArgumentError::of(name, "is set, and a message of type `sms` has no media");
            faults.push(fault.hint("set `type` to `mms`"));
        }
    }
    if kind == "mms" && count("media_urls") + count("media_ids") == 0 {
        let fault = ArgumentError::of(
            "media_urls",
            "is missing, and a message of type `mms` needs it",
        );
        faults.push(fault.hint("set the URLs of the media, or send it as `sms`"));
    }
}

fn text(arguments: &Arguments, faults: &mut ArgumentErrors) {
    let is_set = |name: &&str| arguments.get(name).is_some();
    let media = ["media_urls", "media_ids"];
    let (text, kind) = (arguments.text("text").unwrap_or_default(), kind(arguments));
    // What is missing altogether was reported before, and an MMS needs media in any case.
    let is_empty = text.is_empty()
        && ["text"]
            .iter()
            .chain(&media)
            .chain(&objects::NAMES)
            .any(is_set)
        && !objects::has_any(arguments)
        && media.iter().all(|name| count(arguments, name) == 0);
    if is_empty && kind != "mms" {
        faults.push(ArgumentError::of("text", "is empty"));
    }
    // Each character counts once: whether Plivo counts some of them twice is not documented.
    let length = text.chars().count();
    let foreign = (1..)
        .zip(text.chars())
        .find(|(_, letter)| is_foreign(*letter));
    let (maximum, foreign) = match (kind, foreign) {
        ("whatsapp", _) => (MAX_WHATSAPP, None),
        ("sms", Some(foreign)) => (MAX_UCS2, Some(foreign)),
        _ => (MAX_GSM, None),
    };
    if length > maximum {
        let reason = foreign.map_or_else(String::new, |(position, letter)| {
            format!(" with {letter:?}, its character {position}, which is not in the GSM alphabet")
        });
        let message = format!("has {length} characters, and the maximum is {maximum}{reason}");
        faults.push(ArgumentError::of("text", message).hint("shorten it, or split it"));
    }
}

/// Returns whether a character is outside the GSM alphabet and Plivo replaces it for no account. Accounts may have it
/// replace what looks like a character of that alphabet, such as typographic quotation marks, dashes and spaces; Plivo
/// does not list all of them, so only letters of other scripts and emoji are sure to stay.
fn is_foreign(character: char) -> bool {
    const LATIN: std::ops::RangeInclusive<char> = '\0'..='\u{24f}';
    !(units::is_gsm(character) || LATIN.contains(&character))
        && (character.is_alphanumeric() || character > '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::check;
    use plivo_runtime::{ArgumentErrors, Arguments, JsonObject};

    fn faults(text: &str, set: impl FnOnce(&mut Arguments)) -> Vec<String> {
        let (mut arguments, mut faults) = (Arguments::new(), ArgumentErrors::new());
        arguments.set("src", "14155552671");
        arguments.set("dst", ["14155552672"]);
        arguments.set("text", text);
        set(&mut arguments);
        check(&arguments, &mut faults);
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_message_goes_to_between_one_and_a_thousand_others() {
        assert!(faults("hi", |_| {}).is_empty());
        let nobody = faults("hi", |arguments| arguments.set("dst", Vec::<String>::new()));
        assert_eq!(
            nobody,
            ["`dst` names no recipient; write one number, or several joined by `<`"]
        );

        let numbers = |count: u64| {
            (0..count)
                .map(|index| (14_155_550_000 + index).to_string())
                .collect::<Vec<_>>()
        };
        assert!(faults("hi", |arguments| arguments.set("dst", numbers(1_000))).is_empty());
        let many = faults("hi", |arguments| arguments.set("dst", numbers(1_001)));
        assert_eq!(
            many,
            [
                "`dst` has 1001 numbers, and the maximum is 1000; split them into 2 calls with at most 1000 each"
            ]
        );

        let itself = faults("hi", |arguments| {
            arguments.set("dst", ["14155552672", "14155552671"]);
        });
        assert_eq!(
            itself,
            [
                "`dst` contains 14155552671, which is the sender; remove it, or send from another number"
            ]
        );
    }

    #[test]
    fn a_text_is_refused_only_where_no_reading_of_the_limits_lets_it_pass() {
        let long = |text: String| faults(&text, |_| {});
        for (character, longest) in [
            ("a", 1_600),
            ("é", 1_600),
            // Plivo may count it as two.
            ("€", 1_600),
            // Plivo may replace it.
            ("\u{2019}", 1_600),
            ("\u{a0}", 1_600),
            ("á", 1_600),
            ("ж", 737),
            ("漢", 737),
            ("\u{1f600}", 737),
        ] {
            assert!(long(character.repeat(longest)).is_empty(), "{character}");
            assert_eq!(long(character.repeat(longest + 1)).len(), 1, "{character}");
        }
        assert_eq!(
            long(format!("{}ж", "\u{2019}".repeat(899))),
            [
                "`text` has 900 characters, and the maximum is 737 with 'ж', its character 900, \
                 which is not in the GSM alphabet; shorten it, or split it"
            ]
        );
        assert_eq!(long(String::new()), ["`text` is empty"]);
        let mms = |count| {
            faults(&"ж".repeat(count), |arguments| {
                arguments.set("type", "mms");
                arguments.set("media_ids", ["1"]);
            })
        };
        assert!(mms(1_600).is_empty());
        assert_eq!(mms(1_601).len(), 1);
    }

    #[test]
    fn an_mms_needs_media_and_takes_ten() {
        let mms = |urls: Option<usize>| {
            faults("", |arguments| {
                arguments.set("type", "mms");
                if let Some(count) = urls {
                    arguments.set("media_urls", vec!["https://example.com/cat.png"; count]);
                }
            })
        };
        assert_eq!(
            mms(None),
            [
                "`media_urls` is missing, and a message of type `mms` needs it; \
                 set the URLs of the media, or send it as `sms`"
            ]
        );
        assert!(mms(Some(10)).is_empty());
        assert_eq!(
            mms(Some(11)),
            ["`media_urls` has 11 elements, and the maximum is 10"]
        );
    }

    #[test]
    fn only_messages_that_can_have_media_take_them() {
        let sms = faults("hi", |arguments| arguments.set("media_ids", ["1"]));
        assert_eq!(
            sms,
            ["`media_ids` is set, and a message of type `sms` has no media; set `type` to `mms`"]
        );
    }

    #[test]
    fn a_message_has_something_to_send() {
        let without = |kind: &'static str, empty: Option<&'static str>| {
            faults("", |arguments| {
                arguments.set("type", kind);
                match empty {
                    Some("interactive") => arguments.set("interactive", JsonObject::new()),
                    Some(name) => arguments.set(name, Vec::<String>::new()),
                    None => {}
                }
            })
        };
        assert_eq!(
            without("whatsapp", Some("interactive")),
            ["`text` is empty"]
        );
        for kind in ["sms", "whatsapp"] {
            for media in [None, Some("media_urls"), Some("media_ids")] {
                assert_eq!(
                    without(kind, media),
                    ["`text` is empty"],
                    "{kind} {media:?}"
                );
            }
        }
    }

    #[test]
    fn whatsapp_has_its_own_limits() {
        let whatsapp = |length: usize, set: fn(&mut Arguments)| {
            faults(&"ж".repeat(length), |arguments| {
                arguments.set("type", "whatsapp");
                set(arguments);
            })
        };
        assert!(whatsapp(4_096, |_| {}).is_empty());
        assert_eq!(whatsapp(4_097, |_| {}).len(), 1);
        let urls = ["https://example.com/1", "https://example.com/2"];
        assert_eq!(
            whatsapp(1, |arguments| arguments
                .set("media_urls", ["https://example.com/1"])),
            Vec::<String>::new()
        );
        let many = faults("", |arguments| {
            arguments.set("type", "whatsapp");
            arguments.set("media_urls", urls);
        });
        assert_eq!(many, ["`media_urls` has 2 elements, and the maximum is 1"]);
        assert_eq!(
            whatsapp(1, |arguments| arguments.set("powerpack_uuid", "86bbb125")),
            ["`powerpack_uuid` cannot send a message of type `whatsapp`; set `src` in its place"]
        );
    }
}
