//! The check of `send_sms`: rules that span several arguments.

use plivo_runtime::{ArgumentError, ArgumentErrors, Arguments};

/// The most destinations of one message.
const MAX_DESTINATIONS: usize = 1_000;
/// The most attachments of one message.
const MAX_MEDIA: usize = 10;
/// The most characters of a text in the GSM alphabet.
const MAX_GSM: usize = 1_600;
/// The most UTF-16 units of a text in any other alphabet.
const MAX_UCS2: usize = 737;

/// The GSM 03.38 alphabet and its extension, without the letters and digits of ASCII.
const GSM: &str =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà\u{c}^{}\\[~]|€";

/// Refuses a message that Plivo would refuse: without recipients, to too many, to its own sender, an MMS without
/// media, or too long.
pub fn check(arguments: &Arguments, faults: &mut ArgumentErrors) {
    destinations(arguments, faults);
    media(arguments, faults);
    text(arguments, faults);
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
        faults.push(ArgumentError::of("dst", message).hint("send to the others in another call"));
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

fn media(arguments: &Arguments, faults: &mut ArgumentErrors) {
    let count = |name| arguments.list(name).map_or(0, <[String]>::len);
    for name in ["media_urls", "media_ids"] {
        if count(name) > MAX_MEDIA {
            let message = format!(
                "has {} elements, and the maximum is {MAX_MEDIA}",
                count(name)
            );
            faults.push(ArgumentError::of(name, message));
        }
    }
    if arguments.text("type") == Some("mms") && count("media_urls") + count("media_ids") == 0 {
        let fault = ArgumentError::of(
            "media_urls",
            "is missing, and a message of type `mms` needs it",
        );
        faults.push(fault.hint("set the URLs of the media, or send it as `sms`"));
    }
}

fn text(arguments: &Arguments, faults: &mut ArgumentErrors) {
    let (Some(text), kind) = (
        arguments.text("text"),
        arguments.text("type").unwrap_or("sms"),
    ) else {
        return;
    };
    // For other types Plivo documents no limits.
    if !matches!(kind, "sms" | "mms") {
        return;
    }
    // An MMS may have media only.
    if text.is_empty() && kind == "sms" {
        faults.push(ArgumentError::of("text", "is empty"));
    }
    let (length, longest, alphabet) = if text.chars().all(is_gsm) {
        (text.chars().count(), MAX_GSM, "in the GSM alphabet")
    } else {
        (
            text.encode_utf16().count(),
            MAX_UCS2,
            "with characters outside the GSM alphabet",
        )
    };
    if length > longest {
        let message = format!("has {length} characters, and the maximum is {longest} {alphabet}");
        faults.push(ArgumentError::of("text", message).hint("shorten it, or split it"));
    }
}

fn is_gsm(character: char) -> bool {
    character.is_ascii_alphanumeric() || GSM.contains(character)
}

#[cfg(test)]
mod tests {
    use super::check;
    use plivo_runtime::{ArgumentErrors, Arguments};

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
            ["`dst` has 1001 numbers, and the maximum is 1000; send to the others in another call"]
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
    fn a_text_has_its_longest_length_by_its_alphabet() {
        let long = |text: String| faults(&text, |_| {});
        assert!(long("é".repeat(1_600)).is_empty());
        assert!(long("€".repeat(1_600)).is_empty());
        assert_eq!(long("a".repeat(1_601)).len(), 1);
        assert!(long("ж".repeat(737)).is_empty());
        assert_eq!(long("ж".repeat(738)).len(), 1);
        // A character beyond the basic plane is two units.
        assert!(long("\u{1f600}".repeat(368)).is_empty());
        assert_eq!(long("\u{1f600}".repeat(369)).len(), 1);
        assert_eq!(long(String::new()), ["`text` is empty"]);
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
    fn whatsapp_has_its_own_limits() {
        assert!(
            faults(&"a".repeat(4_000), |arguments| arguments
                .set("type", "whatsapp"))
            .is_empty()
        );
    }
}
