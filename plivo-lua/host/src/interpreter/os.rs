//! The `os` of scripts: the time of the host's clock, and `sleep`.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use mlua::{IntoLua as _, Lua, LuaString, MultiValue, Table, Value};
use tokio::sync::Semaphore;

use super::budget::Budget;
use super::date;
use super::limits::Limits;
use crate::call::Dispatcher;
use crate::failure::Failure;
use crate::install::Bridge;
use crate::lua::kind;

/// The members of `os`, in the order in which they are enumerated.
const NAMES: [&str; 5] = ["time", "date", "clock", "difftime", "sleep"];

/// How many sleeps of one script may last at a time; the others wait for their turn.
const MAX_SLEEPS: usize = 32;

/// The most bytes of a format, because the result is made outside the script's memory.
const MAX_FORMAT: usize = 1_000;

/// What a function of `os` returns, or why it fails.
type Ended = Result<Value, Box<Failure>>;

/// Adds `os` to a state.
pub(super) fn install(
    lua: &Lua,
    bridge: &Bridge,
    dispatcher: &Dispatcher,
    limits: &Limits,
    budget: &Budget,
) -> mlua::Result<()> {
    let members = lua.create_table()?;
    let clock = dispatcher.clock().clone();
    let time = move || clock.now().as_second();
    let now = time.clone();
    add(lua, bridge, &members, "time", move |lua, args| {
        time_of(lua, args.iter().next(), &now)
    })?;
    add(lua, bridge, &members, "date", move |lua, args| {
        date_of(lua, args, &time)
    })?;
    let used = budget.clone();
    add(lua, bridge, &members, "clock", move |_, _| {
        Ok(Ok(Value::Number(used.computed().as_secs_f64())))
    })?;
    add(lua, bridge, &members, "difftime", |lua, args| {
        Ok(difftime(lua, args))
    })?;
    members.raw_set("sleep", sleep(lua, bridge, dispatcher, limits, budget)?)?;
    let os = bridge.namespace("os", &NAMES, members)?;
    lua.globals().raw_set("os", os)
}

fn add(
    lua: &Lua,
    bridge: &Bridge,
    members: &Table,
    name: &str,
    function: impl Fn(&Lua, &MultiValue) -> mlua::Result<Ended> + mlua::MaybeSend + 'static,
) -> mlua::Result<()> {
    let arrays = bridge.arrays.clone();
    let function = lua.create_function(move |lua, args: MultiValue| {
        let ended = function(lua, &args)?;
        Failure::settle(lua, &arrays, ended)
    })?;
    members.raw_set(name, bridge.raising(function)?)
}

/// Creates `sleep`.
fn sleep(
    lua: &Lua,
    bridge: &Bridge,
    dispatcher: &Dispatcher,
    limits: &Limits,
    budget: &Budget,
) -> mlua::Result<mlua::Function> {
    let places = Arc::new(Semaphore::new(MAX_SLEEPS));
    let (clock, arrays) = (dispatcher.clock().clone(), bridge.arrays.clone());
    let (budget, longest) = (budget.clone(), limits.timeout);
    let sleep = lua.create_async_function(move |lua, seconds: Value| {
        let (clock, arrays, budget) = (clock.clone(), arrays.clone(), budget.clone());
        let places = Arc::clone(&places);
        async move {
            let slept = match duration(&seconds, longest) {
                Err(failure) => Err(failure),
                Ok(duration) => {
                    let _place = places.acquire().await;
                    if clock.is_simulated() {
                        budget.spend(clock.now(), duration)?;
                    }
                    clock.sleep(duration).await;
                    Ok(Value::Nil)
                }
            };
            Failure::settle(&lua, &arrays, slept)
        }
    })?;
    bridge.waiting(sleep, "os.sleep")
}

fn duration(seconds: &Value, longest: Duration) -> Result<Duration, Box<Failure>> {
    let given = match seconds {
        Value::Integer(seconds) => u64::try_from(*seconds).ok().map(Duration::from_secs),
        Value::Number(seconds) => Duration::try_from_secs_f64(*seconds).ok(),
        other => {
            let message = format!("takes a number of seconds, not {}", kind(other));
            return Err(failed("sleep", &message, "write `os.sleep(5)`"));
        }
    };
    given.filter(|given| *given <= longest).ok_or_else(|| {
        failed(
            "sleep",
            &format!(
                "takes from 0 to {} seconds, the script's time limit",
                longest.as_secs()
            ),
            "sleep for less, or end the script and run another later",
        )
    })
}

/// Returns the seconds since 1970: now, of a table of fields, which it normalises as Lua does, or of a text, which Lua refuses.
fn time_of(lua: &Lua, given: Option<&Value>, now: impl Fn() -> i64) -> mlua::Result<Ended> {
    let fields = match given {
        None | Some(Value::Nil) => return Ok(Ok(Value::Integer(now()))),
        Some(Value::Table(fields)) => fields,
        Some(Value::String(text)) => return Ok(time_of_text(text)),
        Some(other) => {
            let message = format!("takes a table or a text, not {}", kind(other));
            let hint = "write `os.time{year = 2026, month = 1, day = 31}`, or `os.time()` for now";
            return Ok(Err(failed("time", &message, hint)));
        }
    };
    let mut parts = [0; 6];
    for (part, (name, default, offset)) in parts.iter_mut().zip([
        ("year", None, 1900),
        ("month", None, 1),
        ("day", None, 0),
        ("hour", Some(12), 0),
        ("min", Some(0), 0),
        ("sec", Some(0), 0),
    ]) {
        match field(lua, &fields.raw_get(name)?, name, default, offset) {
            Ok(number) => *part = number,
            Err(failure) => return Ok(Err(failure)),
        }
    }
    let normalised = date::seconds(parts).and_then(|time| Some((time, date::date(time)?)));
    let Some((time, date)) = normalised else {
        return Ok(Err(failed(
            "time",
            "takes a date between the years -9999 and 9999",
            "check the fields",
        )));
    };
    set_fields(fields, date)?;
    Ok(Ok(Value::Integer(time)))
}

