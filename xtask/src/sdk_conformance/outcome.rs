//! What an SDK returned and the sandbox received, compared with what a call has to come to.

use anyhow::{Context, Result, bail, ensure};
use plivo_sandbox::{Exchange, Sandbox, SentMessage};
use serde_json::{Map, Value};

use super::call::{Call, Expected, Raises, Sends};
use super::fixture::{ACCOUNT, Fixture};
use super::sdk::{Exception, Reply};
use crate::packages::Language;

/// What the sandbox has to compare with, once the calls are made.
#[derive(Debug)]
pub(super) struct Outcome<'a> {
    sdk: Language,
    fixture: &'a Fixture,
    /// All messages, those that were sent among them.
    messages: Vec<Value>,
    sent: Vec<SentMessage>,
    journal: Vec<Exchange>,
}

impl<'a> Outcome<'a> {
    pub(super) fn of(sdk: Language, sandbox: &Sandbox, fixture: &'a Fixture) -> Self {
        Self {
            sdk,
            fixture,
            messages: sandbox.messages(ACCOUNT),
            sent: sandbox.sent(ACCOUNT),
            journal: sandbox.journal(),
        }
    }

    /// Compares what an SDK made of a call with what its case expects.
    ///
    /// # Errors
    /// They differ.
    pub(super) fn check(&self, call: &Call, reply: &Reply) -> Result<()> {
        let answer = match (&call.expected, reply) {
            (Expected::Raises(raises), Reply::Error(error)) => return self.raised(raises, error),
            (_, Reply::Error(error)) => bail!("raised {}: {}", error.class, error.message),
            (_, Reply::Answer(answer)) => self.normalize(answer),
        };
        match &call.expected {
            Expected::Finds(total) | Expected::Ignores(total) => self.page(call, *total, &answer),
            Expected::Uuids(count) => self.uuids(*count, &answer),
            Expected::Record => self.record(call, &answer),
            Expected::Sends(sends) => self.sends(call, sends, &answer),
            Expected::Deferred => equal("message", &"async api spawned".into(), &answer["message"]),
            Expected::Raises(_) => bail!("raised nothing, but answered {answer}"),
        }
    }

    fn raised(&self, raises: &Raises, error: &Exception) -> Result<()> {
        let class = match self.sdk {
            Language::Python => &raises.python,
            Language::Node => &raises.node,
        };
        let has_status = error.status.is_none()
            || raises
                .status
                .is_none_or(|status| error.status == Some(status));
        ensure!(
            error.class == *class && error.message.contains(&raises.message) && has_status,
            "expected {class} ({:?}, {:?}), got {error:?}",
            raises.status,
            raises.message
        );
        Ok(())
    }

    /// A page: how many records, which, and what it says of the list.
    fn page(&self, call: &Call, total: usize, answer: &Value) -> Result<()> {
        let (resource, verb) = call.parts();
        let is_walk = verb == "walk";
        let limit = call
            .count("limit")
            .unwrap_or(if is_walk { total } else { 20 });
        let offset = call.count("offset").unwrap_or(0);
        let records = answer["objects"]
            .as_array()
            .context("there is no list of objects")?;
        equal(
            "the number of records",
            &total.saturating_sub(offset).min(limit).into(),
            &records.len().into(),
        )?;
        let (held, id) = self.fixture.records(resource);
        // The order is that of the sandbox.
        let mut held = held.iter();
        for record in records {
            let found = &record[self.spell(id)];
            let held = held
                .find(|held| held[id] == *found)
                .with_context(|| format!("{found} is out of place"))?;
            self.fields(held, record)?;
        }
        if is_walk {
            return Ok(());
        }
        let meta = &answer["meta"];
        equal("meta.limit", &limit.into(), &meta["limit"])?;
        equal("meta.offset", &offset.into(), &meta["offset"])?;
        // The service no longer counts messages.
        let counted = if id == "message_uuid" {
            Value::Null
        } else {
            total.into()
        };
        equal(
            "meta.total_count",
            &counted,
            &meta[self.spell("total_count")],
        )?;
        link(call, &meta["next"], offset + limit < total).context("meta.next")?;
        link(call, &meta["previous"], offset > 0).context("meta.previous")
    }

    fn uuids(&self, count: usize, answer: &Value) -> Result<()> {
        let uuids = answer["calls"]
            .as_array()
            .context("there is no list of calls")?;
        equal("the number of calls", &count.into(), &uuids.len().into())?;
        let mut held = self.fixture.live_uuids().into_iter();
        for uuid in uuids {
            held.find(|held| *held == uuid)
                .with_context(|| format!("{uuid} is out of place"))?;
        }
        Ok(())
    }

