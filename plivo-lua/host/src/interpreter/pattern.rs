//! Lua's patterns, matched so that a script can be stopped in the middle of a match.
//!
//! Lua's own matcher runs in C, where no hook reaches it: a short pattern can keep it busy for years.
//! This one counts its steps and looks at the clock. What it finds is the same.

mod item;
mod matcher;

use mlua::{Function, IntoLua, IntoLuaMulti as _, Lua, LuaString, MultiValue, Value};

use super::budget::{Budget, Stopped};
use matcher::{Capture, Matcher};

/// Why there is neither a match nor none.
pub(super) enum Problem {
    /// The pattern is wrong; the words are Lua's own.
    Malformed(&'static str),
    /// The script is at one of its limits.
    Stopped(Stopped),
}

/// The function behind `string.find` and its like: where the first match from a position on is.
///
/// Answers with its first and last byte and its captures, with nil where there is none, or with
/// `false` and what is wrong with the pattern. A match that ends at `previous` does not count.
pub(super) fn function(lua: &Lua, budget: &Budget) -> mlua::Result<Function> {
    let budget = budget.clone();
    lua.create_function(
        move |lua, (subject, pattern, from, previous, anchor): Given| {
            let (subject, pattern) = (subject.as_bytes(), pattern.as_bytes());
            let (anchored, items) = match pattern.strip_prefix(b"^") {
                Some(items) if anchor => (true, items),
                _ => (false, &*pattern),
            };
            let mut matcher = Matcher::new(&subject, items, &budget);
            let mut start = from.saturating_sub(1);
            let previous = previous.and_then(|end| usize::try_from(end).ok());
            while start <= subject.len() {
                match matcher.at(start) {
                    Ok(Some(end)) if previous != Some(end) => {
                        return found(lua, &subject, start, end, matcher.captures());
                    }
                    Ok(_) => {}
                    Err(Problem::Malformed(words)) => {
                        return (false, words).into_lua_multi(lua);
                    }
                    Err(Problem::Stopped(stopped)) => return Err(stopped.into()),
                }
                if anchored {
                    break;
                }
                start += 1;
            }
            Ok(MultiValue::from_iter([Value::Nil]))
        },
    )
}

/// The function behind a search for a text as it is: its first byte.
pub(super) fn plain_function(lua: &Lua) -> mlua::Result<Function> {
    lua.create_function(|_, (subject, text, from): (LuaString, LuaString, usize)| {
        let (subject, text) = (subject.as_bytes(), text.as_bytes());
        let skipped = from.saturating_sub(1);
        let rest = subject.get(skipped..).unwrap_or_default();
        Ok(memchr::memmem::find(rest, &text).map(|index| skipped + index + 1))
    })
}

/// Subject, pattern, the first byte to look at, the end of the match before, and whether a `^` in
/// front means the beginning.
type Given = (LuaString, LuaString, usize, Option<i64>, bool);

fn found(
    lua: &Lua,
    subject: &[u8],
    start: usize,
    end: usize,
    captures: &[Capture],
) -> mlua::Result<MultiValue> {
    let mut values = Vec::with_capacity(2 + captures.len());
    values.push((start + 1).into_lua(lua)?);
    values.push(end.into_lua(lua)?);
    for capture in captures {
        values.push(match capture {
            Capture::Position(at) => (at + 1).into_lua(lua)?,
            Capture::Text(from, to) => {
                let text = subject.get(*from..*to).unwrap_or_default();
                Value::String(lua.create_string(text)?)
            }
            Capture::Open(_) => return (false, "unfinished capture").into_lua_multi(lua),
        });
    }
    Ok(MultiValue::from_iter(values))
}