/// Returns the seconds since 1970 of a time as responses have it.
fn time_of_text(text: &LuaString) -> Ended {
    let time = text.to_str().ok().and_then(|text| text.parse().ok());
    let time = time.map(|time: Timestamp| Value::Integer(time.as_second()));
    time.ok_or_else(|| {
        let hint = "write `os.time(\"2026-01-31T23:59:59Z\")`";
        failed(
            "time",
            "takes a text that is a time with an offset or `Z`",
            hint,
        )
    })
}

/// Reads a field of a date as Lua does: an integer, or what converts to one, in the range of C's integers.
fn field(
    lua: &Lua,
    value: &Value,
    name: &str,
    default: Option<i64>,
    offset: i64,
) -> Result<i64, Box<Failure>> {
    let hint = "write `os.time{year = 2026, month = 1, day = 31}`";
    if value.is_nil() {
        let missing = || failed("time", &format!("field '{name}' is missing"), hint);
        return default.ok_or_else(missing);
    }
    let number = integer(lua, value);
    let Some(number) = number else {
        return Err(failed(
            "time",
            &format!("field '{name}' is not an integer"),
            hint,
        ));
    };
    let bounds = i64::from(i32::MIN) + offset..=i64::from(i32::MAX) + offset;
    if bounds.contains(&number) {
        return Ok(number);
    }
    Err(failed(
        "time",
        &format!("field '{name}' is out of range"),
        hint,
    ))
}

/// Converts a value as Lua does where it needs an integer.
fn integer(lua: &Lua, value: &Value) -> Option<i64> {
    lua.coerce_integer(value.clone()).ok().flatten()
}

fn date_of(lua: &Lua, args: &MultiValue, now: impl Fn() -> i64) -> mlua::Result<Ended> {
    let hint = "write `os.date(\"!%Y-%m-%dT%H:%M:%SZ\", time)`, with the seconds since 1970";
    let given = args;
    let mut args = args.iter();
    let format = match args.next() {
        None | Some(Value::Nil) => b"%c".to_vec(),
        Some(Value::String(text)) if text.as_bytes().len() <= MAX_FORMAT => {
            text.as_bytes().to_vec()
        }
        Some(Value::String(_)) => {
            let message = format!("takes a format of at most {MAX_FORMAT} bytes");
            return Ok(Err(failed("date", &message, hint)));
        }
        Some(other) => {
            let message = format!("takes a format, not {}", kind(other));
            return Ok(Err(failed("date", &message, hint)));
        }
    };
    let time = match args.next() {
        None | Some(Value::Nil) => Some(now()),
        Some(time) => integer(lua, time),
    };
    let Some(time) = time else {
        let message = "takes a time in whole seconds since 1970";
        return Ok(Err(failed(
            "date",
            message,
            of_texts(given).unwrap_or(hint),
        )));
    };
    let Some(date) = date::date(time) else {
        let message = "takes a time between the years -9999 and 9999";
        return Ok(Err(failed("date", message, hint)));
    };
    let (format, zone) = match format.strip_prefix(b"!") {
        Some(format) => (format, "GMT"),
        None => (format.as_slice(), "UTC"),
    };
    if format == b"*t" {
        let table = lua.create_table_with_capacity(0, 9)?;
        set_fields(&table, date)?;
        return Ok(Ok(Value::Table(table)));
    }
    match date::format(date, zone, format) {
        Ok(text) => Ok(Ok(Value::String(lua.create_string(text)?))),
        Err(conversion) => {
            let conversion = String::from_utf8_lossy(&conversion);
            let message = format!("invalid conversion specifier '%{conversion}'");
            Ok(Err(failed("date", &message, hint)))
        }
    }
}

fn set_fields(table: &Table, date: DateTime) -> mlua::Result<()> {
    table.raw_set("year", date.year())?;
    table.raw_set("month", date.month())?;
    table.raw_set("day", date.day())?;
    table.raw_set("hour", date.hour())?;
    table.raw_set("min", date.minute())?;
    table.raw_set("sec", date.second())?;
    table.raw_set("yday", date.date().day_of_year())?;
    table.raw_set("wday", date.weekday().to_sunday_one_offset())?;
    table.raw_set("isdst", false)
}

fn difftime(lua: &Lua, args: &MultiValue) -> Ended {
    let number = |index: usize| lua.coerce_number(args.get(index)?.clone()).ok()?;
    match (number(0), number(1)) {
        (Some(later), Some(earlier)) => (later - earlier)
            .into_lua(lua)
            .map_err(|error| Box::new(Failure::new("invalid_arguments", error.to_string()))),
        _ => Err(failed(
            "difftime",
            "takes two times in seconds",
            of_texts(args).unwrap_or("write `os.difftime(later, earlier)`, both from `os.time`"),
        )),
    }
}

/// Returns the hint for a text that was passed as a time.
fn of_texts(args: &MultiValue) -> Option<&'static str> {
    let is_text = matches!(args.iter().next_back(), Some(Value::String(_)));
    is_text.then_some("a time in a record is a text: `os.time(text)` gives its seconds")
}

fn failed(function: &str, problem: &str, hint: &str) -> Box<Failure> {
    let message = format!("os.{function}: {problem}");
    Box::new(Failure::new("invalid_arguments", message).hint(hint))
}
