//! Cases of the functions that list: one parameter, set from Rust and from Lua, what of it travels, and which of the
//! stand-in's records are then found.

use std::ops::Index;

use plivo_client::Client;
use plivo_runtime::{Error, JsonValue, SignedDuration, Timestamp};
use plivo_sandbox::Sandbox;

use super::case::{Case, Verdict, both, must, must_equal, of};
use super::request::{self, Request};
use crate::harness::Harness;

/// The most records that one request may ask for, and the number that a list without a limit has.
const PAGE: usize = 20;

/// A function that lists, as its typed builder.
pub(crate) trait List: Sized {
    const FUNCTION: &'static str;
    /// The path that it gets.
    const PATH: &'static str;
    /// The key that tells its records apart.
    const ID: &'static str;
    /// The key of the time that its records are listed by, and how far back a list goes that names no time.
    const WINDOW: Option<(&'static str, SignedDuration)>;

    fn begin(client: &Client) -> Self;

    /// Makes the call: the ids of what it finds.
    async fn ids(self) -> Result<Vec<String>, Error>;

    /// Every record of the kind that the stand-in holds, newest first.
    fn held(sandbox: &Sandbox) -> Vec<JsonValue>;
}

/// A record that the stand-in holds.
pub(crate) struct Held {
    /// Its place among all of its kind, the newest at 0.
    pub(crate) place: usize,
    record: JsonValue,
}

impl Held {
    /// A time of the record.
    pub(crate) fn time(&self, name: &str) -> Timestamp {
        self[name].as_str().unwrap().parse().unwrap()
    }

    /// A text or a number of the record, as it travels.
    fn written(&self, name: &str) -> String {
        let value = &self[name];
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    }

    /// A number of the record.
    pub(crate) fn integer(&self, name: &str) -> i64 {
        self[name].as_i64().unwrap()
    }

    /// A text of the record; nothing where there is none.
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
    travels: Vec<(&'static str, &'static str)>,
    finds: Option<fn(&Held) -> bool>,
    reaches: Option<SignedDuration>,
}

impl<L: List> ListCase<L> {
    /// A case of a parameter, to be told what sets it, what travels and what is found.
    pub(crate) fn of(parameter: &'static str) -> Self {
        Self {
            parameter,
            rust: |list| list,
            lua: None,
            travels: Vec::new(),
            finds: None,
            reaches: None,
        }
    }

    /// How Rust sets it.
    pub(crate) fn rust(self, rust: fn(L) -> L) -> Self {
        Self { rust, ..self }
    }

    /// How Lua writes it; the text that travels, unless it is said.
    pub(crate) fn lua(self, lua: &'static str) -> Self {
        Self {
            lua: Some(lua),
            ..self
        }
    }

    /// A name and value of the query that has to travel. No other may, but which part of the list is wanted.
    pub(crate) fn travels(mut self, name: &'static str, value: &'static str) -> Self {
        self.travels.push((name, value));
        self
    }

    /// Which records a person expects; those whose field has the name and the value that travel, unless it is said.
    pub(crate) fn finds(self, finds: fn(&Held) -> bool) -> Self {
        Self {
            finds: Some(finds),
            ..self
        }
    }

    /// With it the list goes back this far.
    pub(crate) fn reaches(self, reaches: SignedDuration) -> Self {
        Self {
            reaches: Some(reaches),
            ..self
        }
    }
}

impl<L: List> Case for ListCase<L> {
    fn covers(&self) -> (String, String) {
        (L::FUNCTION.to_owned(), self.parameter.to_owned())
    }

    async fn verdict(&self) -> Verdict {
        let name = format!("{}.{}", L::FUNCTION, self.parameter);
        let harness = Harness::start().await;
        let expected = self.expected(&harness.sandbox);
        let expected = expected.map_err(|wrong| format!("{name}: {wrong}"))?;

        let list = (self.rust)(L::begin(&harness.client));
        let found = list.ids().await.map_err(|error| error.to_string());
        let rust_requests = request::take(&harness);
        let from_rust = self.holds(found, &rust_requests, &expected);
        let from_rust = of(&format!("{name} from Rust"), from_rust);

        let answer = harness.lua(L::FUNCTION, &self.script()).await;
        let found = answer.map(|answer| ids(&answer["objects"], L::ID));
        let found = found.map_err(|error| error.to_string());
        let lua_requests = request::take(&harness);
        let from_lua = self.holds(found, &lua_requests, &expected);
        let from_lua = of(&format!("{name} from Lua"), from_lua);
        both(from_rust, from_lua)?;
        must_equal(
            &format!("{name}: Lua's requests"),
            &lua_requests,
            &rust_requests,
        )
    }
}

impl<L: List> ListCase<L> {
    fn script(&self) -> String {
        match self.lua {
            Some(lua) => lua.to_owned(),
            None => format!("{} = {:?}", self.parameter, self.travels[0].1),
        }
    }

    fn is_found(&self, held: &Held) -> bool {
        let mut travels = self.travels.iter();
        self.finds.map_or_else(
            || travels.all(|(name, value)| held.written(name) == *value),
            |finds| finds(held),
        )
    }

    fn holds(
        &self,
        found: Result<Vec<String>, String>,
        requests: &[Request],
        expected: &[String],
    ) -> Verdict {
        for request in requests {
            self.travelled(request)?;
        }
        must(!requests.is_empty(), || "no request was made".to_owned())?;
        must_equal("it finds", &found?, &expected.to_vec())
    }

    fn travelled(&self, request: &Request) -> Verdict {
        let (page, filters): (Vec<_>, Vec<_>) = self
            .travels
            .iter()
            .partition(|(name, _)| ["limit", "offset"].contains(name));
        let wrong = |what: &str| format!("{what} travelled: {request}");
        must(request.method == "GET" && request.path == L::PATH, || {
            wrong("another request")
        })?;
        must_equal(&wrong("other filters"), &request.filters(), &filters)?;
        for (name, value) in page {
            let travelled = request.parameter(name) == Some(value);
            must(travelled, || wrong(&format!("no {name}={value}")))?;
        }
        let limit = request.parameter("limit").map_or(Ok(PAGE), str::parse);
        must(limit.is_ok_and(|limit| (1..=PAGE).contains(&limit)), || {
            wrong("a limit that is refused")
        })
    }

    /// The ids that a person expects. A filter that would change nothing, or leave nothing, proves nothing.
    fn expected(&self, sandbox: &Sandbox) -> Result<Vec<String>, String> {
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
        let fewer = (1..all.len()).contains(&found.len());
        must(fewer, || format!("{} of {} match", found.len(), all.len()))?;
        found.truncate(PAGE);
        let without: Vec<String> = listed(usual, &|_| true).into_iter().take(PAGE).collect();
        must(found != without, || {
            "the same records are found without it".to_owned()
        })?;
        Ok(found)
    }
}

/// The ids of a list of records.
pub(crate) fn ids(records: &JsonValue, id: &str) -> Vec<String> {
    let records = records.as_array().into_iter().flatten();
    records
        .map(|record| record[id].as_str().unwrap_or_default().to_owned())
        .collect()
}
