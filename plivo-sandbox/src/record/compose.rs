//! The one place where a message's record is made, for what is seeded, sent and received alike.

use jiff::Timestamp;
use serde_json::Value;

use crate::account::Account;
use crate::phone::{self, money};
use crate::record::direction::Direction;
use crate::record::message::MessageRecord;

/// What decides a message's record; the rest follows from it.
pub(crate) struct Envelope<'a> {
    pub(crate) uuid: String,
    pub(crate) direction: Direction,
    /// `sms`, `mms` or `whatsapp`.
    pub(crate) kind: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) time: Timestamp,
    pub(crate) units: u64,
}

/// The record of a message at its beginning: queued where it goes out, received where it comes in.
pub(crate) fn compose(account: &Account, envelope: &Envelope<'_>) -> MessageRecord {
    let destination = phone::country(envelope.to);
    let rate = if envelope.kind == "mms" {
        destination.mms_rate
    } else {
        destination.sms_rate
    };
    let outbound = envelope.direction == Direction::Outbound;
    let time = account.console(envelope.time);
    let origin = phone::country(envelope.from).iso2;
    MessageRecord {
        carrier_fees: money(destination.carrier_fee * envelope.units),
        carrier_fees_rate: money(destination.carrier_fee),
        conversation_expiration_timestamp: String::new(),
        conversation_id: String::new(),
        conversation_origin: String::new(),
        destination_country_iso2: destination.iso2.to_owned(),
        destination_network: String::new(),
        dlt_entity_id: String::new(),
        dlt_template_category: String::new(),
        dlt_template_id: String::new(),
        error_code: None,
        error_message: String::new(),
        from_number: envelope.from.to_owned(),
        is_domestic: !origin.is_empty() && origin == destination.iso2,
        log: Value::Bool(true),
        message_direction: envelope.direction.as_str().to_owned(),
        message_sent_time: None,
        message_state: if outbound { "queued" } else { "received" }.to_owned(),
        message_type: envelope.kind.to_owned(),
        message_updated_time: Some(time.clone()),
        message_time: time,
        powerpack_id: None,
        replaced_sender: None,
        requester_ip: outbound.then(|| "127.0.0.1".to_owned()),
        resource_uri: account.address(&format!("Message/{}/", envelope.uuid)),
        tendlc_campaign_id: None,
        tendlc_registration_status: None,
        to_number: envelope.to.to_owned(),
        total_amount: money(rate * envelope.units),
        total_rate: money(rate),
        units: envelope.units,
        message_uuid: envelope.uuid.clone(),
    }
}
