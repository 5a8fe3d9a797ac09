//! Cases of `send_sms`: one parameter, set from Rust and from Lua, the body of the request, and the record that the
//! sandbox then has.

use plivo_client::Client;
use plivo_client::functions::SendSms;
use plivo_runtime::{JsonValue, SignedDuration};
use plivo_sandbox::SentMessage;
use serde_json::json;

use super::request::{self, Request};
use crate::harness::Harness;

const SOURCE: &str = "+14155552671";
const TEXT: &str = "Hello";

/// One parameter of `send_sms`, set on a default message.
pub(crate) struct SendCase {
    parameter: &'static str,
    destination: &'static str,
    rust: Rust,
    lua: Option<&'static str>,
    sends: JsonValue,
    shows: Option<fn(&Shown) -> bool>,
}

/// How Rust sets a parameter.
enum Rust {
    /// On the default message.
    Setter(fn(SendSms) -> SendSms),
    /// With the whole message, for a required parameter.
    Whole(fn(&Client) -> SendSms),
}

/// What the sandbox has of a message, a minute after it was sent.
pub(crate) struct Shown {
    pub(crate) record: JsonValue,
    pub(crate) sent: SentMessage,
}

impl SendCase {
    /// Starts the case of a parameter.
    pub(crate) fn of(parameter: &'static str) -> Self {
        Self {
            parameter,
            destination: "+14155559001",
            rust: Rust::Setter(|send| send),
            lua: None,
            sends: json!({}),
            shows: None,
        }
    }

    /// Sends the default message to this number.
    pub(crate) fn to(self, destination: &'static str) -> Self {
        Self {
            destination,
            ..self
        }
    }

    /// Sets it on the default message from Rust.
    pub(crate) fn rust(self, setter: fn(SendSms) -> SendSms) -> Self {
        Self {
            rust: Rust::Setter(setter),
            ..self
        }
    }

    /// Writes the whole message from Rust.
    pub(crate) fn whole(self, whole: fn(&Client) -> SendSms) -> Self {
        Self {
            rust: Rust::Whole(whole),
            ..self
        }
    }

    /// Sets it from Lua, or writes the whole message where Rust does. By default Lua sets what is sent.
    pub(crate) fn lua(self, lua: &'static str) -> Self {
        Self {
            lua: Some(lua),
            ..self
        }
    }

    /// Expects these fields in the body, beside the default `src`, `dst` and `text` or instead of them; null for none.
    pub(crate) fn sends(self, sends: JsonValue) -> Self {
        Self { sends, ..self }
    }

    /// Says what is true of the message, and false without the parameter.
    pub(crate) fn shows(self, shows: fn(&Shown) -> bool) -> Self {
        Self {
            shows: Some(shows),
            ..self
        }
    }
}

impl SendCase {
    /// Returns the function and the parameter.
    pub(crate) fn covers(&self) -> (String, String) {
        ("send_sms".to_owned(), self.parameter.to_owned())
    }

    /// Sets the parameter from Rust and from Lua.
    pub(crate) async fn check(&self) {
        let name = format!("send_sms.{}", self.parameter);
        self.without(&name).await;

        let harness = Harness::start().await;
        let receipt = self.message(&harness.client).send().await;
        let receipt = receipt.unwrap_or_else(|error| panic!("{name} from Rust: {error}"));
        self.check_sent(
            &format!("{name} from Rust"),
            &harness,
            &receipt.message_uuids,
        )
        .await;

        let harness = Harness::start().await;
        let answer = harness.lua("send_sms", &self.script()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name} from Lua: {error}"));
        let uuids = texts(&answer["message_uuids"]);
        self.check_sent(&format!("{name} from Lua"), &harness, &uuids)
            .await;
    }

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

    /// Returns the arguments that Lua writes.
    fn set(&self) -> String {
        let sends = self.sends.as_object().into_iter().flatten();
        let sends = sends.filter(|(_, value)| !value.is_null());
        let arguments = sends.map(|(name, value)| format!("{name} = {}", literal(value)));
        self.lua
            .map_or_else(|| arguments.collect::<Vec<_>>().join(", "), str::to_owned)
    }

    /// Checks that the message without the parameter does not already show what the parameter changes.
    async fn without(&self, name: &str) {
        if let Some(shows) = self.shows {
            let harness = Harness::start().await;
            self.usual(&harness.client).send().await.unwrap();
            let message = shown(&harness).await;
            assert!(!shows(&message), "{name}: the same without it");
        }
    }

    async fn check_sent(&self, name: &str, harness: &Harness, uuids: &[String]) {
        assert_eq!(request::take(harness), [self.expected()], "{name}");
        let message = shown(harness).await;
        assert_eq!(
            uuids,
            std::slice::from_ref(&message.sent.message_uuid),
            "{name}"
        );
        let is_shown = self.shows.is_none_or(|shows| shows(&message));
        assert!(is_shown, "{name}: {}", message.record);
    }

    fn expected(&self) -> Request {
        let mut body = json!({
            "src": "14155552671",
            "dst": self.destination.trim_start_matches('+'),
            "text": TEXT,
        });
        for (name, value) in self.sends.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        Request {
            method: "POST".to_owned(),
            body: Some(body),
            ..Request::get("Message/", &[])
        }
    }
}

/// Returns a value as a Lua literal.
pub(super) fn literal(value: &JsonValue) -> String {
    match value {
        JsonValue::Array(items) => {
            let items: Vec<_> = items.iter().map(literal).collect();
            format!("{{{}}}", items.join(", "))
        }
        JsonValue::Object(fields) => {
            let fields = fields.iter();
            let fields = fields.map(|(name, value)| format!("{name} = {}", literal(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        plain => plain.to_string(),
    }
}

/// Returns the one message that was sent, a minute later.
async fn shown(harness: &Harness) -> Shown {
    let sandbox = &harness.sandbox;
    sandbox.advance(SignedDuration::from_mins(1)).await;
    let [sent] = sandbox.sent("default").try_into().unwrap();
    let sent: SentMessage = sent;
    let mut records = sandbox.messages("default").into_iter();
    let record = records.find(|record| record["message_uuid"] == sent.message_uuid.as_str());
    Shown {
        record: record.unwrap(),
        sent,
    }
}

/// Returns the texts of a list.
pub(crate) fn texts(list: &JsonValue) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts
        .map(|text| text.as_str().unwrap_or_default().to_owned())
        .collect()
}
