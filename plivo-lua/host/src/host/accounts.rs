//! The accounts of a service, by the names that scripts use.

use plivo_runtime::{Access, ApiHandle};

use super::permissions::{Permission, Permissions};
use crate::integration::Integration;

/// Name of the account that scripts use if they name none.
pub const DEFAULT_ACCOUNT: &str = "default";

/// The name under which scripts find all accounts by name.
pub(crate) const ALL_ACCOUNTS: &str = "accounts";

/// The keywords of all versions of Lua.
const KEYWORDS: [&str; 23] = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "global", "goto",
    "if", "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
];

/// An account: its name in scripts, and the client that makes its requests.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) api: ApiHandle,
    permissions: Permissions,
}

impl Account {
    /// Returns what the account permits for calls of this kind.
    pub(crate) fn permission(&self, access: Access) -> Permission {
        self.permissions.of(access)
    }
}

/// The accounts of one service: the default one, and others by name.
///
/// Scripts write the name of an account after a dot, as in `app.integrations.acme.us`, so it must be a Lua identifier
/// and not the name of a function. [`HostBuilder::build`](super::HostBuilder::build) checks this.
#[derive(Debug)]
pub struct Accounts {
    default: ApiHandle,
    default_name: String,
    named: Vec<Account>,
    permissions: Vec<(String, Permissions)>,
}

impl Accounts {
    /// Creates accounts with only the default one.
    #[must_use]
    pub fn new(default: ApiHandle) -> Self {
        Self {
            default,
            default_name: DEFAULT_ACCOUNT.to_owned(),
            named: Vec::new(),
            permissions: Vec::new(),
        }
    }

    /// Sets the name that the default account has beside [`DEFAULT_ACCOUNT`]. Reports and documentation use it.
    #[must_use]
    pub fn name_default(mut self, name: impl Into<String>) -> Self {
        self.default_name = name.into();
        self
    }

    /// Adds a named account.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, api: ApiHandle) -> Self {
        self.named.push(Account {
            name: name.into(),
            api,
            permissions: Permissions::default(),
        });
        self
    }

    /// Sets the permissions of an account, instead of the host's. The default account is [`DEFAULT_ACCOUNT`].
    #[must_use]
    pub fn permit(mut self, name: impl Into<String>, permissions: Permissions) -> Self {
        self.permissions.push((name.into(), permissions));
        self
    }

    /// Returns all accounts, the default one first. Those without permissions of their own get these.
    pub(super) fn into_all(self, permissions: Permissions) -> Vec<Account> {
        let default = Account {
            name: self.default_name,
            api: self.default,
            permissions: Permissions::default(),
        };
        let mut all: Vec<_> = std::iter::once(default).chain(self.named).collect();
        for (index, account) in all.iter_mut().enumerate() {
            let is_own = |name: &String| {
                *name == account.name || (index == 0 && name.as_str() == DEFAULT_ACCOUNT)
            };
            let own = self.permissions.iter().rfind(|(name, _)| is_own(name));
            account.permissions = own.map_or(permissions, |(_, own)| *own);
        }
        all
    }

    /// Returns what is wrong with the accounts.
    pub(super) fn errors(&self, integration: &Integration) -> Vec<String> {
        let mut errors = Vec::new();
        let named = self.named.iter();
        let named = named.map(|account| (account.name.as_str(), &account.api));
        let all: Vec<_> = std::iter::once((self.default_name.as_str(), &self.default))
            .chain(named)
            .collect();
        for (index, (name, api)) in all.iter().copied().enumerate() {
            let earlier = all.get(..index).unwrap_or_default();
            let is_valid = index == 0 && name == DEFAULT_ACCOUNT;
            let wrong = name_error(name, integration).filter(|_| !is_valid);
            let is_known = earlier.iter().any(|(known, _)| *known == name);
            let reason = wrong.or(is_known.then_some("it is not unique; choose another"));
            if let Some(reason) = reason {
                let of = integration.name;
                errors.push(format!(
                    "an account of {of} cannot be named `{name}`: {reason}"
                ));
            }
            errors.extend(service_error(name, api, integration));
        }
        let known =
            |name: &str| name == DEFAULT_ACCOUNT || all.iter().any(|(known, _)| *known == name);
        for (name, _) in self.permissions.iter().filter(|(name, _)| !known(name)) {
            let of = integration.name;
            errors.push(format!(
                "permissions were set for the account `{name}` of {of}, which does not exist; add it with `with`"
            ));
        }
        errors
    }
}

/// What precedes the service in the path of a function.
const PATH: [&str; 2] = ["app", "integrations"];

/// Returns why an account does not belong to the service.
fn service_error(name: &str, api: &ApiHandle, integration: &Integration) -> Option<String> {
    let service = api.service();
    if std::ptr::eq(service, integration.service) {
        return None;
    }
    let (actual, expected) = (service.name, integration.service.name);
    Some(format!(
        "the account `{name}` belongs to {actual}, not {expected}"
    ))
}

/// Returns why a name cannot be that of an account.
pub(crate) fn name_error(name: &str, integration: &Integration) -> Option<&'static str> {
    let mut characters = name.chars();
    let valid_start = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let valid_rest = characters.all(|next| next.is_ascii_alphanumeric() || next == '_');
    let is_function = |name: &str| {
        integration
            .functions
            .iter()
            .any(|binding| binding.function.name == name || binding.tool_name == name)
            || integration
                .estimates()
                .any(|estimate| estimate.name == name)
            || integration
                .verifiable()
                .iter()
                .any(|callback| callback.function() == name)
    };
    if name == DEFAULT_ACCOUNT {
        Some("it is the name of the default account; choose another")
    } else if name == ALL_ACCOUNTS {
        Some("scripts find all accounts under it; choose another")
    } else if !valid_start || !valid_rest {
        Some("it is not an identifier; use letters, digits and `_`, and no digit first")
    } else if KEYWORDS.contains(&name) {
        Some("it is a keyword of Lua; choose another")
    } else if is_function(name) {
        Some("a function has that name; choose another")
    } else if name == integration.slug || PATH.contains(&name) {
        // `plivo.send_sms` must not be a function of the account `plivo` for one reader and of the default one for another.
        Some("the path of every function has that name; choose another")
    } else {
        None
    }
}
