//! What a host is told of every call that a script makes.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use plivo_runtime::{Access, Effect};

/// One call of a script, when it is over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallReport {
    /// The name of its page, with the account where it is not the default one:
    /// `integrations.plivo.us.send_sms`.
    pub path: String,
    /// The account that it was made on.
    pub account: String,
    /// Whether it only looks.
    pub access: Access,
    /// From the call to its answer, whatever was waited for in between.
    pub duration: Duration,
    /// How it ended.
    pub status: CallStatus,
    /// What it changed.
    pub effect: Effect,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallStatus {
    /// The script got its answer.
    Succeeded,
    /// The script got a failure.
    Failed {
        /// The failure's word: `not_found`, `permission_denied`.
        code: Cow<'static, str>,
        /// The status that the service answered with.
        http: Option<u16>,
    },
    /// The script ended, or was ended, while it waited.
    Cancelled,
}

/// The host's callback.
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
