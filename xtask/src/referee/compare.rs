//! What an SDK returned, beside what should have come of the call.

use serde_json::Value;

use super::aftermath::Aftermath;
use super::case::{Case, Expected, Raising};
use super::records::Records;
use super::sdk::{Raised, Reply, Sdk};

/// What is wrong, or nothing.
pub(super) type Verdict = Result<(), String>;

/// One SDK's results under comparison.
#[derive(Debug)]
pub(super) struct Comparison<'a> {
    pub(super) sdk: Sdk,
    pub(super) aftermath: &'a Aftermath,
    pub(super) records: Records,
}

impl Comparison<'_> {
    pub(super) fn judge(&mut self, case: &Case, reply: &Reply) -> Verdict {
        let (expected, _) = case.expected(self.sdk);
        let answer = match (expected, reply) {
            (Expected::Raised(raising), Reply::Error(raised)) => {
                return self.raised(raising, raised);
            }
            (Expected::Raised(raising), Reply::Answer(answer)) => {
                return Err(differs(self.class(raising), &short(answer)));
            }
            (_, Reply::Error(raised)) => {
                let got = format!("{}: {}", raised.class, raised.message);
                return Err(differs("an answer", &got));
            }
            (_, Reply::Answer(answer)) => self.sdk.spell_names(answer),
        };
        let (records, row) = (&mut self.records, case.operation.row);
        match expected {
            Expected::Page(page) => records.page(row, page, &answer),
            Expected::Walk(resource, held) => {
                records.list(row, *resource, held, &answer["objects"])
            }
            Expected::Record(held) => records.one(row, held, &answer),
            Expected::Uuids(uuids) => equal("calls", &Value::from(uuids.clone()), &answer["calls"]),
            Expected::Deferred => equal("message", &DEFERRED.into(), &answer["message"]),
            Expected::Sent(sending) => self.aftermath.sent(self.sdk, sending, &answer),
            Expected::Raised(_) => Ok(()),
        }
    }

    fn class<'r>(&self, raising: &'r Raising) -> &'r str {
        match self.sdk {
            Sdk::Python => raising.python,
            Sdk::Node => raising.node,
        }
    }

    fn raised(&self, raising: &Raising, raised: &Raised) -> Verdict {
        let class = self.class(raising);
        let statuses = raising.status.zip(raised.status);
        let as_told = raised.class == class && raised.message.contains(raising.says);
        if as_told && statuses.is_none_or(|(expected, got)| expected == got) {
            return Ok(());
        }
        let status = |status: Option<u16>| match status {
            Some(status) => format!(" with status {status}"),
            None => String::new(),
        };
        let (of_case, of_sdk) = (status(raising.status), status(raised.status));
        Err(differs(
            &format!("{class}{of_case} that says {:?}", raising.says),
            &format!("{}{of_sdk}: {}", raised.class, raised.message),
        ))
    }
}

/// What a request with a callback is told.
const DEFERRED: &str = "async api spawned";

/// Equality, with a name for what is compared.
pub(super) fn equal(what: &str, expected: &Value, got: &Value) -> Verdict {
    if expected == got {
        return Ok(());
    }
    let expected = format!("{what} = {}", short(expected));
    Err(differs(&expected, &short(got)))
}

pub(super) fn differs(expected: &str, got: &str) -> String {
    format!("expected {expected}, got {got}")
}

/// A value in as many characters as a line has room for.
fn short(value: &Value) -> String {
    const MOST: usize = 200;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
