//! An account that calls can be made on.

use std::fmt;
use std::path::PathBuf;

use plivo_runtime::ApiHandle;

/// An account that calls can be made on.
#[derive(Debug, Clone)]
pub(super) struct Account<Api = ApiHandle> {
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) api: Api,
}

/// Looks up the secrets of an account and makes its client, or says what is wrong with its description.
pub(super) type Open = Box<dyn FnOnce() -> Result<ApiHandle, String>>;

/// An account that is described, and not opened yet.
pub(super) type Described = Account<Open>;

/// Where an account is described.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Sandbox,
    Environment,
    /// The accounts file.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sandbox => f.write_str("sandbox"),
            Self::Environment => f.write_str("environment"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl From<Account> for Described {
    fn from(account: Account) -> Self {
        Self {
            name: account.name,
            origin: account.origin,
            api: Box::new(move || Ok(account.api)),
        }
    }
}
