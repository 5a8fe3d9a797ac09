//! The account that is asked, and its answers.

use std::cell::{Cell, RefCell};

use plivo_lua_host::integration::{Binding, RecordShape};
use plivo_lua_host::program::Outcome;
use plivo_runtime::{ApiHandle, JsonValue};

use crate::PLIVO;

/// One of Plivo's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Messages,
    Numbers,
    Calls,
    Applications,
}

impl List {
    /// Returns the path of the list.
    pub(super) fn resource(self) -> &'static str {
        match self {
            Self::Messages => "Message/",
            Self::Numbers => "Number/",
            Self::Calls => "Call/",
            Self::Applications => "Application/",
        }
    }

    /// Returns what its records are called.
    pub(super) fn records(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Numbers => "numbers",
            Self::Calls => "calls",
            Self::Applications => "applications",
        }
    }

    /// Returns the field that identifies a record.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Messages => "message_uuid",
            Self::Numbers => "number",
            Self::Calls => "call_uuid",
            Self::Applications => "app_id",
        }
    }

    /// Returns the function that reads it.
    pub(super) fn binding(self) -> Option<&'static Binding> {
        let name = format!("list_{}", self.records());
        PLIVO
            .functions
            .iter()
            .find(|known| known.function.name == name)
    }

    /// Returns what is known of its records.
    pub(super) fn record(self) -> Option<&'static RecordShape> {
        Some(self.binding()?.returns.record())
    }
}

/// After how many requests without an answer no other is made: each may take as long as a request may.
const MAX_FAILURES: u32 = 5;

/// What an account answered.
pub(super) struct Answer {
    pub(super) status: u16,
    /// The header `Date`.
    pub(super) date: Option<String>,
    /// The body, where it is JSON.
    pub(super) body: Option<JsonValue>,
}

impl Answer {
    /// Returns the records of a page.
    pub(super) fn records(&self) -> Option<&[JsonValue]> {
        let objects = self.body.as_ref()?.get("objects")?.as_array()?;
        Some(objects)
    }

    /// Returns a field of the body.
    pub(super) fn field(&self, name: &str) -> Option<&JsonValue> {
        self.body.as_ref()?.get(name)
    }
}

/// The account that is asked.
pub(super) struct Account {
    api: ApiHandle,
    /// What each refusal for its rate says of when to repeat the request.
    rate_limited: RefCell<Vec<&'static str>>,
    /// How many requests have had no answer, one after the other.
    failures: Cell<u32>,
}

impl Account {
    pub(super) fn new(api: ApiHandle) -> Self {
        Self {
            api,
            rate_limited: RefCell::default(),
            failures: Cell::default(),
        }
    }

    /// Makes one request, within the rate limits of the list.
    ///
    /// # Errors
    /// Says why there is no answer, without anything of the request.
    pub(super) async fn get(
        &self,
        list: List,
        path: &str,
        query: Vec<(&'static str, String)>,
    ) -> Result<Answer, String> {
        if self.failures.get() >= MAX_FAILURES {
            return Err(format!("not asked, after {MAX_FAILURES} without an answer"));
        }
        // Only lists of messages have a limit of their own.
        let limited = if path == list.resource() {
            list
        } else {
            List::Applications
        };
        let Some(binding) = limited.binding() else {
            return Err("no function reads the list".to_owned());
        };
        let response = self.api.get_raw(binding.function, path, &query).await;
        let response = response.map_err(|error| {
            self.failures.update(|failures| failures + 1);
            format!("no answer: {}", error.kind().code())
        })?;
        self.failures.set(0);
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        if response.status() == 429 {
            let wait = match header("retry-after") {
                None => "no Retry-After",
                Some(wait) if wait.parse::<u32>().is_ok() => "Retry-After in seconds",
                Some(_) => "Retry-After in another form",
            };
            self.rate_limited.borrow_mut().push(wait);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            date: header("date").map(str::to_owned),
            body: String::from_utf8_lossy(response.body()).parse().ok(),
        })
    }

    /// Returns whether a request was refused for its rate.
    pub(super) fn rate_limited(&self) -> Outcome {
        let refusals = self.rate_limited.borrow();
        match refusals.first() {
            None => Outcome::Agrees,
            Some(wait) => Outcome::Differs(format!(
                "{} refused with HTTP 429, with {wait}",
                refusals.len()
            )),
        }
    }
}
