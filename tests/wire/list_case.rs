//! Cases of the functions that list: one parameter, set from Rust and from Lua, what is sent, and which of the sandbox's
//! records are found.

use std::ops::Index;

use plivo_client::Client;
use plivo_client::functions::{ListApplications, ListCalls, ListMessages, ListNumbers};
use plivo_runtime::{Error, JsonValue, SignedDuration, Timestamp};
use plivo_sandbox::Sandbox;

use super::request::{self, Request};
use crate::harness::Harness;

/// The largest page, which is also the default.
const PAGE: usize = 20;

/// The typed builder of a function that lists.
pub(crate) trait List: Sized {
    const FUNCTION: &'static str;
    /// The path of its requests.
    const PATH: &'static str;
    /// The field that identifies a record.
    const ID: &'static str;
    /// The datetime of a record that a list goes by, and how far back it goes without a time range.
    const WINDOW: Option<(&'static str, SignedDuration)>;

    fn begin(client: &Client) -> Self;

    /// Makes the call, and returns the ids of the records.
    async fn ids(self) -> Result<Vec<String>, Error>;

    /// Returns every record of this kind that the sandbox holds, newest first.
    fn held(sandbox: &Sandbox) -> Vec<JsonValue>;
}

/// Implements [`List`]: the builder and its function, the path, the id, the sandbox's records, and the window.
macro_rules! list {
    ($list:ident, $function:ident, $path:literal, $id:ident, $held:ident, $window:expr) => {
        impl List for $list {
            const FUNCTION: &'static str = stringify!($function);
            const PATH: &'static str = $path;
            const ID: &'static str = stringify!($id);
            const WINDOW: Option<(&'static str, SignedDuration)> = $window;

            fn begin(client: &Client) -> Self {
                client.$function()
            }

            async fn ids(self) -> Result<Vec<String>, Error> {
                let page = self.send().await?;
                Ok(page.into_iter().map(|record| record.$id).collect())
            }

            fn held(sandbox: &Sandbox) -> Vec<JsonValue> {
                sandbox.$held("default")
            }
        }
    };
}

const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

list!(
    ListMessages,
    list_messages,
    "Message/",
    message_uuid,
    messages,
    Some(("message_time", days(1)))
);
list!(
    ListCalls,
    list_calls,
    "Call/",
    call_uuid,
    calls,
    Some(("end_time", days(7)))
);
list!(ListNumbers, list_numbers, "Number/", number, numbers, None);
list!(
    ListApplications,
    list_applications,
    "Application/",
    app_id,
    applications,
    None
);

/// A record that the sandbox holds.
pub(crate) struct Held {
    /// Its position, the newest at 0.
    pub(crate) place: usize,
    record: JsonValue,
}

impl Held {
    /// Returns a datetime field.
    pub(crate) fn time(&self, name: &str) -> Timestamp {
        self[name].as_str().unwrap().parse().unwrap()
    }

    /// Returns a text or number field as text.
    fn written(&self, name: &str) -> String {
        let value = &self[name];
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    }

    /// Returns an integer field.
    pub(crate) fn integer(&self, name: &str) -> i64 {
        self[name].as_i64().unwrap()
    }

    /// Returns a text field, empty if absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self[name].as_str().unwrap_or_default()
    }
}

impl Index<&str> for Held {
    type Output = JsonValue;

    fn index(&self, name: &str) -> &JsonValue {
        &self.record[name]
    }
}

/// One parameter of a function that lists.
pub(crate) struct ListCase<L> {
    parameter: &'static str,
    rust: fn(L) -> L,
    lua: Option<&'static str>,
    sends: Vec<(&'static str, &'static str)>,
    finds: Option<fn(&Held) -> bool>,
    reaches: Option<SignedDuration>,
}

impl<L: List> ListCase<L> {
    /// Starts the case of a parameter.
    pub(crate) fn of(parameter: &'static str) -> Self {
        Self {
            parameter,
            rust: |list| list,
            lua: None,
            sends: Vec::new(),
            finds: None,
            reaches: None,
        }
    }

    /// Sets it from Rust.
    pub(crate) fn rust(self, rust: fn(L) -> L) -> Self {
        Self { rust, ..self }
    }

    /// Sets it from Lua, if not to the text that is sent.
    pub(crate) fn lua(self, lua: &'static str) -> Self {
        Self {
            lua: Some(lua),
            ..self
        }
    }

    /// Expects this name and value in the query. Besides limit and offset, no other may be there.
    pub(crate) fn sends(mut self, name: &'static str, value: &'static str) -> Self {
        self.sends.push((name, value));
        self
    }

