//! Lua's patterns, with a matcher that can be stopped in the middle of a match.
//!
//! Lua's own matcher is C code that no hook interrupts, and a short pattern can keep it busy for years. This one
//! returns the same matches, and checks the script's budget as it goes.

mod item;
mod matcher;
mod problem;

use mlua::{Function, IntoLua, IntoLuaMulti as _, Lua, LuaString, MultiValue, Value};

use super::budget::Budget;
use matcher::{Capture, Matcher};
use problem::Problem;

/// Creates the function behind `string.find`, `match`, `gmatch` and `gsub`, which finds the first match from a position.
///
/// It returns the match's first and last byte and its captures, `nil` if there is none, or `false` and what is wrong
/// with the pattern. A match that ends at `previous` does not count.
pub(super) fn function(lua: &Lua, budget: &Budget) -> mlua::Result<Function> {
    let budget = budget.clone();
    lua.create_function(
        move |lua, (subject, pattern, from, previous, anchor): FindArgs| {
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
                    Err(Problem::Malformed(message)) => {
                        return (false, message).into_lua_multi(lua);
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

/// Creates the function that finds a plain string; it returns the first byte.
pub(super) fn plain_function(lua: &Lua) -> mlua::Result<Function> {
    lua.create_function(|_, (subject, text, from): (LuaString, LuaString, usize)| {
        let (subject, text) = (subject.as_bytes(), text.as_bytes());
        let skipped = from.saturating_sub(1);
        let rest = subject.get(skipped..).unwrap_or_default();
        Ok(memchr::memmem::find(rest, &text).map(|index| skipped + index + 1))
    })
}

/// Subject, pattern, the first byte to look at, the end of the previous match, and whether `^` anchors the pattern.
type FindArgs = (LuaString, LuaString, usize, Option<i64>, bool);

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
