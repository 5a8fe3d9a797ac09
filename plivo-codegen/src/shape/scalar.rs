//! The types of unquoted scalars, as YAML 1.2 resolves them.

use crate::yaml::Value;

/// Returns whether a value is null.
pub(super) fn is_null(value: Value<'_>) -> bool {
    matches!(
        value,
        Value::Scalar {
            text: "" | "~" | "null" | "Null" | "NULL",
            plain: true
        }
    )
}

/// Returns the boolean that an unquoted text is, if any.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// Returns the integer that a value is, if any.
pub(super) fn integer(value: Value<'_>) -> Option<i128> {
    let Value::Scalar { text, plain: true } = value else {
        return None;
    };
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let radix = |prefix, radix| {
        digits
            .strip_prefix(prefix)
            .filter(|digits| !digits.starts_with(['+', '-']))
            .and_then(|digits| i128::from_str_radix(digits, radix).ok())
    };
    let number = radix("0x", 16)
        .or_else(|| radix("0o", 8))
        .or_else(|| radix("0b", 2))
        .or_else(|| {
            // Digits after a leading zero are a text, such as the zip code 02134.
            let text = digits.len() > 1 && digits.starts_with('0');
            digits.parse().ok().filter(|_| !text)
        })?;
    Some(if negative { -number } else { number })
}

/// Returns whether an unquoted text is a number.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    integer(Value::Scalar { text, plain: true }).is_some()
        || digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
            && !(digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            && text.parse::<f64>().is_ok()
        || matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}
