//! Messages: their records, and their delivery from the queue to the carrier's final report.

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::account::Account;
use crate::records::direction::Direction;
use crate::webhooks::callback::Callback;
use crate::wire::pricing::{Country, money};
use crate::wire::times;

/// How long a message can wait in the queue.
pub(crate) const QUEUE_LIFETIME: SignedDuration = SignedDuration::from_hours(3);
/// Time from `sent` to the carrier's final report.
const CARRIER_DELAY: SignedDuration = SignedDuration::from_secs(2);

/// A message that was accepted in a request, including what no record shows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentMessage {
    /// UUID of the message, also found in its record.
    pub message_uuid: String,
    /// Source: digits, or a sender ID.
    pub src: String,
    /// Destination: digits, never masked.
    pub dst: String,
    /// Text of the message.
    pub text: String,
}

/// A stored message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) record: Value,
    /// `message_time` as a timestamp.
    pub(crate) time: Timestamp,
    /// Subaccount that sent or received the message. The record does not show it.
    pub(crate) subaccount: Option<String>,
    /// Next change of the message's state, if there is one.
    pub(crate) pending: Option<Pending>,
    /// Where its delivery reports go.
    pub(crate) callback: Option<Callback>,
}

/// When a message leaves its present state, `queued` or `sent`, and how its delivery ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) at: Timestamp,
    pub(crate) outcome: Outcome,
}

/// Final state of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// `message_state`.
    pub(crate) state: &'static str,
    /// `error_code`.
    pub(crate) code: &'static str,
    /// `error_message`.
    pub(crate) message: &'static str,
}

impl Outcome {
    pub(crate) const DELIVERED: Self = Self::new("delivered", "000", "");
    pub(crate) const UNAVAILABLE: Self =
        Self::new("undelivered", "80", "Destination Temporarily Unavailable");
    pub(crate) const NOT_DISPATCHED: Self =
        Self::new("failed", "300", "Failed to Dispatch Message");
    pub(crate) const EXPIRED: Self = Self::new("failed", "420", "Message Expired");
    pub(crate) const COUNTRY_DISABLED: Self =
        Self::new("failed", "450", "Destination Country Disabled");
    pub(crate) const SPAM: Self = Self::new("failed", "30", "Spam Detected");
    pub(crate) const INVALID_SOURCE: Self = Self::new("rejected", "40", "Invalid Source Number");

    const fn new(state: &'static str, code: &'static str, message: &'static str) -> Self {
        Self {
            state,
            code,
            message,
        }
    }

    /// Writes the final state into a record.
    pub(crate) fn apply(self, record: &mut Value) {
        update(
            record,
            json!({
                "message_state": self.state,
                "error_code": self.code,
                "error_message": self.message,
            }),
        );
        // What never reached a carrier is free.
        if matches!(self.state, "failed" | "rejected") {
            let free = money(0);
            update(
                record,
                json!({ "carrier_fees": free, "total_amount": free }),
            );
        }
    }
}

impl Message {
    /// Changes the state once, if that is due, and returns the time of the change.
    pub(crate) fn step(&mut self, now: Timestamp, zone: Offset) -> Option<Timestamp> {
        let Pending { at, outcome } = self.pending.take_if(|pending| pending.at <= now)?;
        let time = times::console(at, zone);
        // What fails never reaches the carrier, so it is never sent.
        if self.record["message_state"] == "queued" && outcome.state != "failed" {
            self.record["message_state"] = json!("sent");
            self.record["message_sent_time"] = json!(time);
            let at = at.saturating_add(CARRIER_DELAY).unwrap_or(at);
            self.pending = Some(Pending { at, outcome });
        } else {
            outcome.apply(&mut self.record);
        }
        self.record["message_updated_time"] = json!(time);
        Some(at)
    }
}

/// What determines the record of a new message.
pub(crate) struct NewMessage<'a> {
    pub(crate) uuid: &'a str,
    pub(crate) direction: Direction,
    /// `sms`, `mms` or `whatsapp`.
    pub(crate) kind: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) time: Timestamp,
    pub(crate) units: u64,
}

impl NewMessage<'_> {
    /// Creates the record, in the state `queued` if the message is outbound and `received` if it is inbound.
    pub(crate) fn record(&self, account: &Account) -> Value {
        let destination = Country::of(self.to);
        let origin = Country::of(self.from).iso2;
        let rate = if self.kind == "mms" {
            destination.mms_rate
        } else {
            destination.sms_rate
        };
        let outbound = self.direction == Direction::Outbound;
        let time = account.console(self.time);
        let mut record = json!({
            "carrier_fees": money(destination.carrier_fee * self.units),
            "carrier_fees_rate": money(destination.carrier_fee),
            "conversation_expiration_timestamp": "",
            "conversation_id": "",
            "conversation_origin": "",
            "destination_country_iso2": destination.iso2,
            "destination_network": "",
            "dlt_entity_id": "",
            "dlt_template_category": "",
            "dlt_template_id": "",
            "error_code": null,
            "error_message": "",
            "from_number": self.from,
            "is_domestic": !origin.is_empty() && origin == destination.iso2,
            "log": true,
            "message_direction": self.direction.as_str(),
            "message_sent_time": null,
            "message_state": if outbound { "queued" } else { "received" },
            "message_time": time,
            "message_type": self.kind,
            "message_updated_time": time,
            "message_uuid": self.uuid,
            "powerpack_id": null,
            "replaced_sender": null,
            "resource_uri": account.path(&format!("Message/{}/", self.uuid)),
            "tendlc_campaign_id": null,
            "tendlc_registration_status": null,
            "to_number": self.to,
            "total_amount": money(rate * self.units),
            "total_rate": money(rate),
            "units": self.units,
        });
        // Inbound messages do not have this field.
        if outbound {
            record["requester_ip"] = json!("127.0.0.1");
        }
        record
    }
}

/// Overwrites fields of a record.
pub(crate) fn update(record: &mut Value, fields: Value) {
    if let (Some(record), Value::Object(fields)) = (record.as_object_mut(), fields) {
        record.extend(fields);
    }
}
