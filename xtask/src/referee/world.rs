//! What the stand-in holds at the beginning, taken from its own state and never over HTTP.

use anyhow::{Context, Result};
use jiff::Timestamp;
use plivo_sandbox::Sandbox;
use serde_json::Value;

use super::sdk::Order;

/// The account whose records the SDKs read.
pub(super) const ACCOUNT: &str = "default";

/// The kinds of records that are listed in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resource {
    Messages,
    Numbers,
    Calls,
    Applications,
}

impl Resource {
    /// The field that tells a record from the others of its kind.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Messages => "message_uuid",
            Self::Numbers => "number",
            Self::Calls => "call_uuid",
            Self::Applications => "app_id",
        }
    }
}

/// The records of one account, newest first, and the time at which they are looked at.
#[derive(Debug)]
pub(super) struct World {
    pub(super) now: Timestamp,
    pub(super) subaccount: String,
    pub(super) live_calls: Vec<Value>,
    messages: Vec<Owned>,
    numbers: Vec<Owned>,
    calls: Vec<Owned>,
    applications: Vec<Owned>,
}

/// A record, and the subaccount that it belongs to, which not every record shows.
#[derive(Debug, Clone)]
pub(super) struct Owned {
    pub(super) record: Value,
    pub(super) owner: Option<String>,
}

impl World {
    pub(super) fn of(sandbox: &Sandbox) -> Result<Self> {
        let account = sandbox.account(ACCOUNT);
        let account = account.context("the stand-in has no account called `default`")?;
        // Numbers and applications show their subaccount, messages and calls do not.
        let shown = |record: &Value| Some(record.get("sub_account")?.as_str()?.to_owned());
        let hidden = |id: &'static str| {
            move |record: &Value| sandbox.subaccount_of(ACCOUNT, record.get(id)?.as_str()?)
        };
        Ok(Self {
            now: sandbox.now(),
            subaccount: account.subaccount_id().to_owned(),
            live_calls: sandbox.live_calls(ACCOUNT),
            messages: owned(sandbox.messages(ACCOUNT), hidden(Resource::Messages.id())),
            numbers: owned(sandbox.numbers(ACCOUNT), shown),
            calls: owned(sandbox.calls(ACCOUNT), hidden(Resource::Calls.id())),
            applications: owned(sandbox.applications(ACCOUNT), shown),
        })
    }

    /// Every record of a kind, newest first.
    pub(super) fn held(&self, resource: Resource) -> &[Owned] {
        match resource {
            Resource::Messages => &self.messages,
            Resource::Numbers => &self.numbers,
            Resource::Calls => &self.calls,
            Resource::Applications => &self.applications,
        }
    }

    /// The first record of a kind whose `field` is text that is not empty.
    pub(super) fn with(&self, resource: Resource, field: &str) -> Result<&Value> {
        let mut records = self.held(resource).iter().map(|held| &held.record);
        records
            .find(|record| record[field].as_str().is_some_and(|text| !text.is_empty()))
            .with_context(|| format!("the stand-in holds no {} with a {field}", resource.id()))
    }

    /// The first call that has not ended and has this status.
    pub(super) fn live_call(&self, status: &str) -> Result<&Value> {
        let mut calls = self.live_calls.iter();
        calls
            .find(|call| call["call_status"] == status)
            .with_context(|| format!("the stand-in holds no call that is {status}"))
    }
}

fn owned(records: Vec<Value>, whose: impl Fn(&Value) -> Option<String>) -> Vec<Owned> {
    let owned = |record: Value| Owned {
        owner: whose(&record),
        record,
    };
    records.into_iter().map(owned).collect()
}

/// An order of calls with the credentials of the account.
pub(super) fn order(sandbox: &Sandbox, calls: Vec<Value>) -> Result<Order<'_>> {
    let account = sandbox.account(ACCOUNT);
    let account = account.context("the stand-in has no account called `default`")?;
    Ok(Order {
        base_url: sandbox.base_url(),
        auth_id: account.auth_id(),
        auth_token: account.auth_token(),
        calls,
    })
}
