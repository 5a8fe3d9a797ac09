//! Calls that have not ended: live and queued ones.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::records::direction::Direction;
use crate::wire::times;

/// Status of a call that has not ended.
///
/// ```
/// assert_eq!(plivo_sandbox::CallStatus::InProgress.as_str(), "in-progress");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallStatus {
    /// Accepted but not placed yet.
    Queued,
    /// Ringing.
    Ringing,
    /// Answered.
    InProgress,
}

impl CallStatus {
    /// Returns the value of `call_status` on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
        }
    }

    /// Returns the value of the `status` parameter that finds the call.
    pub(crate) const fn parameter(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Ringing | Self::InProgress => "live",
        }
    }
}

/// A live or queued call.
#[derive(Clone, Debug)]
pub(crate) struct LiveCall {
    pub(crate) record: Value,
    pub(crate) status: CallStatus,
    pub(crate) started: Timestamp,
}

impl LiveCall {
    /// Creates a call whose record has a time without an offset, and the numbers as given.
    pub(crate) fn new(
        uuid: &str,
        direction: Direction,
        (from, to): (&str, &str),
        status: CallStatus,
        started: Timestamp,
    ) -> Self {
        let record = json!({
            "call_status": status.as_str(),
            "call_uuid": uuid,
            "caller_name": from,
            "direction": direction.as_str(),
            "from": from,
            "request_uuid": uuid,
            "session_start": times::naive(started),
            "stir_attestation": "A",
            "stir_verification": "Verified",
            "to": to,
        });
        Self {
            record,
            status,
            started,
        }
    }

    pub(crate) fn uuid(&self) -> &str {
        self.text("call_uuid")
    }

    /// Returns a text field of the record.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.record[field].as_str().unwrap_or_default()
    }
}
