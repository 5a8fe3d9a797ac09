//! Lists of messages.

use anyhow::Result;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{arguments, one_by_one, pages, walk};
use crate::referee::case::{Case, Expected, Operation, Raising};
use crate::referee::oracle::{self, Arguments};
use crate::referee::sdk::Sdk;
use crate::referee::world::{Resource, World};

const LIST: Operation = Operation::MESSAGES_LIST;
const MESSAGES: Resource = Resource::Messages;
const DAY: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let list = |arguments| Case::list(world, LIST, MESSAGES, arguments);
    let powerpack = world.with(MESSAGES, "powerpack_id")?;
    let conversation = world.with(MESSAGES, "conversation_id")?;
    let newest = world.with(MESSAGES, "message_time")?;
    let mut cases = vec![list(arguments([]))?];
    cases.extend(one_by_one(
        world,
        LIST,
        MESSAGES,
        [
            ("subaccount", world.subaccount.clone().into()),
            ("message_direction", "inbound".into()),
            ("message_direction", "outbound".into()),
            ("message_type", "sms".into()),
            ("message_type", "mms".into()),
            ("message_type", "whatsapp".into()),
            ("error_code", "80".into()),
            ("error_code", "000".into()),
            ("powerpack_id", powerpack["powerpack_id"].clone()),
            (
                "tendlc_campaign_id",
                powerpack["tendlc_campaign_id"].clone(),
            ),
            (
                "tendlc_registration_status",
                powerpack["tendlc_registration_status"].clone(),
            ),
            ("destination_country_iso2", "GB".into()),
            ("conversation_id", conversation["conversation_id"].clone()),
            (
                "conversation_origin",
                conversation["conversation_origin"].clone(),
            ),
            ("from_number", newest["from_number"].clone()),
            ("to_number", newest["to_number"].clone()),
            // The same number as a person writes it.
            (
                "to_number",
                format!("+{}", oracle::text(&newest["to_number"])).into(),
            ),
        ],
    )?);
    cases.extend(states(world)?);
    cases.extend(times(world)?);
    cases.push(list(together(powerpack)?)?);
    cases.push(list(arguments([
        ("message_direction", "outbound".into()),
        ("message_state", "delivered".into()),
        (
            "message_time__gte",
            oracle::utc(world.now - 60 * DAY).into(),
        ),
        ("limit", 5.into()),
        ("offset", 3.into()),
    ]))?);
    cases.extend(pages(world, LIST, MESSAGES)?);
    cases.push(walk(world, "messages.walk", LIST, MESSAGES)?);
    Ok(cases)
}

/// Every state that the wire knows.
fn states(world: &World) -> Result<Vec<Case>> {
    let known = [
        "queued",
        "sent",
        "delivered",
        "undelivered",
        "failed",
        "rejected",
        "read",
    ];
    let mut cases = Vec::new();
    for state in known {
        cases.extend(one_by_one(
            world,
            LIST,
            MESSAGES,
            [("message_state", state.into())],
        )?);
    }
    for state in ["received", "deleted"] {
        let refused = Raising {
            python: "ValidationError",
            node: "",
            status: None,
            says: "message_state should be in",
        };
        let why = "its own list of message states lacks received and deleted, so it refuses them without a request";
        for case in one_by_one(world, LIST, MESSAGES, [("message_state", state.into())])? {
            cases.push(case.departs(Sdk::Python, Expected::Raised(refused.clone()), why));
        }
    }
    Ok(cases)
}

/// The five forms of `message_time`: at a message's own time, where they differ, and beyond the ninety days.
fn times(world: &World) -> Result<Vec<Case>> {
    let tenth = world.held(MESSAGES).get(10).map(|held| &held.record);
    let at = oracle::utc(oracle::time(tenth.unwrap_or(&Value::Null), "message_time")?);
    let ago = |days: i32| Value::from(oracle::utc(world.now - days * DAY));
    let mut cases = one_by_one(
        world,
        LIST,
        MESSAGES,
        [
            ("message_time", json!(at)),
            ("message_time__gt", json!(at)),
            ("message_time__gte", json!(at)),
            ("message_time__lt", json!(at)),
            ("message_time__lte", json!(at)),
            ("message_time__lte", ago(85)),
            ("message_time__gt", ago(100)),
        ],
    )?;
    let between = arguments([
        ("message_time__gte", ago(30)),
        ("message_time__lt", ago(20)),
    ]);
    cases.push(Case::list(world, LIST, MESSAGES, between)?);
    Ok(cases)
}

/// Every filter at once, so that one message is left that has all of it.
fn together(record: &Value) -> Result<Arguments> {
    let names = [
        "from_number",
        "to_number",
        "message_direction",
        "message_state",
        "message_type",
        "error_code",
        "powerpack_id",
        "tendlc_campaign_id",
        "tendlc_registration_status",
        "destination_country_iso2",
    ];
    let mut given: Arguments = names
        .iter()
        .map(|name| ((*name).to_owned(), record[*name].clone()))
        .collect();
    given.insert(
        "message_time".to_owned(),
        oracle::utc(oracle::time(record, "message_time")?).into(),
    );
    Ok(given)
}
