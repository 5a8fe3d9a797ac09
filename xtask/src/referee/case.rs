//! A call that both SDKs are to make, and what should come of it.

use anyhow::Result;
use plivo_sandbox::Fault;
use serde_json::{Value, json};

use super::oracle::{self, Arguments};
use super::sdk::Sdk;
use super::world::{Resource, World};

/// What an SDK is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operation {
    /// Its name in the scripts.
    pub(super) script: &'static str,
    /// Its row in the table.
    pub(super) row: &'static str,
}

impl Operation {
    pub(super) const MESSAGES_LIST: Self = Self::new("messages.list", "messages list");
    pub(super) const MESSAGES_CREATE: Self = Self::new("messages.create", "messages create");
    pub(super) const NUMBERS_LIST: Self = Self::new("numbers.list", "numbers list");
    pub(super) const NUMBERS_GET: Self = Self::new("numbers.get", "numbers get");
    pub(super) const CALLS_LIST: Self = Self::new("calls.list", "calls list (ended)");
    pub(super) const CALLS_LIST_LIVE: Self = Self::new("live_calls.list", "calls list (live)");
    pub(super) const CALLS_LIST_QUEUED: Self =
        Self::new("queued_calls.list", "calls list (queued)");
    pub(super) const CALLS_GET: Self = Self::new("calls.get", "calls get (ended)");
    pub(super) const CALLS_GET_LIVE: Self = Self::new("live_calls.get", "calls get (live)");
    pub(super) const CALLS_GET_QUEUED: Self = Self::new("queued_calls.get", "calls get (queued)");
    pub(super) const APPLICATIONS_LIST: Self = Self::new("applications.list", "applications list");

    pub(super) const fn new(script: &'static str, row: &'static str) -> Self {
        Self { script, row }
    }
}

/// One call and its expectation.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) operation: Operation,
    pub(super) row: &'static str,
    pub(super) arguments: Arguments,
    /// What the table says was tried; usually the names of the arguments.
    pub(super) tries: Vec<String>,
    pub(super) expected: Expected,
    /// The one SDK that can make this call, or both.
    pub(super) only: Option<Sdk>,
    pub(super) departures: Vec<Departure>,
    /// What is to go wrong with the request.
    pub(super) fault: Option<Fault>,
    /// What else the script is told.
    pub(super) special: Special,
}

/// What should come of a call.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    /// A page of these records.
    Page(Page),
    /// Every record, page after page.
    Walk(Resource, Vec<Value>),
    /// The UUIDs of calls that have not ended.
    Uuids(Vec<String>),
    /// One record.
    Record(Value),
    /// Messages to these destinations.
    Sent(Sending),
    /// Word that the answer goes to the callback.
    Deferred,
    /// An exception.
    Raised(Raising),
}

/// A page, and the list that it is of.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) resource: Resource,
    pub(super) records: Vec<Value>,
    pub(super) limit: usize,
    pub(super) offset: usize,
    pub(super) total: usize,
    /// The names that the links to other pages have to repeat.
    pub(super) filters: Vec<String>,
    /// Whether the same list without the filters would be the same, so that nothing is proved.
    pub(super) idle: bool,
}

/// What a request to send should lead to.
#[derive(Debug, Clone, Default)]
pub(super) struct Sending {
    /// Digits, each once, in order.
    pub(super) accepted: Vec<&'static str>,
    /// As they were given.
    pub(super) refused: Vec<&'static str>,
    /// What the body of the request must have carried.
    pub(super) body: Arguments,
    /// What each record must say.
    pub(super) record: Vec<(&'static str, Value)>,
}

/// Which exception each SDK should raise.
#[derive(Debug, Clone)]
pub(super) struct Raising {
    pub(super) python: &'static str,
    pub(super) node: &'static str,
    /// The status of the answer; none where the SDK raises without having asked.
    pub(super) status: Option<u16>,
    /// A part of the message, where the stand-in's own words have to arrive.
    pub(super) says: &'static str,
}

/// Where an SDK is known not to do what the case says, what it does instead, and why.
#[derive(Debug)]
pub(super) struct Departure {
    pub(super) sdk: Sdk,
    pub(super) expected: Expected,
    pub(super) why: &'static str,
}

/// What a script is told beside the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    None,
    /// To show a token that is not the account's.
    WrongToken,
    /// To add the slash at the end of the address that the SDK leaves out.
    AppendSlash,
}

impl Case {
    pub(super) fn new(operation: Operation, arguments: Arguments, expected: Expected) -> Self {
        Self {
            operation,
            row: operation.row,
            tries: arguments.keys().cloned().collect(),
            arguments,
            expected,
            only: None,
            departures: Vec::new(),
            fault: None,
            special: Special::None,
        }
    }

    /// A page of a list, as its arguments say.
    pub(super) fn list(
        world: &World,
        operation: Operation,
        resource: Resource,
        arguments: Arguments,
    ) -> Result<Self> {
        let page = Page::of(world, resource, &arguments)?;
        Ok(Self::new(operation, arguments, Expected::Page(page)))
    }

    /// A page of a list whose arguments the service ignores.
    pub(super) fn ignored(mut self) -> Self {
        if let Expected::Page(page) = &mut self.expected {
            page.idle = false;
        }
        self
    }

    /// Gives the row of the table, and what is tried, other names than the operation and its arguments.
    pub(super) fn shown(mut self, row: &'static str, tries: &[&str]) -> Self {
        self.row = row;
        self.tries = tries.iter().copied().map(str::to_owned).collect();
        self
    }

    pub(super) fn only(mut self, sdk: Sdk) -> Self {
        self.only = Some(sdk);
        self
    }

    pub(super) fn departs(mut self, sdk: Sdk, expected: Expected, why: &'static str) -> Self {
        self.departures.push(Departure { sdk, expected, why });
        self
    }

    pub(super) fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    pub(super) fn special(mut self, special: Special) -> Self {
        self.special = special;
        self
    }

    /// What should come of it with this SDK, and why that is not what the case says if it is not.
    pub(super) fn expected(&self, sdk: Sdk) -> (&Expected, Option<&'static str>) {
        let departure = self
            .departures
            .iter()
            .find(|departure| departure.sdk == sdk);
        departure.map_or((&self.expected, None), |departure| {
            (&departure.expected, Some(departure.why))
        })
    }

    /// The call as the scripts read it.
    pub(super) fn call(&self) -> Value {
        let mut call = json!({ "operation": self.operation.script, "arguments": self.arguments });
        match self.special {
            Special::None => {}
            Special::WrongToken => call["auth_token"] = "not-the-token-of-this-account".into(),
            Special::AppendSlash => call["append_slash"] = true.into(),
        }
        call
    }
}

impl Page {
    fn of(world: &World, resource: Resource, arguments: &Arguments) -> Result<Self> {
        let number = |name: &str, usual: usize| {
            let given = arguments.get(name).and_then(Value::as_u64);
            given
                .and_then(|number| usize::try_from(number).ok())
                .unwrap_or(usual)
        };
        let (limit, offset) = (number("limit", 20), number("offset", 0));
        let filters: Vec<String> = arguments
            .keys()
            .filter(|name| !["limit", "offset"].contains(&name.as_str()))
            .cloned()
            .collect();
        let matching = oracle::matching(world, resource, arguments)?;
        let all = oracle::matching(world, resource, &Arguments::new())?;
        Ok(Self {
            resource,
            records: matching.iter().skip(offset).take(limit).cloned().collect(),
            limit,
            offset,
            total: matching.len(),
            idle: !filters.is_empty() && (matching.is_empty() || matching == all),
            filters,
        })
    }
}
