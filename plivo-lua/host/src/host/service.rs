//! A service with its accounts, and one of its functions on one of them.

use plivo_runtime::Access;

use super::accounts::{Account, DEFAULT_ACCOUNT};
use super::permissions::Permission;
use crate::integration::{Binding, Integration};

/// A service with the accounts that scripts may use.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) integration: &'static Integration,
    pub(crate) accounts: Vec<Account>,
}

/// The indexes of a service, an account and a function.
pub(crate) type Indexes = (usize, usize, usize);

/// A function on an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) binding: &'static Binding,
    pub(crate) slug: &'static str,
    pub(crate) account: &'a Account,
}

impl Service {
    /// Returns the account of that name. The first one is the default one.
    pub(crate) fn account(&self, name: &str) -> Option<&Account> {
        let named = self.accounts.iter().find(|known| known.name == name);
        let default = || self.accounts.first().filter(|_| name == DEFAULT_ACCOUNT);
        named.or_else(default)
    }
}

impl Target<'_> {
    /// Returns the name of the function's page, with the account unless it is the default one.
    pub(crate) fn path(&self) -> String {
        let (slug, name) = (self.slug, self.binding.function.name);
        match self.account.name.as_str() {
            DEFAULT_ACCOUNT => format!("integrations.{slug}.{name}"),
            account => format!("integrations.{slug}.{account}.{name}"),
        }
    }

    /// Returns what the account permits for the function.
    pub(crate) fn permission(&self) -> Permission {
        self.account.permission(self.access())
    }

    /// Returns whether the function reads or writes.
    pub(crate) fn access(&self) -> Access {
        self.binding.function.access
    }
}
