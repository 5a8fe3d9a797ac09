//! The three accounts, with their names in tests and their credentials on the wire.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::wire::times;

/// One of the sandbox's accounts.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let sandbox = plivo_sandbox::Sandbox::start().await?;
/// let account = sandbox.account("us").expect("every sandbox has this account");
/// assert!(account.auth_id().starts_with("MA") && account.auth_id().len() == 20);
/// assert_eq!(account.auth_token().len(), 40);
/// # std::io::Result::Ok(()) }).unwrap();
/// ```
pub struct Account {
    name: &'static str,
    auth_id: &'static str,
    auth_token: &'static str,
    subaccount_id: &'static str,
    /// Offset from UTC in minutes. It is fixed, so that no time zone database is needed.
    offset_minutes: i32,
    /// Name of the time zone, as the account's own record shows it.
    pub(crate) timezone: &'static str,
    /// Name of the account's holder.
    pub(crate) holder: &'static str,
}

/// The accounts of every sandbox.
pub(crate) const ACCOUNTS: [Account; 3] = [
    Account {
        name: "default",
        auth_id: "MADEFAULT00000000000",
        auth_token: "c2FuZGJveC1kZWZhdWx0LXRva2VuLTAwMDAwMDAw",
        subaccount_id: "SADEFAULT00000000000",
        offset_minutes: 330,
        timezone: "Asia/Kolkata",
        holder: "Sandbox Default",
    },
    Account {
        name: "us",
        auth_id: "MAUS0000000000000000",
        auth_token: "c2FuZGJveC11cy10b2tlbi0wMDAwMDAwMDAwMDAw",
        subaccount_id: "SAUS0000000000000000",
        offset_minutes: -480,
        timezone: "America/Los_Angeles",
        holder: "Sandbox US",
    },
    Account {
        name: "uk",
        auth_id: "MAUK0000000000000000",
        auth_token: "c2FuZGJveC11ay10b2tlbi0wMDAwMDAwMDAwMDAw",
        subaccount_id: "SAUK0000000000000000",
        offset_minutes: 0,
        timezone: "Europe/London",
        holder: "Sandbox UK",
    },
];

impl Account {
    /// Returns the account's name: `default`, `us` or `uk`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name
    }

    /// Returns the auth ID: the user name of HTTP Basic authentication, and a segment of every path.
    #[must_use]
    pub fn auth_id(&self) -> &str {
        self.auth_id
    }

    /// Returns the auth token: the password of HTTP Basic authentication.
    #[must_use]
    pub fn auth_token(&self) -> &'static str {
        self.auth_token
    }

    /// Returns the ID of the account's only subaccount, Marketing. It owns some of the records of each kind, except
    /// live calls.
    #[must_use]
    pub fn subaccount_id(&self) -> &str {
        self.subaccount_id
    }

    /// Returns the path of a resource, `Message/` for example.
    pub(crate) fn path(&self, resource: &str) -> String {
        format!("/v1/Account/{}/{resource}", self.auth_id)
    }

    /// Formats a time as this account's records do.
    pub(crate) fn console(&self, time: Timestamp) -> String {
        times::console(time, self.zone())
    }

    /// Returns the time zone that is set in the account's console.
    pub(crate) fn zone(&self) -> Offset {
        Offset::from_seconds(self.offset_minutes * 60).unwrap_or(Offset::UTC)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Account")
            .field("name", &self.name)
            .field("auth_id", &self.auth_id)
            .finish_non_exhaustive()
    }
}
