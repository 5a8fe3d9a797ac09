//! Failures of the host's functions, as scripts catch them and as programs read them.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use mlua::{IntoLua, Lua, Table, Value};
use plivo_runtime::{ArgumentError, Effect, Error};

use crate::lua::ArrayMetatable;

/// The key under which the registry of a state keeps the metatable of failures.
const REGISTRY_KEY: &str = "plivo_lua_host.failure";

/// What went wrong in something that a script asked of the host.
///
/// In Lua it is a table with these names (`f.effect` is `"none"`, `"done"` or `"unknown"`), whose text
/// is the message after the place in the script: `script.lua:3: send_sms: …`.
///
/// | `code` | when |
/// | --- | --- |
/// | those of [`ErrorKind`](plivo_runtime::ErrorKind::code) | the call failed, or was refused before it was made |
/// | `permission_denied` | the host does not permit the call; it was not made |
/// | `unknown_name` | a namespace has no such name |
/// | `read_only` | a namespace cannot be written to |
/// | `method_call` | a function was called with a colon |
/// | `not_a_function` | a namespace was called |
/// | `not_a_list` | a page was taken for the list of its records |
/// | `out_of_memory` | the answer does not fit into the memory that the script may use |
/// | `unknown_page` | there is no such page of documentation |
/// | `invalid_json` | a text is not JSON, or a value cannot be written as JSON |
/// | `invalid_arguments` | a function of the host was given something else than it takes |
/// | `output_failed` | what a script printed could not be written |
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failure {
    /// A word of a stable list.
    pub code: Cow<'static, str>,
    /// What was asked, what is wrong and what to do about it.
    pub message: String,
    /// What to do about it, alone.
    pub hint: Option<String>,
    /// The status that the service answered with.
    pub status: Option<u16>,
    /// Whether the same call may succeed later, without doing anything twice.
    pub retryable: bool,
    /// How long to wait before it is made again.
    pub retry_after: Option<Duration>,
    /// What the service's edge calls the request.
    pub request_id: Option<String>,
    /// What names the request to the service's support.
    pub api_id: Option<String>,
    /// What the call has changed.
    pub effect: Effect,
    /// The function that was called: `send_sms`.
    pub operation: Option<String>,
    /// Everything that is wrong with the arguments.
    pub faults: Vec<ArgumentError>,
    /// Where the script asked for it: `script.lua:3`.
    pub position: Option<String>,
}

impl Failure {
    /// A failure of the host's own: nothing was asked of the service.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            message: message.into(),
            hint: None,
            status: None,
            retryable: false,
            retry_after: None,
            request_id: None,
            api_id: None,
            effect: Effect::Nothing,
            operation: None,
            faults: Vec::new(),
            position: None,
        }
    }

    /// The same failure with what to do about it, in the message and beside it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.message = format!("{}; {hint}", self.message);
        self.hint = Some(hint);
        self
    }

    /// The table that is raised in a script; its place is added where it is raised.
    pub(crate) fn into_table(self, lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Table> {
        let table = lua.create_table_with_capacity(0, 12)?;
        table.raw_set("code", self.code.as_ref())?;
        table.raw_set("message", self.message)?;
        table.raw_set("hint", self.hint)?;
        table.raw_set("status", self.status)?;
        table.raw_set("retryable", self.retryable)?;
        table.raw_set(
            "retry_after",
            self.retry_after
                .map(|wait| seconds(wait, lua))
                .transpose()?,
        )?;
        table.raw_set("request_id", self.request_id)?;
        table.raw_set("api_id", self.api_id)?;
        table.raw_set("effect", self.effect.code())?;
        table.raw_set("operation", self.operation)?;
        if !self.faults.is_empty() {
            let faults = self
                .faults
                .iter()
                .map(|fault| fault_table(lua, fault))
                .collect::<mlua::Result<Vec<_>>>()?;
            let faults = lua.create_sequence_from(faults)?;
            arrays.set_on(&faults)?;
            table.raw_set("faults", faults)?;
        }
        Ok(table)
    }

    /// What a raised table holds. A script may have changed it: what is not as it was is left out.
    pub(crate) fn from_table(table: &Table) -> Self {
        let text = |name: &str| table.raw_get::<Option<String>>(name).ok().flatten();
        Self {
            code: text("code").map_or(Cow::Borrowed("unknown"), Cow::Owned),
            message: text("message").unwrap_or_default(),
            hint: text("hint"),
            status: table.raw_get("status").ok(),
            retryable: table.raw_get("retryable").unwrap_or_default(),
            retry_after: table
                .raw_get("retry_after")
                .ok()
                .and_then(|wait| Duration::try_from_secs_f64(wait).ok()),
            request_id: text("request_id"),
            api_id: text("api_id"),
            effect: effect(text("effect").as_deref()),
            operation: text("operation"),
            faults: faults(table),
            position: text("position"),
        }
    }
}