    /// Says which records are expected, if not those whose field has the name and value that are sent.
    pub(crate) fn finds(self, finds: fn(&Held) -> bool) -> Self {
        Self {
            finds: Some(finds),
            ..self
        }
    }

    /// Says how far back the list goes with this parameter.
    pub(crate) fn reaches(self, reaches: SignedDuration) -> Self {
        Self {
            reaches: Some(reaches),
            ..self
        }
    }
}

impl<L: List> ListCase<L> {
    /// Returns the function and the parameter.
    pub(crate) fn covers(&self) -> (String, String) {
        (L::FUNCTION.to_owned(), self.parameter.to_owned())
    }

    /// Sets the parameter from Rust and from Lua.
    pub(crate) async fn check(&self, harness: &Harness) {
        let name = format!("{}.{}", L::FUNCTION, self.parameter);
        let expected = self.expected(&name, &harness.sandbox);

        let list = (self.rust)(L::begin(&harness.client));
        let found = list.ids().await;
        let found = found.unwrap_or_else(|error| panic!("{name} from Rust: {error}"));
        assert_eq!(found, expected, "{name} from Rust");
        let from_rust = request::take(harness);
        assert!(!from_rust.is_empty(), "{name}");
        for (index, request) in from_rust.iter().enumerate() {
            self.check_request(&name, request, index == 0);
        }

        let answer = harness.lua(L::FUNCTION, &self.script()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name} from Lua: {error}"));
        assert_eq!(ids(&answer["objects"], L::ID), expected, "{name} from Lua");
        assert_eq!(request::take(harness), from_rust, "{name}: Lua, Rust");
    }

    fn script(&self) -> String {
        match self.lua {
            Some(lua) => lua.to_owned(),
            None => format!("{} = {:?}", self.parameter, self.sends[0].1),
        }
    }

    fn is_found(&self, held: &Held) -> bool {
        let mut sends = self.sends.iter();
        self.finds.map_or_else(
            || sends.all(|(name, value)| held.written(name) == *value),
            |finds| finds(held),
        )
    }

    /// Checks a request. After the first, the time range moves.
    fn check_request(&self, name: &str, request: &Request, is_first: bool) {
        let (page, filters): (Vec<_>, Vec<_>) = self
            .sends
            .iter()
            .partition(|(name, _)| ["limit", "offset"].contains(name));
        let target = (request.method.as_str(), request.path.as_str());
        assert_eq!(target, ("GET", L::PATH), "{name}");
        if is_first {
            assert_eq!(request.filters(), filters, "{name}");
            for (part, value) in page {
                assert_eq!(request.parameter(part), Some(value), "{name}");
            }
        } else {
            for (filter, value) in filters {
                let is_bound = filter.contains("time__");
                assert!(
                    is_bound || request.parameter(filter) == Some(value),
                    "{name}"
                );
            }
        }
        let limit = request.parameter("limit").map_or(Ok(PAGE), str::parse);
        assert!(
            limit.is_ok_and(|limit| (1..=PAGE).contains(&limit)),
            "{request}"
        );
    }

    /// Returns the expected ids. A filter that changes nothing, or leaves nothing, proves nothing.
    fn expected(&self, name: &str, sandbox: &Sandbox) -> Vec<String> {
        let records = L::held(sandbox).into_iter().enumerate();
        let held: Vec<Held> = records
            .map(|(place, record)| Held { place, record })
            .collect();
        let listed =
            |window: Option<SignedDuration>, finds: &dyn Fn(&Held) -> bool| -> Vec<String> {
                let recent = |held: &&Held| match (L::WINDOW, window) {
                    (Some((time, _)), Some(window)) => {
                        sandbox.now().duration_since(held.time(time)) <= window
                    }
                    _ => true,
                };
                let found = held.iter().filter(recent).filter(|held| finds(held));
                found.map(|held| held.text(L::ID).to_owned()).collect()
            };
        let usual = L::WINDOW.map(|(_, window)| window);
        let window = self.reaches.or(usual);
        let (all, mut found) = (
            listed(window, &|_| true),
            listed(window, &|held| self.is_found(held)),
        );
        let (count, total) = (found.len(), all.len());
        assert!(
            0 < count && count < total,
            "{name}: {count} of {total} match"
        );
        found.truncate(PAGE);
        let without: Vec<String> = listed(usual, &|_| true).into_iter().take(PAGE).collect();
        assert_ne!(found, without, "{name}: the same without it");
        found
    }
}

/// Returns the ids of a list of records.
pub(crate) fn ids(records: &JsonValue, id: &str) -> Vec<String> {
    let records = records.as_array().into_iter().flatten();
    records
        .map(|record| record[id].as_str().unwrap_or_default().to_owned())
        .collect()
}
