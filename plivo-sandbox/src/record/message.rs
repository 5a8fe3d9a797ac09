//! A message: its record, and its way from the queue to the carrier's answer.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;

use crate::report::Callback;
use crate::times;

/// How long a message may wait in the queue.
const QUEUE_LIFE: SignedDuration = SignedDuration::from_hours(3);

/// A message and what the service knows of it.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) record: MessageRecord,
    /// `message_time`, comparable.
    pub(crate) time: Timestamp,
    /// The subaccount that sent or received it, which the record does not show.
    pub(crate) subaccount: Option<String>,
    /// What comes next.
    pub(crate) journey: Journey,
    /// Where its delivery reports go.
    pub(crate) callback: Option<Callback>,
}

/// What is still to happen to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Journey {
    /// Nothing.
    Done,
    /// It waits for the carrier; without a `sent_at` for so long that it expires.
    Queued {
        sent_at: Option<Timestamp>,
        verdict: Verdict,
    },
    /// The carrier has it and will say what became of it.
    Sent {
        answered_at: Timestamp,
        verdict: Verdict,
    },
}

/// What the carrier, or the queue, says in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// `message_state`.
    pub(crate) state: &'static str,
    /// `error_code`.
    pub(crate) code: &'static str,
    /// `error_message`.
    pub(crate) message: &'static str,
}

impl Verdict {
    pub(crate) const DELIVERED: Self = Self {
        state: "delivered",
        code: "000",
        message: "",
    };
    pub(crate) const UNAVAILABLE: Self = Self {
        state: "undelivered",
        code: "80",
        message: "Destination Temporarily Unavailable",
    };
    pub(crate) const NOT_DISPATCHED: Self = Self {
        state: "failed",
        code: "300",
        message: "Failed to Dispatch Message",
    };
    pub(crate) const EXPIRED: Self = Self {
        state: "failed",
        code: "420",
        message: "Message Expired",
    };
    pub(crate) const COUNTRY_DISABLED: Self = Self {
        state: "failed",
        code: "450",
        message: "Destination Country Disabled",
    };
    pub(crate) const SPAM: Self = Self {
        state: "failed",
        code: "30",
        message: "Spam Detected",
    };
    pub(crate) const INVALID_SOURCE: Self = Self {
        state: "rejected",
        code: "40",
        message: "Invalid Source Number",
    };
}

impl Message {
    /// Takes the next step if its time has come: the time of the step, or nothing.
    pub(crate) fn step(&mut self, now: Timestamp, zone: Offset) -> Option<Timestamp> {
        let at = match self.journey {
            Journey::Done => return None,
            Journey::Queued {
                sent_at: Some(at), ..
            }
            | Journey::Sent {
                answered_at: at, ..
            } => at,
            Journey::Queued { sent_at: None, .. } => self.time.saturating_add(QUEUE_LIFE).ok()?,
        };
        if at > now {
            return None;
        }
        self.journey = match self.journey {
            Journey::Queued {
                sent_at: Some(_),
                verdict,
            } if verdict.state != "failed" => {
                "sent".clone_into(&mut self.record.message_state);
                self.record.message_sent_time = Some(times::console(at, zone));
                let answered_at = at
                    .saturating_add(SignedDuration::from_secs(2))
                    .unwrap_or(at);
                Journey::Sent {
                    answered_at,
                    verdict,
                }
            }
            // What fails never reaches the carrier, so it was never sent.
            Journey::Queued { verdict, .. } | Journey::Sent { verdict, .. } => {
                self.record.settle(verdict);
                Journey::Done
            }
            Journey::Done => Journey::Done,
        };
        self.record.message_updated_time = Some(times::console(at, zone));
        Some(at)
    }
}

/// A message as the wire has it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MessageRecord {
    pub(crate) carrier_fees: String,
    pub(crate) carrier_fees_rate: String,
    pub(crate) conversation_expiration_timestamp: String,
    pub(crate) conversation_id: String,
    pub(crate) conversation_origin: String,
    pub(crate) destination_country_iso2: String,
    pub(crate) destination_network: String,
    pub(crate) dlt_entity_id: String,
    pub(crate) dlt_template_category: String,
    pub(crate) dlt_template_id: String,
    pub(crate) error_code: Option<String>,
    pub(crate) error_message: String,
    pub(crate) from_number: String,
    pub(crate) is_domestic: bool,
    pub(crate) log: Value,
    pub(crate) message_direction: String,
    pub(crate) message_sent_time: Option<String>,
    pub(crate) message_state: String,
    pub(crate) message_time: String,
    pub(crate) message_type: String,
    pub(crate) message_updated_time: Option<String>,
    pub(crate) message_uuid: String,
    pub(crate) powerpack_id: Option<String>,
    pub(crate) replaced_sender: Option<String>,
    /// Where the request came from; inbound messages have no such key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) requester_ip: Option<String>,
    pub(crate) resource_uri: String,
    pub(crate) tendlc_campaign_id: Option<String>,
    pub(crate) tendlc_registration_status: Option<String>,
    pub(crate) to_number: String,
    pub(crate) total_amount: String,
    pub(crate) total_rate: String,
    pub(crate) units: u64,
}

impl MessageRecord {
    /// Writes a verdict into the record.
    pub(crate) fn settle(&mut self, verdict: Verdict) {
        verdict.state.clone_into(&mut self.message_state);
        self.error_code = Some(verdict.code.to_owned());
        verdict.message.clone_into(&mut self.error_message);
    }
}
