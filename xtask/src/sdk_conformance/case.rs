//! The cases, as their files have them, and the calls that each SDK makes of them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use plivo_sandbox::{ErrorBody, Failure, Fault};
use serde::Deserialize;

use super::call::{Arguments, Call, Expected};
use crate::packages::Language;

const FOLDER: &str = "tests/sdk-conformance/cases";
/// How many records a page has without a limit.
const PAGE: usize = 20;

/// The cases of one operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    operation: String,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    with: Arguments,
    expect: Expected,
    /// The one SDK that can make the call.
    only: Option<Language>,
    python: Option<Departure>,
    node: Option<Departure>,
    fault: Option<Injected>,
    #[serde(default = "once")]
    times: usize,
    #[serde(default)]
    wrong_token: bool,
    #[serde(default)]
    append_slash: bool,
}

/// What one SDK does instead, and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Departure {
    expect: Expected,
    why: String,
}

/// An error in place of the sandbox's own answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Injected {
    status: u16,
    #[serde(default)]
    body: ErrorBody,
    /// Below the account's address; that of the number unless it is given.
    path: Option<String>,
    #[serde(default = "once")]
    times: u64,
}

fn once<T: From<u8>>() -> T {
    1.into()
}

/// Returns the calls of one SDK in these files, in order.
///
/// # Errors
/// A file cannot be read, or has a case that proves nothing.
pub(super) fn calls(root: &Path, files: &[&str], sdk: Language) -> Result<Vec<Call>> {
    let mut calls = Vec::new();
    for name in files {
        let path = format!("{FOLDER}/{name}.yaml");
        let text = fs::read_to_string(root.join(&path));
        let text = text.with_context(|| format!("cannot read {path}"))?;
        let groups: Vec<Group> =
            serde_yaml::from_str(&text).with_context(|| format!("{path} is not valid"))?;
        for Group { operation, cases } in groups {
            let whole_list = cases.iter().find_map(Case::whole_list);
            for case in cases {
                if case.only.is_none_or(|only| only == sdk) {
                    let times = case.times;
                    let call = case.call(&operation, sdk)?;
                    ensure!(narrows(&call, whole_list), "{path}: {call} narrows nothing");
                    for _ in 0..times {
                        calls.extend(pages(&call));
                    }
                }
            }
        }
    }
    Ok(calls)
}

/// Whether a call that filters finds some of the records and not all of them.
fn narrows(call: &Call, whole_list: Option<usize>) -> bool {
    match call.expected {
        Expected::Finds(count) => {
            call.filters().next().is_none() || (count > 0 && Some(count) != whole_list)
        }
        _ => true,
    }
}

/// Returns a call for each page of a list, unless the call is for a page of its own.
fn pages(call: &Call) -> Vec<Call> {
    let is_whole =
        call.parts().1 == "list" && call.count("limit").or(call.count("offset")).is_none();
    let Expected::Finds(count) = call.expected else {
        return vec![call.clone()];
    };
    let offsets = (0..count).step_by(PAGE).filter(|_| is_whole).skip(1);
    let following = offsets.map(|offset| {
        let mut call = call.clone();
        call.arguments.insert("offset".to_owned(), offset.into());
        call
    });
    std::iter::once(call.clone()).chain(following).collect()
}

impl Case {
    /// How many records the list has, where this is the case without arguments.
    fn whole_list(&self) -> Option<usize> {
        match self.expect {
            Expected::Finds(count) if self.with.is_empty() => Some(count),
            _ => None,
        }
    }

    fn call(self, operation: &str, sdk: Language) -> Result<Call> {
        let departure = match sdk {
            Language::Python => self.python,
            Language::Node => self.node,
        };
        let fault = self.fault.map(|fault| fault.of(&self.with)).transpose()?;
        let (expected, why) = match departure {
            Some(Departure { expect, why }) => (expect, Some(why)),
            None => (self.expect, None),
        };
        Ok(Call {
            operation: operation.to_owned(),
            arguments: self.with,
            expected,
            why,
            fault,
            wrong_token: self.wrong_token,
            append_slash: self.append_slash,
        })
    }
}

impl Injected {
    fn of(self, arguments: &Arguments) -> Result<Fault> {
        let number = || Some(format!("/Number/{}/", arguments.get("number")?.as_str()?));
        let path = self.path.or_else(number);
        let Self { status, body, .. } = self;
        Ok(Fault::new(Failure::Status { status, body })
            .method("GET")
            .path(&path.context("a fault needs a path")?)
            .times(self.times))
    }
}
