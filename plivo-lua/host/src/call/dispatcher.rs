//! Where the calls of a script are made: in this process, or in the parent of a worker.

#[cfg(feature = "worker")]
use std::sync::Arc;

use crate::documentation::Documentation;
use crate::host::{Clock, Host, Indexes, Target, UnknownFields, WriteLog};
use crate::integration::{Binding, CallbackBinding, Integration};
#[cfg(feature = "worker")]
use crate::worker::Remote;

/// Where the calls of a script are made.
#[derive(Debug, Clone)]
pub(crate) enum Dispatcher {
    /// In this process.
    Host(Host),
    /// In the parent of this worker.
    #[cfg(feature = "worker")]
    Remote(Arc<Remote>),
}

impl Dispatcher {
    /// Returns the dispatcher of one script, and the log of its writes. That of a worker stays empty: its parent has one.
    pub(crate) fn recording(&self) -> (Self, WriteLog) {
        match self {
            Self::Host(host) => {
                let (host, writes) = host.recording();
                (Self::Host(host), writes)
            }
            #[cfg(feature = "worker")]
            Self::Remote(_) => (self.clone(), WriteLog::default()),
        }
    }

    /// Returns the services, with the names of their accounts.
    pub(crate) fn services(&self) -> Vec<(&'static Integration, Vec<&str>)> {
        match self {
            Self::Host(host) => host.names(),
            #[cfg(feature = "worker")]
            Self::Remote(remote) => remote.names(),
        }
    }

    /// Returns what reading an unknown field does.
    pub(crate) fn unknown_fields(&self) -> UnknownFields {
        match self {
            Self::Host(host) => host.unknown_fields(),
            #[cfg(feature = "worker")]
            Self::Remote(remote) => remote.unknown_fields(),
        }
    }

    pub(crate) fn documentation(&self) -> &Documentation {
        match self {
            Self::Host(host) => host.documentation(),
            #[cfg(feature = "worker")]
            Self::Remote(remote) => remote.documentation(),
        }
    }

    pub(crate) fn clock(&self) -> &Clock {
        match self {
            Self::Host(host) => &host.policy().clock,
            #[cfg(feature = "worker")]
            Self::Remote(remote) => remote.clock(),
        }
    }

    /// Returns the integration and the function with these indexes.
    pub(super) fn binding(
        &self,
        (service, _, function): Indexes,
    ) -> mlua::Result<(&'static Integration, &'static Binding)> {
        let integration = self.integration(service)?;
        let found = integration.functions.get(function);
        Ok((integration, found.ok_or_else(not_found)?))
    }

    /// Returns the name of the account with these indexes, unless it is the default account.
    pub(super) fn account(&self, (service, account, _): Indexes) -> Option<String> {
        let services = (account > 0).then(|| self.services())?;
        let (_, accounts) = services.get(service)?;
        accounts.get(account).map(|name| (*name).to_owned())
    }

    /// Returns the integration and the callback with these indexes.
    pub(super) fn callback(
        &self,
        (service, _, callback): Indexes,
    ) -> mlua::Result<(&'static Integration, &'static CallbackBinding)> {
        let integration = self.integration(service)?;
        let found = integration.verifiable().get(callback);
        Ok((integration, found.ok_or_else(not_found)?))
    }

    fn integration(&self, service: usize) -> mlua::Result<&'static Integration> {
        let integration = match self {
            Self::Host(host) => host.services().get(service).map(|known| known.integration),
            #[cfg(feature = "worker")]
            Self::Remote(remote) => remote.integration(service),
        };
        integration.ok_or_else(not_found)
    }
}

/// Returns the function with these indexes on a host.
pub(super) fn target(host: &Host, indexes: Indexes) -> mlua::Result<Target<'_>> {
    host.find(indexes).ok_or_else(not_found)
}

pub(super) fn not_found() -> mlua::Error {
    mlua::Error::runtime("function not found")
}
