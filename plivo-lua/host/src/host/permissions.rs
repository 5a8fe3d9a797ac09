//! What scripts may do on an account.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use plivo_runtime::{Access, Arguments, Operation};

/// Whether calls of one kind are permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Permitted.
    Allow,
    /// The host's callback decides about each call; refused without a callback.
    Ask,
    /// Refused.
    Deny,
}

/// What scripts may do on an account.
///
/// ```
/// use plivo_lua_host::{Permission, Permissions};
///
/// let careful = Permissions { read: Permission::Allow, write: Permission::Ask };
/// assert_eq!(Permissions::default(), careful);
/// assert_eq!(Permissions::READ_ONLY.write(Permission::Allow), Permissions::ALL);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Permissions {
    /// Calls that only read.
    pub read: Permission,
    /// Calls that change something.
    pub write: Permission,
}

impl Permissions {
    /// Everything.
    pub const ALL: Self = Self {
        read: Permission::Allow,
        write: Permission::Allow,
    };
    /// Only reading.
    pub const READ_ONLY: Self = Self {
        read: Permission::Allow,
        write: Permission::Deny,
    };

    /// Sets the permission to read.
    #[must_use]
    pub const fn read(mut self, permission: Permission) -> Self {
        self.read = permission;
        self
    }

    /// Sets the permission to write.
    #[must_use]
    pub const fn write(mut self, permission: Permission) -> Self {
        self.write = permission;
        self
    }

    /// Returns the permission for calls of this kind.
    #[must_use]
    pub const fn of(self, access: Access) -> Permission {
        match access {
            Access::Read => self.read,
            Access::Write => self.write,
        }
    }
}

impl Default for Permissions {
    /// Returns that reading is allowed, and that the host's callback is asked about each write.
    fn default() -> Self {
        Self::ALL.write(Permission::Ask)
    }
}

/// A call that waits for a decision; its arguments are valid.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PendingCall {
    /// The name of the function's page: `integrations.acme.us.create_order`.
    pub path: String,
    /// The account.
    pub account: String,
    /// The function.
    pub function: &'static Operation,
    /// The arguments as they will be sent.
    pub arguments: Arguments,
    /// What they mean, where the service's client can say so: the name of a parameter, and a text such as what it costs.
    pub estimates: Vec<(&'static str, String)>,
}

/// The decision about one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The call is made.
    Allow,
    /// The call is refused, and the script is told this reason.
    Refuse(String),
}

type Deciding = Pin<Box<dyn Future<Output = Decision> + Send>>;

/// The callback that decides about calls.
#[derive(Clone)]
pub(crate) struct Ask(Arc<dyn Fn(PendingCall) -> Deciding + Send + Sync>);

impl Ask {
    pub(super) fn new<F>(decide: impl Fn(PendingCall) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Decision> + Send + 'static,
    {
        Self(Arc::new(move |call| Box::pin(decide(call))))
    }

    pub(crate) fn decide(&self, call: PendingCall) -> Deciding {
        (self.0)(call)
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ask").finish_non_exhaustive()
    }
}
