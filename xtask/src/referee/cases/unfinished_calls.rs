//! Calls that have not ended, live and queued: lists of UUIDs, and one call.

use anyhow::Result;
use serde_json::{Value, json};

use super::arguments;
use crate::referee::case::{Case, Expected, Operation, Raising, Special};
use crate::referee::oracle::{self, Arguments};
use crate::referee::sdk::Sdk;
use crate::referee::world::World;

const NO_SLASH: &str = "it asks for a live or queued call without the slash at the end of the address, which the \
    documentation requires: 404 as it stands, and the right record with the slash added";

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (list, get, status, statuses) in [
        (
            Operation::CALLS_LIST_LIVE,
            Operation::CALLS_GET_LIVE,
            "live",
            ["ringing", "in-progress"].as_slice(),
        ),
        (
            Operation::CALLS_LIST_QUEUED,
            Operation::CALLS_GET_QUEUED,
            "queued",
            &["queued"],
        ),
    ] {
        let uuids = |given: &Arguments| Expected::Uuids(oracle::unfinished(world, status, given));
        cases.push(Case::new(list, Arguments::new(), uuids(&Arguments::new())));
        let page = arguments([("limit", json!(20)), ("offset", json!(0))]);
        let expected = uuids(&page);
        // Node's SDK takes nothing for a list of queued calls.
        cases.push(Case::new(list, page, expected).only(Sdk::Python));
        let given = arguments([("status", json!(status))]);
        let expected = uuids(&given);
        let by_status = Operation::new(Operation::CALLS_LIST.script, list.row);
        cases.push(Case::new(by_status, given, expected).only(Sdk::Python));
        let callback = [
            ("callback_url", json!("https://example.com/answer")),
            ("callback_method", json!("POST")),
        ];
        cases.push(
            Case::new(list, arguments(callback.clone()), Expected::Deferred).only(Sdk::Python),
        );
        cases.extend(one(world, get, statuses, callback)?);
    }
    for (name, value) in [
        ("call_direction", json!("inbound")),
        ("call_direction", json!("outbound")),
        (
            "from_number",
            world.live_call(&["ringing"])?["from"].clone(),
        ),
        (
            "to_number",
            world.live_call(&["in-progress"])?["to"].clone(),
        ),
    ] {
        let given = arguments([(name, value)]);
        let expected = Expected::Uuids(oracle::unfinished(world, "live", &given));
        cases.push(Case::new(Operation::CALLS_LIST_LIVE, given, expected));
    }
    Ok(cases)
}

/// One call of each of the statuses.
fn one(
    world: &World,
    get: Operation,
    statuses: &[&str],
    callback: [(&str, Value); 2],
) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for status in statuses {
        let record = world.live_call(&[status])?;
        let given = arguments([("call_uuid", record["call_uuid"].clone())]);
        let nowhere = Raising {
            python: "",
            node: "ResourceNotFoundError",
            status: Some(404),
            says: "",
        };
        let expected = Expected::Record(record.clone());
        cases.push(Case::new(get, given.clone(), expected.clone()).departs(
            Sdk::Node,
            Expected::Raised(nowhere),
            NO_SLASH,
        ));
        cases.push(
            Case::new(get, given.clone(), expected)
                .only(Sdk::Node)
                .special(Special::AppendSlash),
        );
        let mut given = given;
        given.extend(arguments(callback.clone()));
        cases.push(Case::new(get, given, Expected::Deferred).only(Sdk::Python));
    }
    Ok(cases)
}
