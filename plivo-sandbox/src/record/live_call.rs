//! A call that has not ended: one in progress, or one that waits to be placed.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

use crate::record::direction::Direction;
use crate::times;

/// How far a call has come that has not ended.
///
/// ```
/// assert_eq!(plivo_sandbox::CallStatus::InProgress.as_str(), "in-progress");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallStatus {
    /// Accepted and not yet placed.
    Queued,
    /// Ringing.
    Ringing,
    /// Answered.
    InProgress,
}

impl CallStatus {
    /// `call_status` on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
        }
    }

    /// The value of the `status` parameter under which the call is found.
    pub(crate) const fn list(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing | Self::InProgress => "live",
        }
    }
}

/// A live or queued call and what the service knows of it.
#[derive(Clone, Debug)]
pub(crate) struct LiveCall {
    pub(crate) record: LiveCallRecord,
    pub(crate) status: CallStatus,
    pub(crate) started: Timestamp,
}

/// A live or queued call as the wire has it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LiveCallRecord {
    pub(crate) call_status: &'static str,
    pub(crate) call_uuid: String,
    pub(crate) caller_name: String,
    pub(crate) direction: String,
    pub(crate) from: String,
    pub(crate) request_uuid: String,
    pub(crate) session_start: String,
    pub(crate) stir_attestation: String,
    pub(crate) stir_verification: String,
    pub(crate) to: String,
}

impl LiveCallRecord {
    /// A record as the wire has it: the time without a zone, the caller with a plus sign.
    pub(crate) fn new(
        uuid: String,
        direction: Direction,
        (from, to): (&str, &str),
        status: CallStatus,
        started: Timestamp,
    ) -> Self {
        Self {
            call_status: status.as_str(),
            caller_name: from.to_owned(),
            direction: direction.as_str().to_owned(),
            from: from.to_owned(),
            request_uuid: uuid.clone(),
            session_start: times::naive(started, Offset::UTC),
            stir_attestation: "A".to_owned(),
            stir_verification: "Verified".to_owned(),
            to: to.to_owned(),
            call_uuid: uuid,
        }
    }
}
