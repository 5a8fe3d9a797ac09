//! What the sandbox holds before the calls, taken from its state and not over HTTP.

use anyhow::{Context, Result};
use plivo_sandbox::Sandbox;
use serde_json::Value;

/// The account that the SDKs use.
pub(super) const ACCOUNT: &str = "default";

/// The account, and its records, newest first.
#[derive(Debug)]
pub(super) struct Fixture {
    pub(super) base_url: String,
    pub(super) auth_id: String,
    pub(super) auth_token: String,
    messages: Vec<Value>,
    numbers: Vec<Value>,
    calls: Vec<Value>,
    live_calls: Vec<Value>,
    applications: Vec<Value>,
}

impl Fixture {
    /// Returns what a sandbox holds.
    ///
    /// # Errors
    /// It does not have the account.
    pub(super) fn of(sandbox: &Sandbox) -> Result<Self> {
        let account = sandbox.account(ACCOUNT);
        let account = account.context("the sandbox has no default account")?;
        Ok(Self {
            base_url: sandbox.base_url().to_owned(),
            auth_id: account.auth_id().to_owned(),
            auth_token: account.auth_token().to_owned(),
            messages: sandbox.messages(ACCOUNT),
            numbers: sandbox.numbers(ACCOUNT),
            calls: sandbox.calls(ACCOUNT),
            live_calls: sandbox.live_calls(ACCOUNT),
            applications: sandbox.applications(ACCOUNT),
        })
    }

    /// Returns the records of a resource, and the field that identifies one.
    pub(super) fn records(&self, resource: &str) -> (&[Value], &'static str) {
        match resource {
            "messages" => (&self.messages, "message_uuid"),
            "numbers" => (&self.numbers, "number"),
            "applications" => (&self.applications, "app_id"),
            "calls" => (&self.calls, "call_uuid"),
            _ => (&self.live_calls, "call_uuid"),
        }
    }

    /// Returns the UUIDs of all calls that have not ended.
    pub(super) fn live_uuids(&self) -> Vec<&Value> {
        self.live_calls
            .iter()
            .filter_map(|call| call.get("call_uuid"))
            .collect()
    }
}
