//! A call on its way to the host's observer, which hears of it whichever way it ends.

#[cfg(feature = "mcp")]
use std::sync::Arc;
#[cfg(feature = "mcp")]
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use plivo_runtime::{Access, Effect};

use crate::failure::Failure;
use crate::host::{CallReport, CallStatus, Observer, Target};

/// Reports a call when it is dropped: as it was [ended](Self::end), or as cancelled.
pub(super) struct Reporting {
    observed: Option<(Observer, CallReport)>,
    started: Instant,
}

impl Reporting {
    /// The call begins.
    pub(super) fn begin(observer: Option<&Observer>, target: &Target<'_>) -> Self {
        let report = || CallReport {
            path: target.path(),
            account: target.account.name.clone(),
            access: target.binding.function.access,
            duration: std::time::Duration::ZERO,
            status: CallStatus::Cancelled,
            effect: Effect::Nothing,
        };
        Self {
            observed: observer.map(|observer| (observer.clone(), report())),
            started: Instant::now(),
        }
    }

    /// From here on something may have left: a write that is cancelled may have been done.
    pub(super) fn leaves(&mut self) {
        if let Some((_, report)) = &mut self.observed
            && report.access == Access::Write
        {
            report.effect = Effect::Unknown;
        }
    }

    /// Nothing was asked of the service, so there is nothing to report.
    pub(super) fn forget(mut self) {
        self.observed = None;
    }

    /// The call ends, well or with a failure.
    pub(super) fn end(mut self, ended: Result<(), &Failure>) {
        if let Some((_, report)) = &mut self.observed {
            (report.status, report.effect) = match ended {
                Ok(()) => (
                    CallStatus::Succeeded,
                    match report.access {
                        Access::Read => Effect::Nothing,
                        Access::Write => Effect::Done,
                    },
                ),
                Err(failure) => (
                    CallStatus::Failed {
                        code: failure.code.clone(),
                        http: failure.status,
                    },
                    failure.effect,
                ),
            };
        }
    }
}

#[cfg(feature = "mcp")]
tokio::task_local! {
    /// How many calls have ended, for whoever waits for all of them.
    static ENDED: Arc<AtomicUsize>;
}

/// The same future, whose calls are counted as they end.
#[cfg(feature = "mcp")]
pub(crate) fn counting<F: Future>(
    ended: Arc<AtomicUsize>,
    future: F,
) -> impl Future<Output = F::Output> {
    ENDED.scope(ended, future)
}

/// The count that is kept here, to be taken to another thread.
#[cfg(feature = "mcp")]
pub(crate) fn counted() -> Arc<AtomicUsize> {
    ENDED.try_with(Arc::clone).unwrap_or_default()
}

impl Drop for Reporting {
    fn drop(&mut self) {
        #[cfg(feature = "mcp")]
        // Outside of what is counted there is no count.
        let _ = ENDED.try_with(|ended| ended.fetch_add(1, Ordering::Relaxed));
        if let Some((observer, mut report)) = self.observed.take() {
            report.duration = self.started.elapsed();
            observer.observe(&report);
        }
    }
}
