//! Errors that no request of the seven functions brings about by itself, put in the place of the answer: every status
//! that an SDK has an exception for, some that it has none for, and every body that the service sends with them.

use anyhow::Result;
use plivo_sandbox::{ErrorBody, Failure, Fault};
use serde_json::json;

use super::{
    Exceptions, FAILED, FORBIDDEN, IMPOSSIBLE, INVALID, OTHER, UNACCEPTABLE, UNAUTHORIZED, UNKNOWN,
    arguments,
};
use crate::referee::case::{Case, Expected, Operation, Raising};
use crate::referee::sdk::Sdk;
use crate::referee::world::{Resource, World};

pub(super) const ROW: &str = "errors, injected";
/// Both SDKs try a voice request three times when the service fails, at addresses that are all the same now.
const VOICE_ATTEMPTS: u64 = 3;
/// What the stand-in says when it was told to fail.
const TOLD: &str = "told to fail";

/// Status, body, exceptions, and what of the body their message shows.
type Injection = (u16, ErrorBody, Exceptions, &'static str);

const STATUSES: [Injection; 13] = [
    (400, ErrorBody::Plivo, INVALID, TOLD),
    (401, ErrorBody::WithoutApiId, UNAUTHORIZED, TOLD),
    (402, ErrorBody::Plivo, OTHER, "402"),
    (403, ErrorBody::Plivo, FORBIDDEN, ""),
    (404, ErrorBody::Plivo, UNKNOWN, TOLD),
    (405, ErrorBody::Plivo, IMPOSSIBLE, TOLD),
    (406, ErrorBody::Plivo, UNACCEPTABLE, ""),
    (409, ErrorBody::Plivo, IMPOSSIBLE, TOLD),
    (422, ErrorBody::Plivo, IMPOSSIBLE, TOLD),
    (429, ErrorBody::Plivo, OTHER, "429"),
    (500, ErrorBody::Plivo, FAILED, TOLD),
    (502, ErrorBody::Plivo, OTHER, "502"),
    (503, ErrorBody::Plivo, OTHER, "503"),
];

/// Node's SDK has a class for any failure of the service that comes as text, and none where it comes as JSON.
const FAILED_AS_TEXT: Exceptions = ("PlivoRestError", "ServerError");

const BODIES: [(&str, Injection); 8] = [
    (
        "error in error",
        (400, ErrorBody::ErrorInError, INVALID, ""),
    ),
    (
        "message in error",
        (400, ErrorBody::MessageInError, INVALID, ""),
    ),
    ("message", (422, ErrorBody::Message, IMPOSSIBLE, "")),
    ("text", (401, ErrorBody::Text, UNAUTHORIZED, "")),
    ("{}", (404, ErrorBody::EmptyObject, UNKNOWN, "")),
    ("empty", (500, ErrorBody::Empty, FAILED, "")),
    ("HTML", (404, ErrorBody::Html, UNKNOWN, "")),
    ("HTML", (503, ErrorBody::Html, FAILED_AS_TEXT, "")),
];

/// A list of calls that fails at the first attempt: both SDKs try again by themselves.
pub(super) fn once(world: &World) -> Result<Case> {
    const WHY: &str = "it repeats a request about calls or applications that failed with 500 or above without its \
        query, so that the answer is to a list without filters";
    let list = |given| Case::list(world, Operation::CALLS_LIST, Resource::Calls, given);
    let unfiltered = list(arguments([]))?.expected;
    let case = list(arguments([("hangup_source", json!("Carrier"))]))?;
    Ok(case
        .departs(Sdk::Node, unfiltered, WHY)
        .fault(Fault::status(500).method("GET").path("/Call/"))
        .shown(ROW, &["500 once"]))
}

pub(super) fn cases() -> Vec<Case> {
    let statuses = STATUSES
        .into_iter()
        .map(|injection| (injection.0.to_string(), injection));
    let bodies = BODIES
        .into_iter()
        .map(|(name, injection)| (name.to_owned(), injection));
    // A number of its own for each, so that each fault finds its request.
    let numbers = (1..).map(|place| format!("1999555{place:04}"));
    let mut cases: Vec<Case> = statuses
        .chain(bodies)
        .zip(numbers)
        .map(|((label, injection), number)| {
            let given = arguments([("number", json!(number))]);
            Case::new(Operation::NUMBERS_GET, given, raised(injection))
                .fault(fault(injection).path(&format!("/Number/{number}/")))
                .shown(ROW, &[&label])
        })
        .collect();
    let failing = (500, ErrorBody::Plivo, FAILED, TOLD);
    let uuid = "00000000-0000-4000-8000-000000000500";
    let given = arguments([("call_uuid", json!(uuid))]);
    let path = format!("/Call/{uuid}/");
    cases.push(
        Case::new(Operation::CALLS_GET, given, raised(failing))
            .fault(fault(failing).path(&path).times(VOICE_ATTEMPTS))
            .shown(ROW, &["500 three times"]),
    );
    cases
}

fn fault((status, body, ..): Injection) -> Fault {
    Fault::new(Failure::Status { status, body }).method("GET")
}

fn raised((status, _, (python, node), says): Injection) -> Expected {
    Expected::Raised(Raising {
        python,
        node,
        status: Some(status),
        says,
    })
}
