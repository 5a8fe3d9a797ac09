//! What the stand-in holds and has seen once the calls are made: the messages that were sent, and what travelled.

use plivo_sandbox::{Exchange, Sandbox, SentMessage};
use serde_json::Value;

use super::case::Sending;
use super::compare::{Verdict, differs, equal};
use super::sdk::Sdk;
use super::world::ACCOUNT;

/// The stand-in's own account of a run.
#[derive(Debug)]
pub(super) struct Aftermath {
    pub(super) journal: Vec<Exchange>,
    sent: Vec<SentMessage>,
    messages: Vec<Value>,
    /// Faults that no request has set off.
    pub(super) pending_faults: usize,
}

impl Aftermath {
    pub(super) fn of(sandbox: &Sandbox) -> Self {
        Self {
            journal: sandbox.journal(),
            sent: sandbox.sent(ACCOUNT),
            messages: sandbox.messages(ACCOUNT),
            pending_faults: sandbox.pending_faults(),
        }
    }

    /// Whether a send did what it should have, by what the SDK returned and by what the stand-in holds. The answer's
    /// names are spelled as `sdk` spells them.
    pub(super) fn sent(&self, sdk: Sdk, sending: &Sending, answer: &Value) -> Verdict {
        let answered = |name: &str| &answer[sdk.spell(name).as_str()];
        equal("message", &"message(s) queued".into(), answered("message"))?;
        let refused = match sending.refused.as_slice() {
            [] => Value::Null,
            refused => refused.into(),
        };
        equal("invalid_number", &refused, answered("invalid_number"))?;
        let uuids = answered("message_uuid").as_array().into_iter().flatten();
        let uuids: Vec<&str> = uuids.filter_map(Value::as_str).collect();
        let sent = |uuid: &&str| self.sent.iter().find(|sent| sent.message_uuid == *uuid);
        let destinations: Value = uuids
            .iter()
            .map(|uuid| sent(uuid).map(|sent| sent.dst.clone()))
            .collect();
        equal(
            "the destinations",
            &sending.accepted.clone().into(),
            &destinations,
        )?;
        let text = sending.body.get("text").and_then(Value::as_str);
        let text = text.unwrap_or_default();
        for uuid in &uuids {
            let arrived = sent(uuid).map(|sent| sent.text.as_str());
            equal("the text", &text.into(), &arrived.into())?;
            self.record(sending, uuid)?;
        }
        self.body(sending, text)
    }

    fn record(&self, sending: &Sending, uuid: &str) -> Verdict {
        let record = self
            .messages
            .iter()
            .find(|message| message["message_uuid"] == uuid);
        let Some(record) = record else {
            return Err(differs("a record of the message", "none"));
        };
        sending
            .record
            .iter()
            .try_for_each(|(name, value)| equal(name, value, &record[*name]))
    }

    /// The body that travelled; each send has a text of its own, by which it is found.
    fn body(&self, sending: &Sending, text: &str) -> Verdict {
        let mut bodies = self
            .journal
            .iter()
            .filter_map(|exchange| exchange.body.as_ref());
        let Some(body) = bodies.find(|body| body["text"] == text) else {
            return Err(differs("a request with this text", "none"));
        };
        sending
            .body
            .iter()
            .try_for_each(|(name, value)| equal(name, value, &body[name.as_str()]))
    }
}
