//! Requests that the stand-in refuses by itself.

use anyhow::{Context, Result};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{COUNTRY, Exceptions, IMPOSSIBLE, INVALID, OTHER, UNAUTHORIZED, UNKNOWN, arguments};
use crate::referee::case::{Case, Expected, Operation, Raising, Special};
use crate::referee::oracle::{self, Arguments};
use crate::referee::sdk::Sdk;
use crate::referee::world::{Resource, World};

pub(super) const ROW: &str = "errors of its own";
/// How often an account may list its messages in a minute.
const LISTS_A_MINUTE: usize = 20;

const LISTS: &str = "where a list is answered with an error, it looks for objects in the error's body and raises \
    TypeError or AttributeError in the place of the error's own class, except for 400 on lists of others than messages";

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = invalid(world);
    cases.extend(unauthorized(world)?);
    let send = Operation::MESSAGES_CREATE;
    cases.push(refused(send, to("85021234567"), (403, COUNTRY), "country"));
    let nowhere = "00000000-0000-4000-8000-000000000000";
    let ended = world.held(Resource::Calls).first();
    let ended = ended.context("the stand-in holds no call")?;
    for (operation, given, says) in [
        (
            Operation::NUMBERS_GET,
            ("number", json!("19995550000")),
            "not found",
        ),
        // A number is addressed by its digits alone.
        (
            Operation::NUMBERS_GET,
            ("number", json!("+14155552671")),
            "not found",
        ),
        (
            Operation::CALLS_GET,
            ("call_uuid", json!(nowhere)),
            "not found",
        ),
        (
            Operation::CALLS_GET_LIVE,
            ("call_uuid", ended.record["call_uuid"].clone()),
            "",
        ),
    ] {
        cases.push(refused(operation, arguments([given]), (404, UNKNOWN), says));
    }
    // Another spelling than the source's, since Python's SDK compares the texts before it asks.
    let itself = to("+1 415 555 1234");
    cases.push(refused(send, itself, (422, IMPOSSIBLE), "same number"));
    Ok(cases)
}

fn invalid(world: &World) -> Vec<Case> {
    let ago = |days: i64| {
        let time = world.now - SignedDuration::from_hours(24 * days);
        Value::from(oracle::utc(time))
    };
    let range = arguments([("end_time__gte", ago(40)), ("end_time__lte", ago(9))]);
    let time = arguments([("message_time", json!("2026-01-01T00:00:00Z"))]);
    // Python's SDK knows that no page is so large, and raises the same exception without a request.
    let large = arguments([("limit", json!(21))]);
    vec![
        refused(Operation::CALLS_LIST, range, (400, INVALID), "30 days"),
        refused(
            Operation::MESSAGES_CREATE,
            to("12<not-a-number"),
            (400, INVALID),
            "dst",
        ),
        refused(Operation::NUMBERS_LIST, large, (400, INVALID), "limit"),
        hidden(
            refused(
                Operation::MESSAGES_LIST,
                time,
                (400, INVALID),
                "message_time",
            ),
            "TypeError",
        ),
    ]
}

fn unauthorized(world: &World) -> Result<Vec<Case>> {
    let number = world.with(Resource::Numbers, "number")?["number"].clone();
    let call = world.with(Resource::Calls, "call_uuid")?["call_uuid"].clone();
    let none = Arguments::new;
    let case = |operation, given| {
        refused(operation, given, (401, UNAUTHORIZED), "verify").special(Special::WrongToken)
    };
    Ok(vec![
        case(Operation::MESSAGES_CREATE, to("14155559001")),
        case(Operation::NUMBERS_GET, arguments([("number", number)])),
        case(Operation::CALLS_GET, arguments([("call_uuid", call)])),
        hidden(case(Operation::MESSAGES_LIST, none()), "TypeError"),
        hidden(case(Operation::NUMBERS_LIST, none()), "AttributeError"),
        hidden(case(Operation::CALLS_LIST, none()), "AttributeError"),
        hidden(case(Operation::APPLICATIONS_LIST, none()), "AttributeError"),
    ])
}

/// More lists of messages than the account may ask for in a minute, for a stand-in that keeps its limits.
pub(in crate::referee) fn impatient(world: &World) -> Result<Vec<Case>> {
    let list = Operation::MESSAGES_LIST;
    let one = || arguments([("limit", json!(1))]);
    let mut cases = Vec::new();
    for _ in 0..LISTS_A_MINUTE {
        cases.push(Case::list(world, list, Resource::Messages, one())?.shown(ROW, &[]));
    }
    cases.push(hidden(
        refused(list, one(), (429, OTHER), "429"),
        "TypeError",
    ));
    Ok(cases)
}

/// A send to these destinations.
fn to(dst: &str) -> Arguments {
    arguments([
        ("src", json!("14155551234")),
        ("dst", json!(dst)),
        ("text", json!("refused")),
    ])
}

fn refused(
    operation: Operation,
    given: Arguments,
    (status, (python, node)): (u16, Exceptions),
    says: &'static str,
) -> Case {
    let raised = Raising {
        python,
        node,
        status: Some(status),
        says,
    };
    Case::new(operation, given, Expected::Raised(raised)).shown(ROW, &[&status.to_string()])
}

/// The same refusal, which Python's SDK stumbles over.
fn hidden(case: Case, python: &'static str) -> Case {
    let raised = Raising {
        python,
        node: "",
        status: None,
        says: "",
    };
    case.departs(Sdk::Python, Expected::Raised(raised), LISTS)
}
