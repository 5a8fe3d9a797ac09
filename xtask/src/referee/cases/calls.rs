//! Calls that have ended: lists, and one call.

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{arguments, callback, deferred, one_by_one, pages, walk};
use crate::referee::case::{Case, Expected, Operation};
use crate::referee::oracle;
use crate::referee::sdk::Sdk;
use crate::referee::world::{Resource, World};

const LIST: Operation = Operation::CALLS_LIST;
const CALLS: Resource = Resource::Calls;
const DAY: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let list = |arguments| Case::list(world, LIST, CALLS, arguments);
    let child = world.with(CALLS, "parent_call_uuid")?;
    let mut cases = vec![list(arguments([]))?];
    cases.extend(one_by_one(
        world,
        LIST,
        CALLS,
        [
            ("subaccount", json!(world.subaccount)),
            ("call_direction", json!("inbound")),
            ("call_direction", json!("outbound")),
            // On calls a number is a prefix, and a call's own may have a plus sign.
            ("from_number", json!("14155551234")),
            ("from_number", json!("44")),
            ("to_number", json!("1415")),
            ("to_number", json!("919876543210")),
            ("parent_call_uuid", child["parent_call_uuid"].clone()),
            ("hangup_cause_code", json!(3010)),
            ("hangup_source", json!("Carrier")),
            ("bill_duration", child["bill_duration"].clone()),
        ],
    )?);
    for filter in [
        ("bill_duration__gt", child["bill_duration"].clone()),
        ("bill_duration__gte", child["bill_duration"].clone()),
        ("bill_duration__lt", child["bill_duration"].clone()),
        ("bill_duration__lte", child["bill_duration"].clone()),
        ("stir_verification", json!("Not Verified")),
    ] {
        // Python's SDK has no such parameters; Node's passes on whatever it is given.
        cases.push(list(arguments([filter]))?.only(Sdk::Node));
    }
    cases.extend(times(world)?);
    cases.push(list(arguments([
        ("call_direction", json!("outbound")),
        ("from_number", json!("1415")),
        ("hangup_source", json!("Carrier")),
        ("end_time__gte", json!(oracle::utc(world.now - 20 * DAY))),
        ("limit", json!(2)),
        ("offset", json!(1)),
    ]))?);
    cases.extend(pages(world, LIST, CALLS)?);
    cases.extend(peculiar(world)?);
    cases.push(walk(world, "calls.walk", LIST, CALLS)?);
    for held in world.held(CALLS).iter().take(12) {
        let given = arguments([("call_uuid", held.record["call_uuid"].clone())]);
        cases.push(Case::new(
            Operation::CALLS_GET,
            given,
            Expected::Record(held.record.clone()),
        ));
    }
    Ok(cases)
}

/// The five forms of `end_time`: at a call's own time, where they differ, and the thirty days that one bound reaches.
fn times(world: &World) -> Result<Vec<Case>> {
    let tenth = world
        .held(CALLS)
        .get(10)
        .context("the stand-in holds few calls")?;
    let at = oracle::utc(oracle::time(&tenth.record, "end_time")?);
    let ago = |days: i32| Value::from(oracle::utc(world.now - days * DAY));
    let mut cases = one_by_one(
        world,
        LIST,
        CALLS,
        [
            ("end_time", json!(at)),
            ("end_time__gt", json!(at)),
            ("end_time__gte", json!(at)),
            ("end_time__lt", json!(at)),
            ("end_time__lte", json!(at)),
            ("end_time__gte", ago(50)),
            ("end_time__lte", ago(70)),
        ],
    )?;
    let between = arguments([("end_time__gte", ago(45)), ("end_time__lte", ago(15))]);
    cases.push(Case::list(world, LIST, CALLS, between)?);
    Ok(cases)
}

/// Parameters that change nothing on the wire or put the answer elsewhere.
fn peculiar(world: &World) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for suffix in ["lt", "lte", "gt", "gte"] {
        let given = arguments([(
            format!("call_direction__{suffix}").as_str(),
            json!("inbound"),
        )]);
        cases.push(
            Case::list(world, LIST, CALLS, given)?
                .ignored()
                .only(Sdk::Python),
        );
    }
    let cursor = arguments([("cursor", json!("bm90aGluZw=="))]);
    cases.push(
        Case::list(world, LIST, CALLS, cursor)?
            .ignored()
            .only(Sdk::Python),
    );
    cases.push(deferred(LIST));
    let newest = world
        .held(CALLS)
        .first()
        .context("the stand-in holds no call")?;
    let mut given = arguments(callback());
    given.insert("call_uuid".to_owned(), newest.record["call_uuid"].clone());
    // Node's `get` takes nothing but the UUID.
    cases.push(Case::new(Operation::CALLS_GET, given, Expected::Deferred).only(Sdk::Python));
    Ok(cases)
}
