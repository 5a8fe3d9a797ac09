//! Numbers in JSON that no type holds, kept as text.

use memchr::memchr2;

/// Returns the JSON with each number quoted that is an integer of more than 64 bits, or beyond a float; `None` where
/// there is none.
///
/// Such a number would otherwise make the whole text unreadable (`1e400`), or lose digits without a word.
#[must_use]
pub fn quote(json: &str) -> Option<String> {
    let bytes = json.as_bytes();
    if !may_be_large(bytes) {
        return None;
    }
    let mut quoted = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = after_text(bytes, at + 1),
            b'-' | b'0'..=b'9' => {
                let rest = bytes.get(at..).unwrap_or_default();
                let is_part =
                    |byte: &u8| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                let end = at + rest.iter().take_while(|byte| is_part(byte)).count();
                if let Some(number) = json.get(at..end).filter(|number| is_large(number)) {
                    quoted.push_str(json.get(copied..at).unwrap_or_default());
                    quoted.push_str(&format!("\"{number}\""));
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    quoted.push_str(json.get(copied..).unwrap_or_default());
    (copied != 0).then_some(quoted)
}

/// Returns whether valid JSON may have a number to quote. Almost always there is none, which is much faster to see without
/// telling texts from numbers: a large number has many digits in a row, or an exponent.
fn may_be_large(json: &[u8]) -> bool {
    let is_long = |at: usize| {
        let (before, after) = json.split_at(at);
        let before = before.iter().rev();
        let digits = before.take_while(|byte| byte.is_ascii_digit()).count();
        digits
            + after
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
            >= MANY_DIGITS
    };
    let sampled = json.iter().enumerate().step_by(MANY_DIGITS);
    let mut sampled = sampled.filter(|(_, byte)| byte.is_ascii_digit());
    if sampled.any(|(at, _)| is_long(at)) {
        return true;
    }
    let next = json.get(1..).unwrap_or_default();
    let blocks = json.chunks(BLOCK).zip(next.chunks(BLOCK)).enumerate();
    let is_exponent = |(byte, next): (&u8, &u8)| byte.is_ascii_digit() && next | 0x20 == b'e';
    // Without an early end, the loop over a block becomes a few vector instructions.
    let found = |bytes: &[u8], next: &[u8]| {
        let pairs = bytes.iter().zip(next);
        pairs.fold(false, |found, pair| found | is_exponent(pair))
    };
    blocks
        .filter(|(_, (bytes, next))| found(bytes, next))
        .any(|(block, (bytes, next))| {
            let mut pairs = bytes.iter().zip(next).enumerate();
            pairs.any(|(at, pair)| is_exponent(pair) && begins_value(json, block * BLOCK + at))
        })
}

/// Fewer digits than a large integer has, or a fraction that is as good as 0.
const MANY_DIGITS: usize = 16;
/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// Returns whether the number whose mantissa has this digit may stand outside of a text.
fn begins_value(json: &[u8], digit: usize) -> bool {
    let before = json.get(..digit).unwrap_or_default().iter().rev();
    let mut before = before.skip_while(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
    before
        .next()
        .is_none_or(|byte| matches!(byte, b':' | b',' | b'[') || byte.is_ascii_whitespace())
}

/// Returns where a text ends that starts here, its closing quote included.
pub(super) fn after_text(json: &[u8], mut at: usize) -> usize {
    loop {
        let rest = json.get(at..).unwrap_or_default();
        match memchr2(b'"', b'\\', rest) {
            None => return json.len(),
            Some(next) if rest.get(next) == Some(&b'"') => return at + next + 1,
            // Whatever is escaped ends no text.
            Some(next) => at += next + 2,
        }
    }
}

/// Returns whether a number has no exact integer of 64 bits and no finite float, or only 0 where it is not 0.
fn is_large(number: &str) -> bool {
    // Most numbers are short, and no short number is large.
    if number.len() < 5 {
        return false;
    }
    let digits = number.strip_prefix('-').unwrap_or(number);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.parse::<i64>().is_err()
            && number.parse::<u64>().is_err()
            && !digits.is_empty();
    }
    let mantissa = digits.split(['e', 'E']).next().unwrap_or_default();
    match number.parse::<f64>() {
        Ok(float) => {
            !float.is_finite()
                || (float == 0.0 && mantissa.contains(|digit| ('1'..='9').contains(&digit)))
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn numbers_that_no_type_holds_become_texts() {
        let digits = "9".repeat(400);
        for (json, expected) in [
            ("1e400", r#""1e400""#),
            ("[-1E+400, 1e-400]", r#"["-1E+400", "1e-400"]"#),
            (
                r#"{"a": 18446744073709551616}"#,
                r#"{"a": "18446744073709551616"}"#,
            ),
            (
                r#"{"\"1e400": -9223372036854775809 }"#,
                r#"{"\"1e400": "-9223372036854775809" }"#,
            ),
        ] {
            assert_eq!(quote(json).as_deref(), Some(expected));
        }
        assert_eq!(
            quote(&format!("[{digits}]")),
            Some(format!("[\"{digits}\"]"))
        );
        // Wherever it is, also across the blocks that are looked at together.
        for number in ["1e400", "-9223372036854775809", "0.00e-400", "5E999"] {
            let is_large = number != "0.00e-400";
            for before in 0..200 {
                let json = |number: &str| format!("[\"{}\", {number}]", "x".repeat(before));
                let expected = is_large.then(|| json(&format!("\"{number}\"")));
                assert_eq!(quote(&json(number)), expected);
            }
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for json in [
            "0",
            "[18446744073709551615, -9223372036854775808, 1e308, 0.0000, 0e999, 3.141592653589793]",
            r#"{"text": "1e400 \\\" 1e400 \\", "other": "99999999999999999999999"}"#,
            r#""1e400"#,
            "\"\\",
            "",
            "--------",
        ] {
            assert_eq!(quote(json), None, "{json}");
        }
    }
}
