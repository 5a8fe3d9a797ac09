//! The messages that an account begins with: each state, direction and type, in the last day, month and quarter, and a
//! few that are too old to be listed.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::ages;
use super::profile::Profile;
use crate::account::Account;
use crate::identifiers::uuid;
use crate::phone;
use crate::record::compose::{Envelope, compose};
use crate::record::direction::Direction;
use crate::record::message::{Journey, Message, MessageRecord, Verdict};
use crate::times::START;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What is told of the messages, over and over; the first ones of the list are told by `RECENT` instead.
const STORIES: [Story; 16] = [
    Story::Delivered,
    Story::Received,
    Story::Sent,
    Story::Long,
    Story::Undelivered,
    Story::Picture,
    Story::CountryDisabled,
    Story::PictureSent,
    Story::SenderId,
    Story::Received,
    Story::Spam,
    Story::Powerpack,
    Story::Rejected,
    Story::Chat,
    Story::Masked,
    Story::Deleted,
];

/// The newest messages: only these can still be on their way.
const RECENT: [Story; 8] = [
    Story::Delivered,
    Story::Received,
    Story::Waiting,
    Story::Delivered,
    Story::Failed,
    Story::Sent,
    Story::Waiting,
    Story::Received,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Story {
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
    let stories = RECENT.into_iter().chain(STORIES.into_iter().cycle());
    ages.into_iter()
        .zip(stories)
        .enumerate()
        .map(|(index, (age, story))| message(account, profile, index, age, story))
        .collect()
}

fn message(
    account: &Account,
    profile: &Profile,
    index: usize,
    age: SignedDuration,
    story: Story,
) -> Message {
    let time = START - age;
    let own = pick(profile.own, index);
    let customer = pick(profile.customers, index * 3 + index / 16);
    let inbound = matches!(story, Story::Received | Story::Picture);
    let sender = if story == Story::SenderId {
        profile.sender_id
    } else {
        own
    };
    let envelope = Envelope {
        uuid: uuid(
            &format!("{}/message", account.name()),
            u64::try_from(index).unwrap_or(0),
        ),
        direction: if inbound {
            Direction::Inbound
        } else {
            Direction::Outbound
        },
        kind: match story {
            Story::Picture | Story::PictureSent => "mms",
            Story::Chat => "whatsapp",
            _ => "sms",
        },
        from: if inbound { customer } else { sender },
        to: if inbound { own } else { customer },
        time,
        units: if story == Story::Long { 3 } else { 1 },
    };
    let mut record = compose(account, &envelope);
    let journey = tell(account, story, time, &mut record);
    if record.destination_country_iso2 == "IN" {
        "1101500000000000001".clone_into(&mut record.dlt_entity_id);
        "1107160000000000002".clone_into(&mut record.dlt_template_id);
        "service_implicit".clone_into(&mut record.dlt_template_category);
    }
    let subaccount = (index % 5 == 3).then(|| account.subaccount_id().to_owned());
    Message {
        record,
        time,
        subaccount,
        journey,
        callback: None,
    }
}

/// Writes into the record what has happened to the message; what is still to happen is returned.
fn tell(account: &Account, story: Story, time: Timestamp, record: &mut MessageRecord) -> Journey {
    let console = |millis: i64| account.console(time + SignedDuration::from_millis(millis));
    let verdict = match story {
        Story::Received | Story::Picture => return Journey::Done,
        Story::Waiting => {
            return Journey::Queued {
                sent_at: None,
                verdict: Verdict::EXPIRED,
            };
        }
        Story::Sent => None,
        Story::Undelivered => Some(Verdict::UNAVAILABLE),
        Story::CountryDisabled => Some(Verdict::COUNTRY_DISABLED),
        Story::Spam => Some(Verdict::SPAM),
        Story::Failed => Some(Verdict::NOT_DISPATCHED),
        Story::Rejected => Some(Verdict::INVALID_SOURCE),
        Story::Chat => Some(Verdict {
            state: "read",
            ..Verdict::DELIVERED
        }),
        Story::Deleted => Some(Verdict {
            state: "deleted",
            ..Verdict::DELIVERED
        }),
        Story::Delivered
        | Story::Long
        | Story::PictureSent
        | Story::SenderId
        | Story::Powerpack
        | Story::Masked => Some(Verdict::DELIVERED),
    };
    let reached_the_carrier =
        !verdict.is_some_and(|verdict| matches!(verdict.state, "failed" | "rejected"));
    if reached_the_carrier {
        record.message_sent_time = Some(console(1_244));
    }
    record.message_updated_time = Some(console(if verdict.is_some() { 3_947 } else { 1_244 }));
    match verdict {
        Some(verdict) => record.settle(verdict),
        None => "sent".clone_into(&mut record.message_state),
    }
    match story {
        Story::Powerpack => {
            record.powerpack_id = Some(uuid(&format!("{}/powerpack", account.name()), 0));
            record.tendlc_campaign_id = Some("CSANDBOX".to_owned());
            record.tendlc_registration_status = Some("COMPLETED".to_owned());
        }
        Story::Chat => {
            "9876".clone_into(&mut record.conversation_id);
            "utility".clone_into(&mut record.conversation_origin);
            record.conversation_expiration_timestamp = console(86_400_000);
        }
        Story::Masked => {
            record.log = Value::Bool(false);
            record.to_number = phone::masked(&record.to_number);
        }
        _ => {}
    }
    Journey::Done
}

fn pick(list: &'static [&'static str], index: usize) -> &'static str {
    list.iter()
        .cycle()
        .nth(index % list.len().max(1))
        .copied()
        .unwrap_or_default()
}
