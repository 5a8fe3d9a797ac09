//! Lone surrogates in JSON: an escape such as `\ud83d` without its other half, where a service cut a text.

/// Replaces every lone surrogate by `\ufffd`, the replacement character; returns none where there is none.
pub(crate) fn replace(json: &str) -> Option<String> {
    let mut replaced: Option<String> = None;
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = json.get(at..).and_then(|rest| rest.find('\\')) {
        let escape = at + found;
        at = match (unit(json, escape), unit(json, escape + ESCAPE)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => escape + 2 * ESCAPE,
            (Some(0xD800..=0xDFFF), _) => {
                let text = replaced.get_or_insert_default();
                text.push_str(json.get(copied..escape).unwrap_or_default());
                text.push_str("\\ufffd");
                copied = escape + ESCAPE;
                copied
            }
            // The backslash, and the character after it.
            _ => escape + 2,
        };
    }
    let rest = json.get(copied..).unwrap_or_default();
    replaced.map(|text| text + rest)
}

/// The length of `\ud83d`.
const ESCAPE: usize = 6;

/// Returns the UTF-16 code unit that is escaped at `index`.
fn unit(json: &str, index: usize) -> Option<u16> {
    let digits = json.get(index..)?.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn only_surrogates_without_their_other_half_are_replaced() {
        for (json, expected) in [
            (r#""a\ud83d""#, r#""a\ufffd""#),
            (r#""\uDE00b\uD83D""#, r#""\ufffdb\ufffd""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ud83d\n""#, r#""\ufffd\n""#),
        ] {
            assert_eq!(replace(json).as_deref(), Some(expected));
            assert!(
                serde_json::from_str::<String>(expected).is_ok(),
                "{expected}"
            );
        }
        for json in [
            r#""\ud83d\ude00""#,
            r#""\\ud83d""#,
            r#""\u00e9 \é \"#,
            "",
            "{}",
        ] {
            assert_eq!(replace(json), None, "{json}");
        }
    }
}
