//! Requests that the stand-in refuses by itself.

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::arguments;
use crate::referee::case::{Case, Expected, Operation, Raising, Special};
use crate::referee::oracle::{self, Arguments};
use crate::referee::world::{Resource, World};

const ROW: &str = "errors of its own";
/// How often an account may list its messages in a minute.
const LISTS_A_MINUTE: usize = 20;

/// Status, Python's exception, Node's, and a part of what the stand-in says.
type Refusal = (u16, &'static str, &'static str, &'static str);

const INVALID: (&str, &str) = ("ValidationError", "InvalidRequestError");
const UNKNOWN: (&str, &str) = ("ResourceNotFoundError", "ResourceNotFoundError");

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let ago = |days: i64| {
        json!(oracle::utc(
            world.now - SignedDuration::from_hours(24 * days)
        ))
    };
    let ended = world
        .held(Resource::Calls)
        .first()
        .context("the stand-in holds no call")?;
    let list = Operation::MESSAGES_LIST;
    let (number, call) = (Operation::NUMBERS_GET, Operation::CALLS_GET);
    let absent = json!("00000000-0000-4000-8000-000000000000");
    let source = ("src", json!("14155551234"));
    let send = |dst: &str| {
        arguments([
            source.clone(),
            ("dst", json!(dst)),
            ("text", json!("refused")),
        ])
    };
    let mut cases = vec![
        refused(
            Operation::CALLS_LIST,
            arguments([("end_time__gte", ago(40)), ("end_time__lte", ago(9))]),
            (400, INVALID.0, INVALID.1, "30 days"),
        ),
        refused(
            list,
            arguments([("message_time", json!("2026-01-01T00:00:00Z"))]),
            (400, INVALID.0, INVALID.1, "message_time"),
        ),
        too_many(),
        refused(
            Operation::MESSAGES_CREATE,
            send("12<not-a-number"),
            (400, INVALID.0, INVALID.1, "dst"),
        ),
        refused(
            number,
            arguments([("number", json!("19995550000"))]),
            (404, UNKNOWN.0, UNKNOWN.1, "not found"),
        ),
        refused(
            number,
            arguments([("number", json!("+14155552671"))]),
            (404, UNKNOWN.0, UNKNOWN.1, "not found"),
        ),
        refused(
            call,
            arguments([("call_uuid", absent)]),
            (404, UNKNOWN.0, UNKNOWN.1, "not found"),
        ),
        refused(
            Operation::CALLS_GET_LIVE,
            arguments([("call_uuid", ended.record["call_uuid"].clone())]),
            (404, UNKNOWN.0, UNKNOWN.1, ""),
        ),
        refused(
            Operation::MESSAGES_CREATE,
            send("85021234567"),
            (403, "GeoPermissionError", "GeoPermissionError", "country"),
        ),
        // Another spelling than the source's, since Python's SDK compares the texts before it asks.
        refused(
            Operation::MESSAGES_CREATE,
            send("+1 415 555 1234"),
            (
                422,
                "InvalidRequestError",
                "InvalidRequestError",
                "same number",
            ),
        ),
    ];
    for operation in [
        list,
        Operation::NUMBERS_LIST,
        Operation::CALLS_LIST,
        Operation::APPLICATIONS_LIST,
    ] {
        let unauthorized = (401, "AuthenticationError", "AuthenticationError", "verify");
        cases.push(refused(operation, Arguments::new(), unauthorized).special(Special::WrongToken));
    }
    Ok(cases)
}

/// A page that is larger than any may be. Python's SDK knows, and raises the same exception without a request.
fn too_many() -> Case {
    refused(
        Operation::MESSAGES_LIST,
        arguments([("limit", json!(21))]),
        (400, INVALID.0, INVALID.1, "limit"),
    )
}

/// More lists of messages than the account may ask for in a minute, for a stand-in that keeps its limits.
pub(in crate::referee) fn impatient(world: &World) -> Result<Vec<Case>> {
    let one = || arguments([("limit", Value::from(1))]);
    let mut cases = Vec::new();
    for _ in 0..LISTS_A_MINUTE {
        cases.push(
            Case::list(world, Operation::MESSAGES_LIST, Resource::Messages, one())?.shown(ROW, &[]),
        );
    }
    // Neither SDK has a class for it.
    cases.push(refused(
        Operation::MESSAGES_LIST,
        one(),
        (429, "PlivoRestError", "Error", "429"),
    ));
    Ok(cases)
}

fn refused(operation: Operation, given: Arguments, (status, python, node, says): Refusal) -> Case {
    let raised = Raising {
        python,
        node,
        status: Some(status),
        says,
    };
    Case::new(operation, given, Expected::Raised(raised)).shown(ROW, &[&status.to_string()])
}
