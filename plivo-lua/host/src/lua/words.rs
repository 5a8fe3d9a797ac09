//! Names and types as messages word them.

use std::borrow::Cow;

use mlua::{LuaString, Value};

/// The most bytes of a name that a message quotes.
const MAX_NAME: usize = 64;

/// Joins names, each in backquotes: "`a`, `b` and `c`".
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// Returns the type of a value, with its article.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Nil => "nil",
        Value::Boolean(_) => "a boolean",
        Value::Integer(_) | Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Table(_) => "a table",
        Value::Function(_) => "a function",
        Value::Thread(_) => "a coroutine",
        _ => "a userdata",
    }
}

/// Returns at most that many bytes of a text, with a mark where it is cut.
pub(crate) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end));
    let (shown, _) = text.split_at(end.unwrap_or(0));
    Cow::Owned(format!("{shown}…"))
}

/// Returns a name as a message quotes it.
pub(crate) fn cut_name(name: &str) -> Cow<'_, str> {
    cut(name, MAX_NAME)
}

/// Returns at most that many bytes of a string of Lua, without copying the rest.
pub(crate) fn start(text: &LuaString, most: usize) -> String {
    let bytes = text.as_bytes();
    // One more, so that a longer text is marked as cut.
    let shown = bytes.get(..=most).unwrap_or(&bytes);
    cut(&String::from_utf8_lossy(shown), most).into_owned()
}

/// Returns the key of a table as a message quotes it: the start of a name, or what else it is.
pub(crate) fn quoted_key(key: &Value) -> String {
    match key {
        Value::String(name) => start_of_name(name),
        other => kind(other).to_owned(),
    }
}

/// Returns a name in Lua as a message quotes it.
pub(crate) fn start_of_name(name: &LuaString) -> String {
    start(name, MAX_NAME)
}
