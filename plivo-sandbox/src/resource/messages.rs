//! `Message/`: the list with its filters and its window, and one message.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};

use crate::page::{List, TotalCount, detail};
use crate::phone;
use crate::problem::Problem;
use crate::query::{Bounds, Page, Parameters};
use crate::record::direction::Direction;
use crate::record::message::{Message, MessageRecord};
use crate::service::Caller;
use crate::times::{self, RETENTION};

/// How far a list without a time goes back.
const WINDOW: SignedDuration = SignedDuration::from_hours(24);

const STATES: [&str; 9] = [
    "queued",
    "sent",
    "delivered",
    "undelivered",
    "failed",
    "received",
    "rejected",
    "read",
    "deleted",
];
const TYPES: [&str; 3] = ["sms", "mms", "whatsapp"];

pub(super) async fn list(
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default());
    caller.answer(|holdings| {
        let page = Page::read(&parameters)?;
        let filter = Filter::read(&parameters, caller.now)?;
        let list = List {
            caller: &caller,
            resource: "Message/",
            parameters: &parameters,
            page,
            total_count: TotalCount::Withheld,
        };
        let recent = holdings
            .messages
            .iter()
            .take_while(|message| message.time >= filter.oldest);
        let matching = recent.filter(|message| filter.passes(message));
        let response = list.answer(matching.map(|message| &message.record));
        holdings.arrive(caller.account(), caller.now);
        Ok(response)
    })
}

pub(super) async fn show(
    Extension(caller): Extension<Caller>,
    Path((_, message_uuid)): Path<(String, String)>,
) -> Response {
    caller.answer(|holdings| {
        let found = holdings
            .messages
            .iter()
            .find(|message| message.record.message_uuid == message_uuid);
        let found = found.filter(|message| caller.now.duration_since(message.time) <= RETENTION);
        found
            .map(|message| detail(&caller, &message.record))
            .ok_or(Problem::NoSuchRecord)
    })
}

struct Filter<'a> {
    oldest: Timestamp,
    time: Bounds<Timestamp>,
    from: Option<String>,
    to: Option<String>,
    subaccount: Option<&'a str>,
    /// Parameters whose value is that of a field.
    equal: Vec<(Field, &'a str)>,
}

type Field = fn(&MessageRecord) -> Option<&str>;

impl<'a> Filter<'a> {
    fn read(parameters: &'a Parameters, now: Timestamp) -> Result<Self, Problem> {
        let shape = "YYYY-MM-DD HH:MM[:SS[.ffffff]]";
        let time = Bounds::read(parameters, "message_time", shape, times::parse)?;
        let age = if time.is_empty() { WINDOW } else { RETENTION };
        let listed: [(Option<&str>, Field); 3] = [
            (
                parameters.one_of("message_direction", &Direction::LISTED)?,
                |record| Some(&record.message_direction),
            ),
            (parameters.one_of("message_state", &STATES)?, |record| {
                Some(&record.message_state)
            }),
            (parameters.one_of("message_type", &TYPES)?, |record| {
                Some(&record.message_type)
            }),
        ];
        let free: [(Option<&str>, Field); 7] = [
            (parameters.get("error_code"), |record| {
                record.error_code.as_deref()
            }),
            (parameters.get("powerpack_id"), |record| {
                record.powerpack_id.as_deref()
            }),
            (parameters.get("tendlc_campaign_id"), |record| {
                record.tendlc_campaign_id.as_deref()
            }),
            (parameters.get("tendlc_registration_status"), |record| {
                record.tendlc_registration_status.as_deref()
            }),
            (parameters.get("destination_country_iso2"), |record| {
                Some(&record.destination_country_iso2)
            }),
            (parameters.get("conversation_id"), |record| {
                Some(&record.conversation_id)
            }),
            (parameters.get("conversation_origin"), |record| {
                Some(&record.conversation_origin)
            }),
        ];
        Ok(Self {
            oldest: now.saturating_sub(age).unwrap_or(now),
            time,
            from: parameters.get("from_number").map(phone::normal),
            to: parameters.get("to_number").map(phone::normal),
            subaccount: parameters.get("subaccount"),
            equal: listed
                .into_iter()
                .chain(free)
                .filter_map(|(value, field)| Some((field, value?)))
                .collect(),
        })
    }

    fn passes(&self, message: &Message) -> bool {
        let record = &message.record;
        self.time.contain(message.time)
            && self
                .from
                .as_ref()
                .is_none_or(|wanted| record.from_number == *wanted)
            && self
                .to
                .as_ref()
                .is_none_or(|wanted| record.to_number == *wanted)
            && self
                .subaccount
                .is_none_or(|wanted| message.subaccount.as_deref() == Some(wanted))
            && self
                .equal
                .iter()
                .all(|(field, value)| field(record) == Some(value))
    }
}
