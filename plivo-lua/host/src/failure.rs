//! Failures of the host's functions, as scripts catch them and as programs read them.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use mlua::{IntoLua, Lua, Table, Value};
use plivo_runtime::{ArgumentError, Effect, Error, JsonValue};
use serde::de::DeserializeSeed;
use serde::{Deserialize, Serialize};

use crate::lua::{ArrayMetatable, JsonSeed, cut, encode};

/// The key under which the registry of a state keeps the metatable of failures.
const REGISTRY_KEY: &str = "plivo_lua_host.failure";

/// The names that a failure may have in Lua.
pub(crate) const NAMES: [&str; 14] = [
    "code",
    "message",
    "hint",
    "status",
    "service_code",
    "details",
    "retryable",
    "retry_after",
    "request_id",
    "api_id",
    "effect",
    "operation",
    "faults",
    "position",
];

/// The most bytes of a message in Lua.
pub(crate) const MAX_MESSAGE: usize = 8 * 1024;

/// A failure that a function of the host raised.
///
/// In Lua it is a table with the same names; `effect` is `"none"`, `"done"` or `"unknown"`. As a string it is the
/// position in the script and the message: `script.lua:3: create_order: …`.
///
/// | `code` | meaning |
/// | --- | --- |
/// | those of [`ErrorKind`](plivo_runtime::ErrorKind::code) | the call failed, or its arguments are invalid |
/// | `permission_denied` | the host does not permit the call; no request was made |
/// | `unknown_name` | there is no such variable, or no such name in a namespace, a page or a record |
/// | `read_only` | a namespace cannot be changed |
/// | `method_call` | a function was called with a colon |
/// | `cannot_wait` | a function was called inside one of Lua's, such as `string.gsub`, where Lua cannot wait |
/// | `not_a_function` | a namespace was called |
/// | `not_a_list` | a page was used as the list that it contains |
/// | `out_of_memory` | the response does not fit into the script's memory |
/// | `unknown_page` | the documentation has no such page |
/// | `invalid_json` | a string is not JSON, or a value cannot be encoded as JSON |
/// | `invalid_arguments` | a function of the host was called with invalid arguments |
/// | `output_failed` | the script's output could not be written |
/// | those of [`WebhookError`](plivo_runtime::WebhookError::code) | a webhook is refused |
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Failure {
    /// One of a stable list of codes.
    pub code: Cow<'static, str>,
    /// Operation, cause and hint.
    pub message: String,
    /// How to fix it.
    pub hint: Option<String>,
    /// The HTTP status, if the service responded.
    pub status: Option<u16>,
    /// The service's own code of the failure.
    pub service_code: Option<String>,
    /// What else the service says about the failure.
    pub details: Option<JsonValue>,
    /// Whether the same call may succeed later, without doing anything twice.
    pub retryable: bool,
    /// How long to wait before a retry.
    pub retry_after: Option<Duration>,
    /// The request's id at the service's edge.
    pub request_id: Option<String>,
    /// The request's id for the service's support.
    pub api_id: Option<String>,
    /// Whether the call changed anything.
    pub effect: Effect,
    /// The function that was called: `create_order`.
    pub operation: Option<String>,
    /// Everything that is wrong with the arguments.
    pub faults: Vec<ArgumentError>,
    /// Position of the call in the script: `script.lua:3`.
    pub position: Option<String>,
}

impl Failure {
    /// Creates a failure of the host itself, without a request.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            message: message.into(),
            hint: None,
            status: None,
            service_code: None,
            details: None,
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

    /// Adds a hint, to the message as well.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.message = format!("{}; {hint}", self.message);
        self.hint = Some(hint);
        self
    }

    /// Returns a result as the bridge takes it: `true` and the value, or `false` and the failure to raise.
    pub(crate) fn settle(
        lua: &Lua,
        arrays: &ArrayMetatable,
        ended: Result<impl IntoLua, impl Into<Box<Self>>>,
    ) -> mlua::Result<(bool, Value)> {
        match ended {
            Ok(value) => Ok((true, value.into_lua(lua)?)),
            Err(failure) => Ok((
                false,
                failure.into().into_table(lua, arrays)?.into_lua(lua)?,
            )),
        }
    }

    /// Creates the table that is raised in a script; its position is added when it is raised.
    pub(crate) fn into_table(self, lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Table> {
        let table = lua.create_table_with_capacity(0, 12)?;
        table.raw_set("code", self.code.as_ref())?;
        table.raw_set("message", &*cut(&self.message, MAX_MESSAGE))?;
        table.raw_set("hint", self.hint)?;
        table.raw_set("status", self.status)?;
        table.raw_set("service_code", self.service_code)?;
        if let Some(details) = &self.details {
            let details = JsonSeed { lua, arrays }.deserialize(details);
            table.raw_set("details", details.map_err(mlua::Error::external)?)?;
        }
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

    /// Reads a raised table. A script may have changed it, so unexpected values are ignored.
    pub(crate) fn from_table(lua: &Lua, table: &Table) -> Self {
        let text = |name: &str| table.raw_get::<Option<String>>(name).ok().flatten();
        Self {
            code: text("code").map_or(Cow::Borrowed("unknown"), Cow::Owned),
            message: text("message").unwrap_or_default(),
            hint: text("hint"),
            status: table.raw_get("status").ok(),
            service_code: text("service_code"),
            details: details(lua, table),
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
        Self {
            hint: Some(error.hint()),
            status: error.status(),
            service_code: error.service_code().map(str::to_owned),
            details: error.details().cloned(),
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

/// Returns the effect of a code; an unknown code may have changed something.
fn effect(code: Option<&str>) -> Effect {
    match code {
        Some("none") => Effect::Nothing,
        Some("done") => Effect::Done,
        _ => Effect::Unknown,
    }
}

/// Returns whole seconds as an integer, so that `err.retry_after .. " s"` reads well.
fn seconds(wait: Duration, lua: &Lua) -> mlua::Result<Value> {
    if wait.subsec_nanos() == 0 {
        wait.as_secs().into_lua(lua)
    } else {
        wait.as_secs_f64().into_lua(lua)
    }
}

/// Reads what the service said, unless a script made it something that is no JSON.
fn details(lua: &Lua, table: &Table) -> Option<JsonValue> {
    let details: Value = table.raw_get("details").ok()?;
    let text = encode(&details, &ArrayMetatable::of(lua).ok()?)
        .ok()?
        .ok()?;
    serde_json::from_str(&text)
        .ok()
        .filter(|details: &JsonValue| !details.is_null())
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
