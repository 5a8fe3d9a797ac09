//! A call that an SDK makes, and what it has to come to.

use std::fmt;

use plivo_sandbox::Fault;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The arguments of a call, by their names on the wire.
pub(super) type Arguments = Map<String, Value>;

/// One call of one SDK.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// Its name in the scripts, such as `messages.list`.
    pub(super) operation: String,
    pub(super) arguments: Arguments,
    pub(super) expected: Expected,
    /// Why this SDK is expected to do something else than the other.
    pub(super) why: Option<String>,
    pub(super) fault: Option<Fault>,
    pub(super) wrong_token: bool,
    /// Whether the script adds the slash that the SDK leaves out at the end of the address.
    pub(super) append_slash: bool,
}

/// What a call has to come to.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Expected {
    /// A page of a list that has so many records.
    Finds(usize),
    /// The same where the arguments are not filters.
    Ignores(usize),
    /// So many UUIDs of calls that have not ended.
    Uuids(usize),
    /// The record that the arguments name.
    Record,
    /// Accepted messages.
    Sends(Sends),
    /// Word that the answer goes to the callback.
    Deferred,
    /// An exception.
    Raises(Raises),
}

/// What becomes of a request to send.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sends {
    /// The digits of each destination that gets the message.
    pub(super) to: Vec<String>,
    #[serde(default)]
    pub(super) refused: Vec<String>,
    /// Where the body differs from the arguments.
    #[serde(default)]
    pub(super) body: Arguments,
    /// What each message's record has.
    #[serde(default)]
    pub(super) record: Arguments,
}

/// An exception, as each SDK names it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Raises {
    pub(super) python: String,
    pub(super) node: String,
    pub(super) status: Option<u16>,
    /// A part of what it says.
    pub(super) message: String,
}

impl Call {
    /// Returns the resource and the verb: `messages` and `list`.
    pub(super) fn parts(&self) -> (&str, &str) {
        self.operation.split_once('.').unwrap_or_default()
    }

    /// Returns an argument that is a count, such as `limit`.
    pub(super) fn count(&self, name: &str) -> Option<usize> {
        usize::try_from(self.arguments.get(name)?.as_u64()?).ok()
    }

    /// Returns the names of the arguments that filter a list.
    pub(super) fn filters(&self) -> impl Iterator<Item = &str> {
        let names = self.arguments.keys().map(String::as_str);
        names.filter(|name| !["limit", "offset"].contains(name))
    }

    /// Returns the call as the scripts read it.
    pub(super) fn to_json(&self) -> Value {
        let mut call = json!({ "operation": self.operation, "arguments": self.arguments });
        if self.wrong_token {
            call["auth_token"] = "not-the-token-of-this-account".into();
        }
        if self.append_slash {
            call["append_slash"] = true.into();
        }
        call
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}",
            self.operation,
            Value::from(self.arguments.clone())
        )
    }
}
