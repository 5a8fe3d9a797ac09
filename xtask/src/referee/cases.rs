//! The calls that both SDKs make: data, with values taken from what the stand-in holds.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

use super::case::{Case, Expected, Operation, Raising};
use super::oracle::{self, Arguments};
use super::sdk::Sdk;
use super::world::{Resource, World};

mod applications;
mod calls;
mod messages;
mod numbers;
mod sends;
mod unfinished_calls;

mod injected;
mod refusals;

pub(super) use refusals::impatient;

/// The rows of the table.
pub(super) const ROWS: [&str; 13] = [
    Operation::MESSAGES_LIST.row,
    Operation::MESSAGES_CREATE.row,
    Operation::NUMBERS_LIST.row,
    Operation::NUMBERS_GET.row,
    Operation::CALLS_LIST.row,
    Operation::CALLS_LIST_LIVE.row,
    Operation::CALLS_LIST_QUEUED.row,
    Operation::CALLS_GET.row,
    Operation::CALLS_GET_LIVE.row,
    Operation::CALLS_GET_QUEUED.row,
    Operation::APPLICATIONS_LIST.row,
    refusals::ROW,
    injected::ROW,
];

/// Parameters of kinds of WhatsApp messages that are outside the seven functions.
const OUTSIDE: [(&str, &str); 3] = [
    ("messages.create", "template"),
    ("messages.create", "interactive"),
    ("messages.create", "location"),
];

/// What Python's SDK raises, and what Node's does.
type Exceptions = (&'static str, &'static str);

const INVALID: Exceptions = ("ValidationError", "InvalidRequestError");
const UNAUTHORIZED: Exceptions = ("AuthenticationError", "AuthenticationError");
const FORBIDDEN: Exceptions = ("ForbiddenError", "Error");
const COUNTRY: Exceptions = ("GeoPermissionError", "GeoPermissionError");
const UNKNOWN: Exceptions = ("ResourceNotFoundError", "ResourceNotFoundError");
const UNACCEPTABLE: Exceptions = ("PlivoRestError", "NotAcceptableError");
const IMPOSSIBLE: Exceptions = ("InvalidRequestError", "InvalidRequestError");
const FAILED: Exceptions = ("PlivoServerError", "ServerError");
/// Of statuses for which neither has a class.
const OTHER: Exceptions = ("PlivoRestError", "Error");

/// Every case, in the order in which the calls are made. What is sent comes last, so that the lists before it are those
/// of the beginning; the one error that waits for any request about calls comes first.
pub(super) fn all(world: &World) -> Result<Vec<Case>> {
    let mut cases = vec![injected::once(world)?];
    cases.extend(messages::cases(world)?);
    cases.extend(numbers::cases(world)?);
    cases.extend(calls::cases(world)?);
    cases.extend(unfinished_calls::cases(world)?);
    cases.extend(applications::cases(world)?);
    cases.extend(refusals::cases(world)?);
    cases.extend(injected::cases());
    cases.extend(sends::cases(world)?);
    Ok(cases)
}

/// Every parameter that a case tries or that need not be tried, with the operation that it is of.
pub(super) fn tried(cases: &[Case]) -> BTreeSet<(&'static str, String)> {
    let outside = OUTSIDE
        .iter()
        .map(|(operation, name)| (*operation, (*name).to_owned()));
    let given = cases.iter().flat_map(|case| {
        case.arguments
            .keys()
            .map(|name| (case.operation.script, name.clone()))
    });
    given.chain(outside).collect()
}

fn arguments<const N: usize>(pairs: [(&str, Value); N]) -> Arguments {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A case for each filter by itself.
fn one_by_one<const N: usize>(
    world: &World,
    operation: Operation,
    resource: Resource,
    filters: [(&str, Value); N],
) -> Result<Vec<Case>> {
    let case = |filter| Case::list(world, operation, resource, arguments([filter]));
    filters.into_iter().map(case).collect()
}

/// Pages of the list without a filter: the first ones, and one past the end.
fn pages(world: &World, operation: Operation, resource: Resource) -> Result<Vec<Case>> {
    let page = |(limit, offset): (u64, u64)| {
        let given = arguments([("limit", limit.into()), ("offset", offset.into())]);
        Case::list(world, operation, resource, given)
    };
    let pages = [
        (20, 0),
        (20, 20),
        (7, 0),
        (7, 7),
        (7, 14),
        (1, 3),
        (20, 100_000),
    ];
    pages.into_iter().map(page).collect()
}

/// An address for the answer that is not on this machine, so that nothing is sent there.
fn callback() -> [(&'static str, Value); 2] {
    [
        ("callback_url", "https://example.com/answer".into()),
        ("callback_method", "POST".into()),
    ]
}

/// A list whose answer goes to a callback.
fn deferred(operation: Operation) -> Case {
    const WHY: &str = "it looks for objects in the answer to a list even where the answer goes to a callback_url, \
        and fails with a TypeError";
    let broken = Raising {
        python: "",
        node: "TypeError",
        status: None,
        says: "forEach",
    };
    let case = Case::new(operation, arguments(callback()), Expected::Deferred);
    case.departs(Sdk::Node, Expected::Raised(broken), WHY)
}

/// Every record of a list, as Python's SDK goes from page to page. Node's has nothing that does.
fn walk(world: &World, script: &'static str, list: Operation, resource: Resource) -> Result<Case> {
    let all = oracle::matching(world, resource, &Arguments::new())?;
    let walk = Operation::new(script, list.row);
    let case = Case::new(walk, Arguments::new(), Expected::Walk(resource, all));
    Ok(case.shown(list.row, &["every page"]).only(Sdk::Python))
}