    /// One record, to which the service adds the request's own `api_id`.
    fn record(&self, call: &Call, answer: &Value) -> Result<()> {
        let (held, id) = self.fixture.records(call.parts().0);
        let held = held.iter().find(|held| held[id] == call.arguments[id]);
        let mut held = held.context("the sandbox does not hold it")?.clone();
        held["api_id"] = answer[self.spell("api_id")].clone();
        ensure!(held["api_id"].is_string(), "there is no api_id");
        self.fields(&held, answer)
    }

    /// Each field of a record, and no other. Node's classes leave some out.
    fn fields(&self, held: &Value, got: &Value) -> Result<()> {
        let held = self.normalize(held);
        let (held, got) = (fields(&held)?, fields(got)?);
        for (name, value) in held {
            match got.get(name) {
                Some(got) => equal(name, value, got)?,
                None => ensure!(self.sdk == Language::Node, "{name} is missing"),
            }
        }
        let other = got.keys().find(|name| !held.contains_key(*name));
        ensure!(other.is_none(), "{other:?} is no field of the record");
        Ok(())
    }

    /// A send: what is answered, what was sent, and what the sandbox then holds.
    fn sends(&self, call: &Call, sends: &Sends, answer: &Value) -> Result<()> {
        let answered = |name| &answer[self.spell(name)];
        equal("message", &"message(s) queued".into(), answered("message"))?;
        let refused = match sends.refused.as_slice() {
            [] => Value::Null,
            refused => refused.into(),
        };
        equal("invalid_number", &refused, answered("invalid_number"))?;
        let uuids = answered("message_uuid")
            .as_array()
            .context("there are no UUIDs")?;
        let mut destinations = Vec::new();
        for uuid in uuids {
            let sent = self.sent.iter().find(|sent| *uuid == *sent.message_uuid);
            let sent = sent.context("an unknown UUID is answered")?;
            equal(
                "the text",
                &call.arguments["text"],
                &sent.text.clone().into(),
            )?;
            destinations.push(sent.dst.clone());
            let record = self
                .messages
                .iter()
                .find(|message| message["message_uuid"] == *uuid);
            let record = record.context("no record of the message")?;
            for (name, value) in &sends.record {
                equal(name, value, &record[name])?;
            }
        }
        equal(
            "the destinations",
            &sends.to.clone().into(),
            &destinations.into(),
        )?;
        // Each message has a text of its own.
        let mut bodies = self
            .journal
            .iter()
            .filter_map(|exchange| exchange.body.as_ref());
        let body = bodies.find(|body| body["text"] == call.arguments["text"]);
        let body = body.context("no request has this text")?;
        for (name, value) in &call.arguments {
            equal(name, sends.body.get(name).unwrap_or(value), &body[name])?;
        }
        Ok(())
    }

    /// A name as this SDK spells it. Node's SDK has it in camel case, with exceptions (`requesterIP`), so that case and
    /// underscores do not count.
    fn spell(&self, name: &str) -> String {
        match self.sdk {
            Language::Python => name.to_owned(),
            Language::Node => name.replace('_', "").to_lowercase(),
        }
    }

    /// A value with each name in this SDK's spelling.
    fn normalize(&self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => {
                let fields = fields.iter();
                Value::Object(
                    fields
                        .map(|(name, value)| (self.spell(name), self.normalize(value)))
                        .collect(),
                )
            }
            Value::Array(items) => items.iter().map(|item| self.normalize(item)).collect(),
            plain => plain.clone(),
        }
    }
}

/// A link to another page is relative and repeats the filters.
fn link(call: &Call, got: &Value, is_there: bool) -> Result<()> {
    let Some(link) = got.as_str().filter(|_| is_there) else {
        ensure!(
            got.is_null() && !is_there,
            "expected a link: {is_there}, got {got}"
        );
        return Ok(());
    };
    ensure!(link.starts_with("/v1/Account/"), "{link} is not relative");
    if matches!(call.expected, Expected::Finds(_)) {
        for filter in call.filters() {
            ensure!(
                link.contains(&format!("&{filter}=")),
                "{link} lacks {filter}"
            );
        }
    }
    Ok(())
}

fn fields(record: &Value) -> Result<&Map<String, Value>> {
    record.as_object().context("the record is not an object")
}

fn equal(what: &str, expected: &Value, got: &Value) -> Result<()> {
    ensure!(expected == got, "expected {what} {expected}, got {got}");
    Ok(())
}
