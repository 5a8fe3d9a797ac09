//! The initial messages: each state, direction and type in the last day, the last month and the last 90 days, and a few
//! that are too old to be listed.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::ages::{DAY, ages};
use super::profile::Profile;
use crate::account::Account;
use crate::records::direction::Direction;
use crate::records::message::{Message, NewMessage, Outcome, Pending, QUEUE_LIFETIME, update};
use crate::wire::identifiers::uuid;
use crate::wire::phone;
use crate::wire::times::START;

/// Kinds of the messages after the newest ones, repeated.
const PATTERN: [Kind; 16] = [
    Kind::Delivered,
    Kind::Received,
    Kind::Sent,
    Kind::Long,
    Kind::Undelivered,
    Kind::Picture,
    Kind::CountryDisabled,
    Kind::PictureSent,
    Kind::SenderId,
    Kind::Received,
    Kind::Spam,
    Kind::Powerpack,
    Kind::Rejected,
    Kind::Chat,
    Kind::Masked,
    Kind::Deleted,
];

/// Kinds of the newest messages. Only these can still be queued.
const NEWEST: [Kind; 8] = [
    Kind::Delivered,
    Kind::Received,
    Kind::Waiting,
    Kind::Delivered,
    Kind::Failed,
    Kind::Sent,
    Kind::Waiting,
    Kind::Received,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Delivered,
    Received,
    Sent,
    Long,
    Undelivered,
    Picture,
    PictureSent,
    CountryDisabled,
    SenderId,
    Spam,
    Failed,
    Powerpack,
    Rejected,
    Chat,
    Masked,
    Deleted,
    Waiting,
}

pub(super) fn seed(account: &Account, profile: &Profile) -> Vec<Message> {
    let [day, month, quarter, older] = profile.messages;
    let minutes = SignedDuration::from_mins;
    let ages = ages(&[
        (8, minutes(4), minutes(84)),
        (day - 8, minutes(90), DAY - minutes(20)),
        (month, DAY + minutes(20), 30 * DAY - minutes(60)),
        (quarter, 30 * DAY + minutes(60), 90 * DAY - minutes(60)),
        (older, 90 * DAY + minutes(60), 120 * DAY),
    ]);
    let kinds = NEWEST.into_iter().chain(PATTERN.into_iter().cycle());
    ages.into_iter()
        .zip(kinds)
        .enumerate()
        .map(|(index, (age, kind))| message(account, profile, index, age, kind))
        .collect()
}

fn message(
    account: &Account,
    profile: &Profile,
    index: usize,
    age: SignedDuration,
    kind: Kind,
) -> Message {
    let time = START - age;
    let own = profile.own(index);
    let customer = profile.customer(index * 3 + index / 16);
    let inbound = matches!(kind, Kind::Received | Kind::Picture);
    let (from, to) = match kind {
        Kind::Received | Kind::Picture => (customer, own),
        Kind::SenderId => (profile.sender_id, customer),
        _ => (own, customer),
    };
    let mut record = NewMessage {
        uuid: &uuid(&format!("{}/message", account.name()), index as u64),
        direction: if inbound {
            Direction::Inbound
        } else {
            Direction::Outbound
        },
        kind: match kind {
            Kind::Picture | Kind::PictureSent => "mms",
            Kind::Chat => "whatsapp",
            _ => "sms",
        },
        from,
        to,
        time,
        units: if kind == Kind::Long { 3 } else { 1 },
    }
    .record(account);
    let console = |millis: i64| account.console(time + SignedDuration::from_millis(millis));
    if !inbound && kind != Kind::Waiting {
        progress(kind, console, &mut record);
    }
    add_fields(account, kind, console, &mut record);
    let pending = (kind == Kind::Waiting).then_some(Pending {
        at: time + QUEUE_LIFETIME,
        outcome: Outcome::EXPIRED,
    });
    Message {
        record,
        time,
        subaccount: (index % 5 == 3).then(|| account.subaccount_id().to_owned()),
        pending,
        callback: None,
    }
}

/// Brings the record of an outbound message to its present state.
fn progress(kind: Kind, console: impl Fn(i64) -> String, record: &mut Value) {
    let delivered = |state| Outcome {
        state,
        ..Outcome::DELIVERED
    };
    let outcome = match kind {
        Kind::Sent => None,
        Kind::Undelivered => Some(Outcome::UNAVAILABLE),
        Kind::CountryDisabled => Some(Outcome::COUNTRY_DISABLED),
        Kind::Spam => Some(Outcome::SPAM),
        Kind::Failed => Some(Outcome::NOT_DISPATCHED),
        Kind::Rejected => Some(Outcome::INVALID_SOURCE),
        Kind::Chat => Some(delivered("read")),
        Kind::Deleted => Some(delivered("deleted")),
        _ => Some(Outcome::DELIVERED),
    };
    if !outcome.is_some_and(|outcome| matches!(outcome.state, "failed" | "rejected")) {
        record["message_sent_time"] = json!(console(1_244));
    }
    if let Some(outcome) = outcome {
        outcome.apply(record);
        record["message_updated_time"] = json!(console(3_947));
    } else {
        record["message_state"] = json!("sent");
        record["message_updated_time"] = json!(console(1_244));
    }
}

/// Adds what only some messages have.
fn add_fields(account: &Account, kind: Kind, console: impl Fn(i64) -> String, record: &mut Value) {
    let fields = match kind {
        Kind::Powerpack => json!({
            "powerpack_id": uuid(&format!("{}/powerpack", account.name()), 0),
            "tendlc_campaign_id": "CSANDBOX",
            "tendlc_registration_status": "COMPLETED",
        }),
        Kind::Chat => json!({
            "conversation_id": "9876",
            "conversation_origin": "utility",
            "conversation_expiration_timestamp": console(86_400_000),
        }),
        Kind::Masked => {
            let number = record["to_number"].as_str().unwrap_or_default();
            json!({ "log": false, "to_number": phone::masked(number) })
        }
        _ => json!({}),
    };
    update(record, fields);
    if record["destination_country_iso2"] == "IN" {
        update(
            record,
            json!({
                "dlt_entity_id": "1101500000000000001",
                "dlt_template_id": "1107160000000000002",
                "dlt_template_category": "service_implicit",
            }),
        );
    }
}
