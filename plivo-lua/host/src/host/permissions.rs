//! What scripts may do on an account: look, change something, or neither without being asked for it.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use plivo_runtime::{Access, Arguments, Operation};

/// Whether calls of one kind are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// They are made.
    Allow,
    /// The host's callback decides about each one; without a callback none is made.
    Ask,
    /// None is made.
    Deny,
}

/// What scripts may do on an account.
///
/// ```
/// use plivo_lua_host::{Permission, Permissions};
///
/// let careful = Permissions::ALL.write(Permission::Ask);
/// assert_eq!(careful, Permissions { read: Permission::Allow, write: Permission::Ask });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Permissions {
    /// Calls that only look.
    pub read: Permission,
    /// Calls that change something that others see, such as those that send.
    pub write: Permission,
}

impl Permissions {
    /// Everything; what a host permits that says nothing else.
    pub const ALL: Self = Self {
        read: Permission::Allow,
        write: Permission::Allow,
    };
    /// Looking alone.
    pub const READ_ONLY: Self = Self {
        read: Permission::Allow,
        write: Permission::Deny,
    };

    /// The same with another permission to look.
    #[must_use]
    pub const fn read(mut self, permission: Permission) -> Self {
        self.read = permission;
        self
    }

    /// The same with another permission to change something.
    #[must_use]
    pub const fn write(mut self, permission: Permission) -> Self {
        self.write = permission;
        self
    }

    /// The permission for calls of that kind.
    #[must_use]
    pub const fn of(self, access: Access) -> Permission {
        match access {
            Access::Read => self.read,
            Access::Write => self.write,
        }
    }
}

impl Default for Permissions {
    fn default() -> Self {
        Self::ALL
    }
}

/// A call that waits for a decision; its arguments were checked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PendingCall {
    /// The name of its page: `integrations.plivo.us.send_sms`.
    pub path: String,
    /// The account that it is made on.
    pub account: String,
    /// The function.
    pub function: &'static Operation,
    /// The arguments, in the form in which they travel.
    pub arguments: Arguments,
}

/// What a host decides about one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It is made.
    Allow,
    /// It is not made; the script is told this reason.
    Refuse(String),
}

type Deciding = Pin<Box<dyn Future<Output = Decision> + Send>>;

/// The host's callback.
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
