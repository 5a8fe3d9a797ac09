//! Who an account is: its name in tests and its credentials on the wire.

use std::fmt;

use jiff::tz::Offset;

use crate::times;

/// One of the stand-in's accounts.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let sandbox = plivo_sandbox::Sandbox::start().await?;
/// let account = sandbox.account("us").expect("it is seeded");
/// assert!(account.auth_id().starts_with("MA") && account.auth_id().len() == 20);
/// assert_eq!(account.auth_token().len(), 40);
/// # std::io::Result::Ok(()) }).unwrap();
/// ```
pub struct Account {
    name: &'static str,
    auth_id: &'static str,
    auth_token: &'static str,
    subaccount_id: &'static str,
    /// Fixed, so that no time zone database is needed.
    minutes_east: i32,
    /// The zone's name, as the account's own record shows it.
    pub(crate) timezone: &'static str,
    /// The holder's name.
    pub(crate) holder: &'static str,
}

/// The accounts that every stand-in has.
pub(crate) const ACCOUNTS: [Account; 3] = [
    Account {
        name: "default",
        auth_id: "MADEFAULT00000000000",
        auth_token: "c2FuZGJveC1kZWZhdWx0LXRva2VuLTAwMDAwMDAw",
        subaccount_id: "SADEFAULT00000000000",
        minutes_east: 330,
        timezone: "Asia/Kolkata",
        holder: "Sandbox Default",
    },
    Account {
        name: "us",
        auth_id: "MAUS0000000000000000",
        auth_token: "c2FuZGJveC11cy10b2tlbi0wMDAwMDAwMDAwMDAw",
        subaccount_id: "SAUS0000000000000000",
        minutes_east: -480,
        timezone: "America/Los_Angeles",
        holder: "Sandbox US",
    },
    Account {
        name: "uk",
        auth_id: "MAUK0000000000000000",
        auth_token: "c2FuZGJveC11ay10b2tlbi0wMDAwMDAwMDAwMDAw",
        subaccount_id: "SAUK0000000000000000",
        minutes_east: 0,
        timezone: "Europe/London",
        holder: "Sandbox UK",
    },
];

impl Account {
    /// `default`, `us` or `uk`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name
    }

    /// The user of HTTP Basic authentication, and a part of every address.
    #[must_use]
    pub fn auth_id(&self) -> &str {
        self.auth_id
    }

    /// The password of HTTP Basic authentication.
    #[must_use]
    pub fn auth_token(&self) -> &str {
        self.auth_token
    }

    /// The account's one subaccount, named Marketing, which owns a part of each kind of record.
    #[must_use]
    pub fn subaccount_id(&self) -> &str {
        self.subaccount_id
    }

    /// The relative address of a resource, `Message/` for example.
    pub(crate) fn address(&self, resource: &str) -> String {
        format!("/v1/Account/{}/{resource}", self.auth_id)
    }

    /// A time as this account's records write it.
    pub(crate) fn console(&self, time: jiff::Timestamp) -> String {
        times::console(time, self.zone())
    }

    /// The console's time zone.
    pub(crate) fn zone(&self) -> Offset {
        Offset::from_seconds(self.minutes_east * 60).unwrap_or(Offset::UTC)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Account");
        shown
            .field("name", &self.name)
            .field("auth_id", &self.auth_id)
            .finish_non_exhaustive()
    }
}
