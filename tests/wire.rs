//! A case for each parameter of each function: set from Rust and from Lua, it is sent as Plivo documents it, and the
//! answer has the sandbox's records that a person expects.
//!
//! The cases say by hand what is sent, so that a manifest that is wrong about the wire fails here. The manifest only says
//! which parameters there are.

mod request;

// One parameter a case, by the kind of its function.
mod list_case;
mod send_case;

// The cases.
mod applications;
mod calls;
mod messages;
mod numbers;
mod sending;

// What no single parameter shows.
mod call_states;
mod listed_values;
mod one_call;
mod one_message;
mod paths;
mod ranges;
mod send_rules;
mod whatsapp;

use std::collections::BTreeSet;

use self::list_case::{List, ListCase};
use self::send_case::SendCase;
use crate::harness::Harness;

/// Checks the cases of a function that lists, none of which changes the sandbox.
async fn each_holds<L: List>(cases: Vec<ListCase<L>>) {
    let harness = Harness::start().await;
    for case in cases {
        case.check(&harness).await;
    }
}

#[tokio::test]
async fn list_messages() {
    each_holds(messages::list_cases()).await;
}

#[tokio::test]
async fn send_sms() {
    for case in sending::cases() {
        case.check().await;
    }
}

#[tokio::test]
async fn list_numbers() {
    each_holds(numbers::list_cases()).await;
}

#[tokio::test]
async fn list_calls() {
    each_holds(calls::list_cases()).await;
}

#[tokio::test]
async fn list_applications() {
    each_holds(applications::list_cases()).await;
}

#[test]
fn every_parameter_has_a_case_and_every_case_a_parameter() {
    // These have tests of their own.
    let ids = [
        ("get_number", "number"),
        ("get_call", "call_id"),
        ("list_messages", "message_uuid"),
    ];
    let ids = ids.map(|(function, name)| (function.to_owned(), name.to_owned()));
    let mut cases = BTreeSet::from(ids);
    cases.extend(messages::list_cases().iter().map(ListCase::covers));
    cases.extend(sending::cases().iter().map(SendCase::covers));
    cases.extend(numbers::list_cases().iter().map(ListCase::covers));
    cases.extend(calls::list_cases().iter().map(ListCase::covers));
    cases.extend(applications::list_cases().iter().map(ListCase::covers));

    let mut parameters = BTreeSet::new();
    for function in plivo_tests::api().unwrap().functions {
        let names = function
            .parameters
            .into_iter()
            .map(|parameter| parameter.name);
        parameters.extend(names.map(|name| (function.name.clone(), name)));
    }
    let without_case: Vec<_> = parameters.difference(&cases).collect();
    assert!(without_case.is_empty(), "without a case: {without_case:?}");
    let of_nothing: Vec<_> = cases.difference(&parameters).collect();
    assert!(
        of_nothing.is_empty(),
        "a case of no parameter: {of_nothing:?}"
    );
}
