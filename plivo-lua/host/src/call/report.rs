//! A call on its way to the host's observer, which hears of it whichever way it ends.

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

impl Drop for Reporting {
    fn drop(&mut self) {
        if let Some((observer, mut report)) = self.observed.take() {
            report.duration = self.started.elapsed();
            observer.observe(&report);
        }
    }
}
