//! Reports of calls to the host's observer.

use std::time::{Duration, Instant};

use plivo_runtime::{Access, ApiHandle, Effect, RequestCounter};

use crate::failure::Failure;
use crate::host::{CallReport, CallStatus, Policy, Target, WriteLog};
use crate::integration::Answer;

/// Reports a call when it is dropped: how it [ended](Self::end), or that it was cancelled.
pub(super) struct Reporter<'a> {
    policy: &'a Policy,
    report: Option<CallReport>,
    requests: RequestCounter,
    started: Instant,
    function: &'static str,
    /// The log of the script's writes, from when this one may have been sent.
    writes: Option<&'a WriteLog>,
    /// What the service returned for a write.
    receipt: Option<String>,
}

impl<'a> Reporter<'a> {
    /// Starts the clock of a call.
    pub(super) fn start(policy: &'a Policy, target: &Target<'_>) -> Self {
        Self::counting(policy, target, RequestCounter::default())
    }

    /// Starts the clock of a call whose requests are counted elsewhere.
    pub(super) fn counting(
        policy: &'a Policy,
        target: &Target<'_>,
        requests: RequestCounter,
    ) -> Self {
        Self {
            policy,
            requests,
            report: Some(CallReport {
                path: target.path(),
                account: target.account.name.clone(),
                access: target.access(),
                duration: Duration::ZERO,
                status: CallStatus::Cancelled,
                effect: Effect::Nothing,
                requests: 0,
                records: 0,
            }),
            started: Instant::now(),
            function: target.binding.function.name,
            writes: None,
            receipt: None,
        }
    }

    /// Records that the request may have been sent: from here on, a cancelled write may have taken effect.
    pub(super) fn sending(&mut self) {
        if let Some(report) = &mut self.report
            && report.access == Access::Write
        {
            report.effect = Effect::Unknown;
            self.writes = self.policy.writes.as_ref();
            if let Some(writes) = self.writes {
                writes.sending(self.function);
            }
        }
    }

    /// Records what the service returned.
    pub(super) fn answered(&mut self, target: &Target<'_>, answer: &Answer) {
        if let (Some(_), Answer::Record(text)) = (self.writes, answer) {
            self.receipt = Some(target.account.api.without_secrets(text.get()));
        }
    }

    /// Returns the account, whose requests are counted.
    pub(super) fn counted(&self, target: &Target<'_>) -> ApiHandle {
        target.account.api.counted(&self.requests)
    }

    /// Records how many records the service returned.
    pub(super) fn received(&mut self, records: usize) {
        if let Some(report) = &mut self.report {
            report.records = records;
        }
    }

    /// Reports nothing, for a call that made no request.
    pub(super) fn forget(mut self) {
        self.report = None;
    }

    /// Reports how the call ended.
    pub(super) fn end<T>(mut self, ended: &Result<T, Box<Failure>>) {
        let Some(report) = &mut self.report else {
            return;
        };
        (report.status, report.effect) = match ended {
            Ok(_) => (CallStatus::Succeeded, done_by(report.access)),
            Err(failure) => {
                let status = CallStatus::Failed {
                    code: failure.code.clone(),
                    http: failure.status,
                };
                (status, failure.effect)
            }
        };
        if let Some(writes) = self.writes {
            writes.ended(self.function, report.effect, self.receipt.as_deref());
        }
    }
}

/// Returns the effect of a call that the service has performed.
pub(super) fn done_by(access: Access) -> Effect {
    match access {
        Access::Read => Effect::Nothing,
        Access::Write => Effect::Done,
    }
}

impl Drop for Reporter<'_> {
    fn drop(&mut self) {
        if let (Some(mut report), Some(observer)) = (self.report.take(), &self.policy.observer) {
            report.duration = self.started.elapsed();
            report.requests = self.requests.take();
            observer.observe(&report);
        }
    }
}
