//! Cases of `send_sms`: one parameter, set from Rust and from Lua, the body that travels, and what of it the stand-in's
//! data then shows.

use plivo_client::Client;
use plivo_client::functions::SendSms;
use plivo_runtime::{JsonValue, SignedDuration};
use plivo_sandbox::SentMessage;
use serde_json::json;

use super::case::{Case, Verdict, both, must, must_equal, of};
use super::request::{self, Request};
use crate::harness::Harness;

const SOURCE: &str = "+14155552671";
const TEXT: &str = "Hello";

/// One parameter of `send_sms`, in a message that is usual otherwise.
pub(crate) struct SendCase {
    parameter: &'static str,
    destination: &'static str,
    rust: Rust,
    lua: Option<&'static str>,
    travels: JsonValue,
    shows: Option<fn(&Shown) -> bool>,
}

/// How Rust sets a parameter.
enum Rust {
    /// On the usual message.
    Setter(fn(SendSms) -> SendSms),
    /// With the whole message, one of its required parameters.
    Whole(fn(&Client) -> SendSms),
}

/// What the stand-in has of a message, a minute after it was sent.
pub(crate) struct Shown {
    pub(crate) record: JsonValue,
    pub(crate) sent: SentMessage,
}

impl SendCase {
    /// A case of a parameter, to be told what sets it, what travels and what it changes.
    pub(crate) fn of(parameter: &'static str) -> Self {
        Self {
            parameter,
            destination: "+14155559001",
            rust: Rust::Setter(|send| send),
            lua: None,
            travels: json!({}),
            shows: None,
        }
    }

    /// The usual message goes to this number.
    pub(crate) fn to(self, destination: &'static str) -> Self {
        Self {
            destination,
            ..self
        }
    }

    /// How Rust sets it on the usual message.
    pub(crate) fn rust(self, setter: fn(SendSms) -> SendSms) -> Self {
        Self {
            rust: Rust::Setter(setter),
            ..self
        }
    }

    /// How Rust writes the message as a whole.
    pub(crate) fn whole(self, whole: fn(&Client) -> SendSms) -> Self {
        Self {
            rust: Rust::Whole(whole),
            ..self
        }
    }

    /// How Lua writes it: on the usual message, or all of the message where Rust writes all of it. What travels is
    /// written unless it is said.
    pub(crate) fn lua(self, lua: &'static str) -> Self {
        Self {
            lua: Some(lua),
            ..self
        }
    }

    /// What the body has beside `src`, `dst` and `text` of the usual message, or instead of them.
    pub(crate) fn travels(self, travels: JsonValue) -> Self {
        Self { travels, ..self }
    }

    /// What holds of the message, and would not without the parameter.
    pub(crate) fn shows(self, shows: fn(&Shown) -> bool) -> Self {
        Self {
            shows: Some(shows),
            ..self
        }
    }
}

impl Case for SendCase {
    fn covers(&self) -> (String, String) {
        ("send_sms".to_owned(), self.parameter.to_owned())
    }

    async fn verdict(&self) -> Verdict {
        let name = format!("send_sms.{}", self.parameter);
        of(&name, self.without().await)?;

        let harness = Harness::start().await;
        let receipt = self.message(&harness.client).send().await;
        let uuids = receipt.map(|receipt| receipt.message_uuids);
        let uuids = uuids.map_err(|error| error.to_string());
        let from_rust = of(
            &format!("{name} from Rust"),
            self.holds(&harness, uuids).await,
        );

        let harness = Harness::start().await;
        let answer = harness.lua("send_sms", &self.script()).await;
        let uuids = answer.map(|answer| texts(&answer["message_uuids"]));
        let uuids = uuids.map_err(|error| error.to_string());
        let from_lua = of(
            &format!("{name} from Lua"),
            self.holds(&harness, uuids).await,
        );
        both(from_rust, from_lua)
    }
}

impl SendCase {
    fn usual(&self, client: &Client) -> SendSms {
        client.send_sms(SOURCE, self.destination, TEXT)
    }

    fn message(&self, client: &Client) -> SendSms {
        match self.rust {
            Rust::Setter(setter) => setter(self.usual(client)),
            Rust::Whole(whole) => whole(client),
        }
    }

    fn script(&self) -> String {
        match self.rust {
            Rust::Setter(_) => {
                let destination = self.destination;
                let set = self.set();
                format!("src = {SOURCE:?}, dst = {destination:?}, text = {TEXT:?}, {set}")
            }
            Rust::Whole(_) => self.set(),
        }
    }

    /// The arguments that Lua writes.
    fn set(&self) -> String {
        let travels = self.travels.as_object().into_iter().flatten();
        let arguments = travels.map(|(name, value)| format!("{name} = {}", literal(value)));
        self.lua
            .map_or_else(|| arguments.collect::<Vec<_>>().join(", "), str::to_owned)
    }

    /// What is there without the parameter; where it already shows what the parameter is to show, it proves nothing.
    async fn without(&self) -> Verdict {
        let Some(shows) = self.shows else {
            return Ok(());
        };
        let harness = Harness::start().await;
        let receipt = self.usual(&harness.client).send().await;
        receipt.map_err(|error| error.to_string())?;
        let message = shown(&harness).await?;
        must(!shows(&message), || {
            "it shows as much without it".to_owned()
        })
    }

    async fn holds(&self, harness: &Harness, uuids: Result<Vec<String>, String>) -> Verdict {
        must_equal(
            "it requests",
            &request::take(harness),
            &vec![self.expected()],
        )?;
        let message = shown(harness).await?;
        let accepted = vec![message.sent.message_uuid.clone()];
        must_equal("it answers", &uuids?, &accepted)?;
        must(self.shows.is_none_or(|shows| shows(&message)), || {
            format!("nothing shows it: {}", message.record)
        })
    }

    fn expected(&self) -> Request {
        let mut body = json!({
            "src": "14155552671",
            "dst": self.destination.trim_start_matches('+'),
            "text": TEXT,
        });
        for (name, value) in self.travels.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        Request {
            method: "POST".to_owned(),
            body: Some(body),
            ..Request::get("Message/", &[])
        }
    }
}

/// A value as Lua writes it.
fn literal(value: &JsonValue) -> String {
    match value {
        JsonValue::Array(items) => {
            let items: Vec<_> = items.iter().map(literal).collect();
            format!("{{{}}}", items.join(", "))
        }
        plain => plain.to_string(),
    }
}

/// The one message that was sent, a minute later.
async fn shown(harness: &Harness) -> Result<Shown, String> {
    harness.sandbox.advance(SignedDuration::from_mins(1)).await;
    let mut sent = harness.sandbox.sent("default");
    let (Some(sent), true) = (sent.pop(), sent.is_empty()) else {
        return Err("another number of messages was accepted than one".to_owned());
    };
    let mut records = harness.sandbox.messages("default").into_iter();
    let record = records.find(|record| record["message_uuid"] == sent.message_uuid.as_str());
    let record = record.ok_or("the message is not listed")?;
    Ok(Shown { record, sent })
}

/// The texts of a list.
pub(crate) fn texts(list: &JsonValue) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts
        .map(|text| text.as_str().unwrap_or_default().to_owned())
        .collect()
}
