//! The single-character items of a pattern: a byte, a class or a set.

use super::problem::Problem;

const OPEN_SET: Problem = Problem::Malformed("malformed pattern (missing ']')");
const OPEN_ESCAPE: Problem = Problem::Malformed("malformed pattern (ends with '%')");

/// Returns where the item at `at` ends.
pub(super) fn end(pattern: &[u8], at: usize) -> Result<usize, Problem> {
    match pattern.get(at) {
        Some(b'%') if pattern.get(at + 1).is_none() => Err(OPEN_ESCAPE),
        Some(b'%') => Ok(at + 2),
        Some(b'[') => set_end(pattern, at + 1),
        _ => Ok(at + 1),
    }
}

fn set_end(pattern: &[u8], mut at: usize) -> Result<usize, Problem> {
    if pattern.get(at) == Some(&b'^') {
        at += 1;
    }
    // A bracket in first position belongs to the set.
    let first = at;
    loop {
        match pattern.get(at) {
            None => return Err(OPEN_SET),
            Some(b']') if at > first => return Ok(at + 1),
            Some(b'%') if pattern.get(at + 1).is_none() => return Err(OPEN_SET),
            Some(b'%') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// Returns whether the item from `at` to `end` matches a byte.
pub(super) fn matches(pattern: &[u8], at: usize, end: usize, byte: u8) -> bool {
    match pattern.get(at) {
        Some(b'.') => true,
        Some(b'%') => pattern
            .get(at + 1)
            .is_some_and(|class| is_in_class(byte, *class)),
        Some(b'[') => is_in_set(pattern, at, end, byte),
        Some(other) => *other == byte,
        None => false,
    }
}

/// Returns whether a byte is in the set from its `[` at `at` to `end`, after its `]`.
pub(super) fn is_in_set(pattern: &[u8], at: usize, end: usize, byte: u8) -> bool {
    let mut inside = pattern
        .get(at + 1..end.saturating_sub(1))
        .unwrap_or_default();
    let mut wanted = true;
    if let [b'^', rest @ ..] = inside {
        (wanted, inside) = (false, rest);
    }
    loop {
        inside = match inside {
            [b'%', class, rest @ ..] => {
                if is_in_class(byte, *class) {
                    return wanted;
                }
                rest
            }
            [low, b'-', high, rest @ ..] => {
                if (*low..=*high).contains(&byte) {
                    return wanted;
                }
                rest
            }
            [other, rest @ ..] => {
                if *other == byte {
                    return wanted;
                }
                rest
            }
            [] => return !wanted,
        };
    }
}

fn is_in_class(byte: u8, class: u8) -> bool {
    let is = match class.to_ascii_lowercase() {
        b'a' => byte.is_ascii_alphabetic(),
        b'c' => byte.is_ascii_control(),
        b'd' => byte.is_ascii_digit(),
        b'g' => byte.is_ascii_graphic(),
        b'l' => byte.is_ascii_lowercase(),
        b'p' => byte.is_ascii_punctuation(),
        // Rust excludes the vertical tab.
        b's' => byte.is_ascii_whitespace() || byte == 0x0b,
        b'u' => byte.is_ascii_uppercase(),
        b'w' => byte.is_ascii_alphanumeric(),
        b'x' => byte.is_ascii_hexdigit(),
        // A zero byte in Lua 5.1; later versions still accept it.
        b'z' => byte == 0,
        _ => return class == byte,
    };
    is != class.is_ascii_uppercase()
}
