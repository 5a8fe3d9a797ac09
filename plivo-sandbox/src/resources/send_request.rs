//! The body of a request to send, validated as the service does.

use std::collections::HashSet;

use axum::http::{HeaderMap, Method, header};
use jiff::SignedDuration;
use serde_json::Value;

use super::whatsapp;
use crate::http::response::ApiError;
use crate::webhooks::callback::Callback;
use crate::wire::{phone, sms_units};

const MAX_DESTINATIONS: usize = 1_000;
const MAX_MEDIA: usize = 10;
const TYPES: [&str; 3] = ["sms", "mms", "whatsapp"];
const LOG_VALUES: [&str; 4] = ["true", "false", "content_only", "number_only"];

/// A valid request.
pub(super) struct SendRequest {
    pub(super) source: Option<String>,
    pub(super) powerpack: Option<String>,
    /// Valid destinations in digits, without duplicates.
    pub(super) destinations: Vec<String>,
    /// Invalid destinations as given.
    pub(super) invalid_destinations: Vec<String>,
    pub(super) text: String,
    pub(super) kind: String,
    pub(super) log: Value,
    pub(super) callback: Option<Callback>,
    pub(super) expiry: Option<SignedDuration>,
    pub(super) dlt: [String; 3],
}

impl SendRequest {
    /// Reads and validates a body. An error describes only the first problem.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, ApiError> {
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
        let powerpack = fields
            .text("powerpack_uuid")?
            .filter(|uuid| !uuid.is_empty());
        let source = fields.text("src")?.filter(|source| !source.is_empty());
        match (source, powerpack) {
            (None, None) => return refuse("src parameter is required"),
            (None, Some(_)) if kind == "whatsapp" => return refuse("src parameter is required"),
            (Some(_), Some(_)) => {
                return refuse("src and powerpack_uuid parameters must not be given together");
            }
            _ => {}
        }
        if source.is_some_and(|source| !phone::is_source(source)) {
            return refuse(
                "src parameter is not a phone number, a short code or an alphanumeric sender id",
            );
        }
        let media = check_media(&fields, kind)?;
        let objects = whatsapp::count(&fields.0, kind).or_else(|error| refuse(&error))?;
        let text = fields.text("text")?.unwrap_or_default();
        if text.is_empty() && media + objects == 0 {
            return refuse("text parameter is required");
        }
        if let Some(maximum) = sms_units::exceeded(kind, text) {
            return refuse(&format!(
                "text parameter length exceeds {maximum} characters"
            ));
        }
        let (destinations, invalid_destinations) = destinations(&fields, source)?;
        let dlt = ["dlt_entity_id", "dlt_template_id", "dlt_template_category"];
        let [entity, template, category] = dlt.map(|name| fields.text(name));
        Ok(Self {
            source: source.map(phone::normalize),
            powerpack: powerpack.map(str::to_owned),
            destinations,
            invalid_destinations,
            text: text.to_owned(),
            kind: kind.to_owned(),
            log: log(&fields)?,
            callback: callback(&fields)?,
            expiry: expiry(&fields)?,
            dlt: [entity?, template?, category?].map(|value| value.unwrap_or_default().to_owned()),
        })
    }

    /// Returns whether the destination is masked in the record.
    pub(super) fn masks_destination(&self) -> bool {
        self.log == Value::Bool(false) || self.log == "content_only"
    }
}

fn refuse<T>(error: &str) -> Result<T, ApiError> {
    Err(ApiError::BadRequest(error.to_owned()))
}

/// Fields of the body.
struct Fields(Value);

impl Fields {
    /// Returns a value that is not null.
    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Result<Option<&str>, ApiError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => refuse(&format!("{name} parameter must be a string")),
        }
    }
}

/// Returns the valid destinations without duplicates, and the invalid ones.
fn destinations(
    fields: &Fields,
    source: Option<&str>,
) -> Result<(Vec<String>, Vec<String>), ApiError> {
    let list = fields.text("dst")?.unwrap_or_default();
    let (mut valid, mut invalid) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for given in list
        .split('<')
        .map(str::trim)
        .filter(|given| !given.is_empty())
    {
        let digits = phone::normalize(given);
        if !seen.insert(digits.clone()) {
            continue;
        }
        if phone::is_destination(given) {
            valid.push(digits);
        } else {
            invalid.push(given.to_owned());
        }
    }
    if seen.is_empty() {
        return refuse("dst parameter is required");
    }
    if seen.len() > MAX_DESTINATIONS {
        return refuse("dst parameter has more than 1000 unique numbers");
    }
    if source.is_some_and(|source| valid.contains(&phone::normalize(source))) {
        return Err(ApiError::Unprocessable(
            "src and dst parameters must not have the same number".to_owned(),
        ));
    }
    if valid.is_empty() {
        return refuse("dst parameter has no valid number");
    }
    Ok((valid, invalid))
}

/// Counts the attachments of an MMS or WhatsApp message. An SMS has none, whatever the body contains.
fn check_media(fields: &Fields, kind: &str) -> Result<usize, ApiError> {
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
        .any(|url| Callback::parse(url, Method::GET).is_none())
    {
        return refuse("media_urls parameter must contain URLs");
    }
    if media_urls > MAX_MEDIA || media_ids > MAX_MEDIA {
        return refuse("at most 10 attachments are allowed");
    }
    if kind == "whatsapp" && media_urls > 1 {
        return refuse("media_urls parameter must contain one URL for a whatsapp message");
    }
    if kind == "mms" && media_urls + media_ids == 0 {
        return refuse("media_urls parameter is required for an mms");
    }
    Ok(media_urls + media_ids)
}

fn log(fields: &Fields) -> Result<Value, ApiError> {
    match fields.get("log") {
        None => Ok(Value::Bool(true)),
        Some(Value::Bool(log)) => Ok(Value::Bool(*log)),
        Some(Value::String(word)) if LOG_VALUES.contains(&word.as_str()) => Ok(word
            .parse()
            .map_or_else(|_| Value::from(word.as_str()), Value::Bool)),
        Some(_) => refuse("log parameter must be one of true, false, content_only, number_only"),
    }
}

fn callback(fields: &Fields) -> Result<Option<Callback>, ApiError> {
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
        Some(url) => match Callback::parse(url, method) {
            Some(callback) => Ok(Some(callback)),
            None => refuse("url parameter must be a URL"),
        },
    }
}

fn expiry(fields: &Fields) -> Result<Option<SignedDuration>, ApiError> {
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
