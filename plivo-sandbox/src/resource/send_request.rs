//! What a request to send says, checked as the service checks it.

use std::collections::HashSet;

use axum::http::{HeaderMap, Method, header};
use jiff::SignedDuration;
use serde_json::Value;
use url::Url;

use crate::phone;
use crate::problem::Problem;
use crate::report::Callback;
use crate::text;

const MOST_DESTINATIONS: usize = 1_000;
const MOST_MEDIA: usize = 10;
const TYPES: [&str; 3] = ["sms", "mms", "whatsapp"];
const LOGS: [&str; 4] = ["true", "false", "content_only", "number_only"];

/// A request that passed every check.
pub(super) struct SendRequest {
    pub(super) source: Option<String>,
    pub(super) powerpack: Option<String>,
    /// Digits, each once, in order.
    pub(super) accepted: Vec<String>,
    /// As they were given.
    pub(super) refused: Vec<String>,
    pub(super) text: String,
    pub(super) kind: String,
    pub(super) log: Value,
    pub(super) callback: Option<Callback>,
    pub(super) expiry: Option<SignedDuration>,
    pub(super) dlt: [String; 3],
}

impl SendRequest {
    /// Reads and checks a body; the first thing that is wrong is the one that is said.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Problem> {
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !content_type.is_some_and(|value| value.starts_with("application/json")) {
            return refuse("the body must be application/json");
        }
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
            return refuse("the body must be a JSON object");
        };
        let fields = Fields(Value::Object(fields));
        let kind = fields.text("type")?.unwrap_or("sms");
        if !TYPES.contains(&kind) {
            return refuse("type must be one of sms, mms, whatsapp");
        }
        let powerpack = fields.text("powerpack_uuid")?;
        let source = fields.text("src")?.filter(|source| !source.is_empty());
        if source.is_none() && powerpack.is_none() {
            return refuse("src parameter is required");
        }
        if source.is_some_and(|source| !phone::is_source(source)) {
            return refuse(
                "src parameter is not a phone number, a short code or an alphanumeric sender id",
            );
        }
        let media = check_media(&fields, kind)?;
        let text = fields.text("text")?.unwrap_or_default();
        if text.is_empty() && media == 0 {
            return refuse("text parameter is required");
        }
        if !text::fits(text) {
            return refuse(
                "text parameter is too long: 1600 GSM characters or 737 UCS-2 characters are allowed",
            );
        }
        let (accepted, refused) = destinations(&fields, source)?;
        let dlt = ["dlt_entity_id", "dlt_template_id", "dlt_template_category"];
        let [entity, template, category] = dlt.map(|name| fields.text(name));
        Ok(Self {
            source: source.map(phone::normal),
            powerpack: powerpack.map(str::to_owned),
            accepted,
            refused,
            text: text.to_owned(),
            kind: kind.to_owned(),
            log: log(&fields)?,
            callback: callback(&fields)?,
            expiry: expiry(&fields)?,
            dlt: [entity?, template?, category?].map(|value| value.unwrap_or_default().to_owned()),
        })
    }

    /// Whether the destination is kept out of the log.
    pub(super) fn masks(&self) -> bool {
        self.log == Value::Bool(false) || self.log == "content_only"
    }
}

fn refuse<T>(error: &str) -> Result<T, Problem> {
    Err(Problem::BadRequest(error.to_owned()))
}

/// The fields of the body.
struct Fields(Value);

impl Fields {
    /// A value; null counts as none.
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Result<Option<&str>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => refuse(&format!("{name} parameter must be a string")),
        }
    }
}

/// The destinations that can be sent to, each once, and those that cannot.
fn destinations(
    fields: &Fields,
    source: Option<&str>,
) -> Result<(Vec<String>, Vec<String>), Problem> {
    let list = fields.text("dst")?.unwrap_or_default();
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for given in list
        .split('<')
        .map(str::trim)
        .filter(|given| !given.is_empty())
    {
        let digits = phone::normal(given);
        if !seen.insert(digits.clone()) {
            continue;
        }
        if phone::is_destination(given) {
            accepted.push(digits);
        } else {
            refused.push(given.to_owned());
        }
    }
    if seen.is_empty() {
        return refuse("dst parameter is required");
    }
    if seen.len() > MOST_DESTINATIONS {
        return refuse("dst parameter has more than 1000 unique numbers");
    }
    if source.is_some_and(|source| accepted.contains(&phone::normal(source))) {
        return Err(Problem::Unprocessable(
            "src and dst parameters must not have the same number".to_owned(),
        ));
    }
    if accepted.is_empty() {
        return refuse("dst parameter has no valid number");
    }
    Ok((accepted, refused))
}

/// The number of attachments of an MMS or chat message; an SMS has none, whatever the body says.
fn check_media(fields: &Fields, kind: &str) -> Result<usize, Problem> {
    if kind == "sms" {
        return Ok(0);
    }
    let count = |name: &str| match fields.get(name) {
        None => Ok(0),
        Some(Value::Array(items)) if items.iter().all(Value::is_string) => Ok(items.len()),
        Some(_) => refuse(&format!("{name} parameter must be an array of strings")),
    };
    let urls = fields
        .get("media_urls")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let (media_urls, media_ids) = (count("media_urls")?, count("media_ids")?);
    if urls
        .filter_map(Value::as_str)
        .any(|url| web_address(url).is_none())
    {
        return refuse("media_urls parameter must hold URLs");
    }
    if media_urls > MOST_MEDIA || media_ids > MOST_MEDIA {
        return refuse("at most 10 attachments are allowed");
    }
    if kind == "mms" && media_urls + media_ids == 0 {
        return refuse("media_urls parameter is required for an mms");
    }
    Ok(media_urls + media_ids)
}

fn log(fields: &Fields) -> Result<Value, Problem> {
    match fields.get("log") {
        None => Ok(Value::Bool(true)),
        Some(Value::Bool(log)) => Ok(Value::Bool(*log)),
        Some(Value::String(word)) if LOGS.contains(&word.as_str()) => Ok(word
            .parse()
            .map_or_else(|_| Value::from(word.as_str()), Value::Bool)),
        Some(_) => refuse("log parameter must be one of true, false, content_only, number_only"),
    }
}

fn callback(fields: &Fields) -> Result<Option<Callback>, Problem> {
    let method = match fields
        .text("method")?
        .map(str::to_ascii_uppercase)
        .as_deref()
    {
        None | Some("POST") => Method::POST,
        Some("GET") => Method::GET,
        Some(_) => return refuse("method parameter must be one of GET, POST"),
    };
    match fields.text("url")?.filter(|url| !url.is_empty()) {
        None => Ok(None),
        Some(url) => match web_address(url) {
            Some(url) => Ok(Some(Callback { url, method })),
            None => refuse("url parameter must be a URL"),
        },
    }
}

fn web_address(text: &str) -> Option<Url> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn expiry(fields: &Fields) -> Result<Option<SignedDuration>, Problem> {
    match fields.get("message_expiry") {
        None => Ok(None),
        Some(value) => {
            let seconds = value.as_i64().or_else(|| value.as_str()?.parse().ok());
            match seconds.filter(|seconds| (5..=10_799).contains(seconds)) {
                Some(seconds) => Ok(Some(SignedDuration::from_secs(seconds))),
                None => refuse("message_expiry parameter must be an integer from 5 to 10799"),
            }
        }
    }
}
