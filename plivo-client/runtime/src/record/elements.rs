//! Counts the records of a page without decoding them.

use super::large_numbers::after_text;

/// Returns how many elements the list has that a JSON object has at a key; `None` where that takes a decoder.
///
/// What it returns of a text that is not JSON says nothing: whoever decodes the text sees that.
pub(crate) fn count_at(json: &[u8], key: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0_usize);
    // The last text: the key of what follows a colon.
    let mut text: &[u8] = &[];
    let (mut is_inside, mut count) = (false, None);
    while let Some(byte) = json.get(at) {
        at += 1;
        match byte {
            b'"' => {
                let end = after_text(json, at);
                text = json.get(at..end - 1)?;
                at = end;
            }
            b'{' | b'[' if depth == 2 => at = after_value(json, at)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            // An escaped key may be any, and the last one of a repeated key counts.
            b':' if depth == 1 && text.contains(&b'\\') => return None,
            b':' if depth == 1 => {
                is_inside = text == key.as_bytes();
                if is_inside {
                    let list = json.get(at..)?.trim_ascii_start().strip_prefix(b"[")?;
                    let is_empty = list.trim_ascii_start().starts_with(b"]");
                    let first = usize::from(!is_empty);
                    count = count.is_none().then_some(first);
                    count?;
                }
            }
            b',' if depth == 2 && is_inside => count = count.map(|count| count + 1),
            _ => {}
        }
    }
    count.filter(|_| depth == 0)
}

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// Returns where an object or a list ends that begins before this index.
fn after_value(json: &[u8], mut at: usize) -> Option<usize> {
    let (mut depth, mut is_text, mut is_escaped) = (1_usize, false, false);
    for block in json.get(at..)?.chunks(BLOCK) {
        // Without an early end, the loop over a block becomes a few vector instructions. Brackets, braces and the
        // backslash are neighbours in ASCII.
        let is_special = |byte: u8| (byte | 0x20).wrapping_sub(b'{') < 3;
        let (special, quotes) = block.iter().fold((false, 0_u8), |(special, quotes), byte| {
            let quote = u8::from(*byte == b'"');
            (special | is_special(*byte), quotes + quote)
        });
        if !special && !is_escaped {
            is_text ^= quotes % 2 == 1;
            at += block.len();
            continue;
        }
        for byte in block {
            at += 1;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = is_text,
                b'"' => is_text = !is_text,
                b'{' | b'[' if !is_text => depth += 1,
                b'}' | b']' if !is_text => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use super::count_at;

    #[test]
    fn the_elements_of_the_list_are_counted_and_nothing_else() {
        for list in [
            "[]",
            "[ \n]",
            "[1]",
            "[[], [1, 2], {}, {\"a\": [1, 2, 3], \"b\": {\"objects\": [1, 2]}}]",
            r#"["],[", "\"],", "\\", "{,", "objects", ""]"#,
            r#"[ {"objects": [1, 2], "x": "é,"} , null,true ]"#,
        ] {
            let expected = serde_json::from_str::<Vec<IgnoredAny>>(list).unwrap().len();
            for json in [
                format!(r#"{{"objects":{list}}}"#),
                format!(r#" {{ "objects" : {list} , "n": [1, 2, 3], "o": {{"objects": [1]}} }}"#),
                format!(r#"{{"meta":{{"objects":[1,2],"x":","}},"objects":{list},"a":"objects"}}"#),
                format!(r#"{{"a":"objects","b":[1,2,[3,4]],"objects":{list}}}"#),
            ] {
                assert_eq!(
                    count_at(json.as_bytes(), "objects"),
                    Some(expected),
                    "{json}"
                );
            }
        }
    }

    #[test]
    fn where_a_text_in_a_record_ends_is_seen_wherever_it_is() {
        let texts = [
            "", "a", r"\\", r"\\\\", "}", "{[", r#"\"},{"#, r#"\\\"}"#, "|", r"\u007b",
        ];
        for before in 0..200 {
            for text in texts {
                let padding = "x".repeat(before);
                let record = format!(r#"{{"{padding}":"{text}","b":[1,{{"c":"{text}"}}]}}"#);
                let json = format!(r#"{{"objects":[{record},{record}],"a":[1,2,3]}}"#);
                assert!(serde_json::from_str::<IgnoredAny>(&json).is_ok(), "{json}");
                assert_eq!(count_at(json.as_bytes(), "objects"), Some(2), "{json}");
            }
        }
    }

    #[test]
    fn what_takes_a_decoder_is_left_to_one() {
        for json in [
            r#"{"objects":[1],"objects":[1,2]}"#,
            r#"{"objects":[1],"obj\u0065cts":[1,2]}"#,
            r#"{"objects":null}"#,
            r#"{"objects":{"a":1}}"#,
            r#"{"object":[1]}"#,
            r#"[{"objects":[1]}]"#,
            "[1]",
            r#"}{"objects":[1]}"#,
            r#"{"objects":[{"a":1]"#,
            "\"",
            "",
        ] {
            assert_eq!(count_at(json.as_bytes(), "objects"), None, "{json}");
        }
    }
}
