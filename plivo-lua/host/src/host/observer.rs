//! Reports of calls to the host.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use plivo_runtime::{Access, Effect};

/// Report of a call that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallReport {
    /// The name of the function's page, with the account unless it is the default one:
    /// `integrations.acme.us.create_order`.
    pub path: String,
    /// The account.
    pub account: String,
    /// Whether it reads or writes.
    pub access: Access,
    /// From the call to its result, all waiting included.
    pub duration: Duration,
    /// How it ended.
    pub status: CallStatus,
    /// What it changed.
    pub effect: Effect,
    /// How many HTTP requests were sent for it, each attempt of a retried one included.
    pub requests: u32,
    /// How many records it returned.
    pub records: usize,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallStatus {
    /// It returned a result.
    Succeeded,
    /// It raised a failure.
    Failed {
        /// The failure's code: `not_found`, `permission_denied`.
        code: Cow<'static, str>,
        /// The HTTP status, if the service responded.
        http: Option<u16>,
    },
    /// The script ended or was stopped while the call waited.
    Cancelled,
}

/// The callback that observes calls.
#[derive(Clone)]
pub(crate) struct Observer(Arc<dyn Fn(&CallReport) + Send + Sync>);

impl Observer {
    pub(super) fn new(observe: impl Fn(&CallReport) + Send + Sync + 'static) -> Self {
        Self(Arc::new(observe))
    }

    pub(crate) fn observe(&self, report: &CallReport) {
        (self.0)(report);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observer").finish_non_exhaustive()
    }
}
