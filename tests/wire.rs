//! A case for each parameter of each function: set from Rust and from Lua, it travels as Plivo documents it, and the
//! answer has the sandbox's records that a person expects.
//!
//! The cases say by hand what travels, so that a manifest that is wrong about the wire fails here. The manifest only says
//! which parameters there are.

mod request;

// One parameter a case, by the kind of its function.
mod case;

mod get_case;
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
mod paths;
mod ranges;
mod send_rules;

use std::collections::BTreeSet;

use case::{Case, each_holds};

#[tokio::test]
async fn list_messages() {
    each_holds(messages::list_cases()).await;
}

#[tokio::test]
async fn send_sms() {
    each_holds(sending::cases()).await;
}

#[tokio::test]
async fn list_numbers() {
    each_holds(numbers::list_cases()).await;
}

#[tokio::test]
async fn get_number() {
    each_holds(numbers::get_cases()).await;
}

#[tokio::test]
async fn list_calls() {
    each_holds(calls::list_cases()).await;
}

#[tokio::test]
async fn get_call() {
    each_holds(calls::get_cases()).await;
}

#[tokio::test]
async fn list_applications() {
    each_holds(applications::list_cases()).await;
}

#[test]
fn every_parameter_has_a_case_and_every_case_a_parameter() {
    let mut cases = BTreeSet::new();
    cases.extend(messages::list_cases().iter().map(Case::covers));
    cases.extend(sending::cases().iter().map(Case::covers));
    cases.extend(numbers::list_cases().iter().map(Case::covers));
    cases.extend(numbers::get_cases().iter().map(Case::covers));
    cases.extend(calls::list_cases().iter().map(Case::covers));
    cases.extend(calls::get_cases().iter().map(Case::covers));
    cases.extend(applications::list_cases().iter().map(Case::covers));

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