/// Keeps the metatable of the failures that are raised in a state.
pub(crate) fn set_metatable(lua: &Lua, metatable: Table) -> mlua::Result<()> {
    lua.set_named_registry_value(REGISTRY_KEY, metatable)
}

/// Returns whether a table is a failure that the host raised.
pub(crate) fn is_failure(lua: &Lua, table: &Table) -> bool {
    let known = lua
        .named_registry_value::<Option<Table>>(REGISTRY_KEY)
        .ok()
        .flatten();
    known.is_some() && table.metatable() == known
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let hints: Vec<_> = error
            .faults()
            .iter()
            .filter_map(|fault| fault.hint.as_deref())
            .collect();
        Self {
            hint: (!hints.is_empty()).then(|| hints.join("; ")),
            status: error.status(),
            retryable: error.is_retryable(),
            retry_after: error.retry_after(),
            request_id: error.request_id().map(str::to_owned),
            api_id: error.api_id().map(str::to_owned),
            effect: error.effect(),
            operation: error.operation().map(str::to_owned),
            faults: error.faults().to_vec(),
            ..Self::new(error.kind().code(), error.to_string())
        }
    }
}

impl From<Error> for Box<Failure> {
    fn from(error: Error) -> Self {
        Self::new(Failure::from(&error))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(f, "{position}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// The effect of that code; whatever is not known may have changed something.
fn effect(code: Option<&str>) -> Effect {
    match code {
        Some("none") => Effect::Nothing,
        Some("done") => Effect::Done,
        _ => Effect::Unknown,
    }
}

/// Whole seconds as an integer, for `e.retry_after .. " s"` to read well.
fn seconds(wait: Duration, lua: &Lua) -> mlua::Result<Value> {
    if wait.subsec_nanos() == 0 {
        wait.as_secs().into_lua(lua)
    } else {
        wait.as_secs_f64().into_lua(lua)
    }
}

fn fault_table(lua: &Lua, fault: &ArgumentError) -> mlua::Result<Table> {
    let table = lua.create_table_with_capacity(0, 3)?;
    table.raw_set("parameter", fault.parameter.as_deref())?;
    table.raw_set("message", fault.message.as_str())?;
    table.raw_set("hint", fault.hint.as_deref())?;
    Ok(table)
}

fn faults(table: &Table) -> Vec<ArgumentError> {
    let Ok(faults) = table.raw_get::<Table>("faults") else {
        return Vec::new();
    };
    let read = |fault: Table| {
        let message: String = fault.raw_get("message").ok()?;
        let parameter: Option<String> = fault.raw_get("parameter").ok()?;
        let hint: Option<String> = fault.raw_get("hint").ok()?;
        let read = match parameter {
            Some(parameter) => ArgumentError::of(parameter, message),
            None => ArgumentError::general(message),
        };
        Some(match hint {
            Some(hint) => read.hint(hint),
            None => read,
        })
    };
    faults
        .sequence_values::<Table>()
        .filter_map(Result::ok)
        .filter_map(read)
        .collect()
}
