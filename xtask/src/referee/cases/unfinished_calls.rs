//! Calls that have not ended, live and queued: lists of UUIDs, and one call.

use anyhow::{Result, ensure};
use serde_json::json;

use super::{arguments, callback};
use crate::referee::case::{Case, Expected, Operation, Raising, Special};
use crate::referee::oracle::{self, Arguments};
use crate::referee::sdk::Sdk;
use crate::referee::world::World;

const NO_SLASH: &str = "it asks for a live or queued call without the slash at the end of the address, which the \
    documentation requires: 404 as it stands, and the right record with the slash added";

const PAGES: &str = "it offers limit and offset for lists of live and queued calls, of which the documentation says \
    nothing, so only values that change nothing are tried";

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let (live, queued) = (Operation::CALLS_LIST_LIVE, Operation::CALLS_LIST_QUEUED);
    let mut cases = lists(world, live, "live");
    cases.extend(filters(world)?);
    cases.extend(lists(world, queued, "queued"));
    for status in ["ringing", "in-progress"] {
        cases.extend(one(world, Operation::CALLS_GET_LIVE, status)?);
    }
    cases.extend(one(world, Operation::CALLS_GET_QUEUED, "queued")?);
    Ok(cases)
}

/// The list of all calls with a status, in every way in which an SDK can ask for it.
fn lists(world: &World, list: Operation, status: &'static str) -> Vec<Case> {
    let case = |operation, given: Arguments| {
        let uuids = oracle::unfinished(world, status, &given);
        Case::new(operation, given, Expected::Uuids(uuids))
    };
    let page = case(
        list,
        arguments([("limit", json!(20)), ("offset", json!(0))]),
    );
    let whole = page.expected.clone();
    let by_status = Operation::new(Operation::CALLS_LIST.script, list.row);
    let python = [
        // Node's SDK has no such parameters for queued calls.
        page.departs(Sdk::Python, whole, PAGES),
        case(by_status, arguments([("status", json!(status))])),
        Case::new(list, arguments(callback()), Expected::Deferred),
    ];
    let mut cases = vec![case(list, Arguments::new())];
    cases.extend(python.map(|case| case.only(Sdk::Python)));
    cases
}

/// The filters that live calls have.
fn filters(world: &World) -> Result<Vec<Case>> {
    let (ringing, answered) = (world.live_call("ringing")?, world.live_call("in-progress")?);
    let all = oracle::unfinished(world, "live", &Arguments::new());
    let mut cases = Vec::new();
    for (name, value) in [
        ("call_direction", json!("inbound")),
        ("call_direction", json!("outbound")),
        ("from_number", ringing["from"].clone()),
        ("to_number", answered["to"].clone()),
    ] {
        let given = arguments([(name, value)]);
        let uuids = oracle::unfinished(world, "live", &given);
        ensure!(
            !uuids.is_empty() && uuids != all,
            "the stand-in's live calls do not show what {name} does; let some differ in it"
        );
        let uuids = Expected::Uuids(uuids);
        cases.push(Case::new(Operation::CALLS_LIST_LIVE, given, uuids));
    }
    Ok(cases)
}

/// One call with a status.
fn one(world: &World, get: Operation, status: &str) -> Result<Vec<Case>> {
    let record = world.live_call(status)?;
    let given = arguments([("call_uuid", record["call_uuid"].clone())]);
    let mut elsewhere = given.clone();
    elsewhere.extend(arguments(callback()));
    let nowhere = Expected::Raised(Raising {
        python: "",
        node: "ResourceNotFoundError",
        status: Some(404),
        says: "",
    });
    let case = |given| Case::new(get, given, Expected::Record(record.clone()));
    Ok(vec![
        case(given.clone()).departs(Sdk::Node, nowhere, NO_SLASH),
        case(given).only(Sdk::Node).special(Special::AppendSlash),
        Case::new(get, elsewhere, Expected::Deferred).only(Sdk::Python),
    ])
}
