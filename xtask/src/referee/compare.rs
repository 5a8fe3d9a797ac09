//! What an SDK returned, beside what should have come of the call.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::aftermath::Aftermath;
use super::case::{Expected, Page, Raising};
use super::sdk::{Raised, Reply, Sdk};
use super::world::Resource;

/// What is wrong, or nothing.
pub(super) type Verdict = Result<(), String>;

/// One SDK's results under comparison.
#[derive(Debug)]
pub(super) struct Comparison<'a> {
    pub(super) sdk: Sdk,
    pub(super) aftermath: &'a Aftermath,
    /// Fields that Node's classes do not take over from the answer.
    pub(super) dropped: BTreeSet<String>,
}

impl Comparison<'_> {
    pub(super) fn judge(&mut self, expected: &Expected, reply: &Reply) -> Verdict {
        let answer = match (expected, reply) {
            (Expected::Raised(raising), Reply::Error(raised)) => {
                return self.raised(raising, raised);
            }
            (Expected::Raised(raising), Reply::Answer(answer)) => {
                return Err(differs(self.class(raising), &short(answer)));
            }
            (_, Reply::Error(raised)) => {
                return Err(differs(
                    "an answer",
                    &format!("{}: {}", raised.class, raised.message),
                ));
            }
            (_, Reply::Answer(answer)) => self.names(answer),
        };
        match expected {
            Expected::Page(page) => self.page(page, &answer),
            Expected::Walk(resource, records) => {
                self.records(*resource, records, &answer["objects"])
            }
            Expected::Uuids(uuids) => {
                equal("the UUIDs", &Value::from(uuids.clone()), &answer["calls"])
            }
            Expected::Record(record) => self.one(record, &answer),
            Expected::Deferred => equal(
                "the message",
                &"async api spawned".into(),
                &answer["message"],
            ),
            Expected::Sent(sending) => self.aftermath.sent(sending, &answer),
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
        let status = |status: Option<u16>| {
            status.map_or(String::new(), |status| format!(" with status {status}"))
        };
        Err(differs(
            &format!(
                "{class}{} that says {:?}",
                status(raising.status),
                raising.says
            ),
            &format!(
                "{}{}: {}",
                raised.class,
                status(raised.status),
                raised.message
            ),
        ))
    }

    fn page(&mut self, page: &Page, answer: &Value) -> Verdict {
        if page.idle {
            return Err(
                "the filter makes no difference to what the stand-in holds, so nothing is proved"
                    .to_owned(),
            );
        }
        self.records(page.resource, &page.records, &answer["objects"])?;
        let meta = &answer["meta"];
        equal("meta.limit", &page.limit.into(), &meta["limit"])?;
        equal("meta.offset", &page.offset.into(), &meta["offset"])?;
        // Messages are no longer counted.
        let total = if page.resource == Resource::Messages {
            Value::Null
        } else {
            page.total.into()
        };
        equal(
            "meta.total_count",
            &total,
            &meta[self.name("total_count").as_str()],
        )?;
        link(
            page,
            "next",
            page.offset + page.limit < page.total,
            &meta["next"],
        )?;
        link(page, "previous", page.offset > 0, &meta["previous"])
    }

    /// Records in order: first which ones they are, then what they say.
    fn records(&mut self, resource: Resource, expected: &[Value], got: &Value) -> Verdict {
        let id = self.name(resource.id());
        let got = got.as_array().map(Vec::as_slice).unwrap_or_default();
        let ids =
            |records: &[Value], id: &str| records.iter().map(|record| record[id].clone()).collect();
        equal(resource.id(), &ids(expected, resource.id()), &ids(got, &id))?;
        expected
            .iter()
            .zip(got)
            .try_for_each(|(expected, got)| self.record(expected, got))
    }

    /// The one record of a `get`, to which the service adds the request's own `api_id`.
    fn one(&mut self, expected: &Value, got: &Value) -> Verdict {
        let (mut expected, mut got) = (expected.clone(), got.clone());
        let api_id = got
            .as_object_mut()
            .and_then(|fields| fields.remove(&self.name("api_id")));
        if let Some(fields) = expected.as_object_mut() {
            fields.remove("api_id");
        }
        if api_id
            .as_ref()
            .and_then(Value::as_str)
            .is_none_or(str::is_empty)
        {
            return Err(differs("an api_id", "none"));
        }
        self.record(&expected, &got)
    }

    fn record(&mut self, expected: &Value, got: &Value) -> Verdict {
        let expected = self.names(expected);
        let none = Map::new();
        let (expected, got) = (
            expected.as_object().unwrap_or(&none),
            got.as_object().unwrap_or(&none),
        );
        for (name, value) in expected {
            match got.get(name) {
                Some(found) => equal(name, value, found)?,
                None if self.sdk == Sdk::Node => {
                    self.dropped.insert(name.clone());
                }
                None => return Err(differs(&format!("{name} = {value}"), "no such field")),
            }
        }
        let extra = got.keys().find(|name| !expected.contains_key(*name));
        extra.map_or(Ok(()), |name| Err(differs("no other field", name)))
    }

    /// A name as this SDK spells it. Node's has camels, some with capitals of its own (`requesterIP`), so for it all
    /// spellings are made one.
    fn name(&self, name: &str) -> String {
        match self.sdk {
            Sdk::Python => name.to_owned(),
            Sdk::Node => name.replace('_', "").to_lowercase(),
        }
    }

    /// A value with every name in this SDK's spelling.
    fn names(&self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let named = |(name, value): (&String, &Value)| (self.name(name), self.names(value));
                Value::Object(fields.iter().map(named).collect())
            }
            Value::Array(items) => items.iter().map(|item| self.names(item)).collect(),
            plain => plain.clone(),
        }
    }
}

/// A link to another page is relative, repeats the filters, and is there if that page is.
fn link(page: &Page, name: &str, there: bool, got: &Value) -> Verdict {
    let Some(link) = got.as_str() else {
        return if there {
            Err(differs(&format!("meta.{name}"), &short(got)))
        } else {
            Ok(())
        };
    };
    let missing = page
        .filters
        .iter()
        .find(|filter| !link.contains(&format!("&{filter}=")));
    match missing {
        _ if !there => Err(differs(&format!("no meta.{name}"), link)),
        _ if !link.starts_with("/v1/Account/") => Err(differs("a relative address", link)),
        Some(filter) => Err(differs(&format!("meta.{name} with {filter}"), link)),
        None => Ok(()),
    }
}

/// Equality, with a name for what is compared.
pub(super) fn equal(what: &str, expected: &Value, got: &Value) -> Verdict {
    if expected == got {
        return Ok(());
    }
    Err(differs(
        &format!("{what} = {}", short(expected)),
        &short(got),
    ))
}

pub(super) fn differs(expected: &str, got: &str) -> String {
    format!("expected {expected}, got {got}")
}

/// A value in as many characters as a line has room for.
pub(super) fn short(value: &Value) -> String {
    const MOST: usize = 300;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
