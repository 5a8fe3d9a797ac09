//! What the responses of failed requests contain, and which responses are failures although their status is success.

use super::setters::const_setters;
use crate::JsonValue;
use crate::json_path;

/// What the responses of failed requests contain. Each place is a key of the body, or keys joined by dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Errors {
    /// Where the service's code of the failure is.
    pub code: Option<&'static str>,
    /// Where the message is; without it, in one of the usual places.
    pub message: Option<&'static str>,
    /// Where further details are.
    pub details: Option<&'static str>,
    /// When a response is a failure although its status is success.
    pub conditions: &'static [Condition],
    /// What the service's codes mean; a status decides about other codes.
    pub codes: &'static [(&'static str, ErrorMeaning)],
}

impl Errors {
    /// Describes a service that says by the status alone whether a request failed.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            code: None,
            message: None,
            details: None,
            conditions: &[],
            codes: &[],
        }
    }

    const_setters! {
        /// Sets where the service's code is.
        code: &'static str => Some;
        /// Sets where the message is.
        message: &'static str => Some;
        /// Sets where further details are.
        details: &'static str => Some;
        /// Sets when a response is a failure although its status is success.
        conditions: &'static [Condition];
        /// Sets what the service's codes mean.
        codes: &'static [(&'static str, ErrorMeaning)];
    }

    /// Returns what a code means, where the service says so.
    pub(crate) fn meaning_of(&self, code: &str) -> Option<ErrorMeaning> {
        let mut codes = self.codes.iter();
        codes
            .find(|(known, _)| *known == code)
            .map(|(_, meaning)| *meaning)
    }
}

impl Default for Errors {
    fn default() -> Self {
        Self::new()
    }
}

/// When a response is a failure although its status is success. Numbers and booleans are compared as texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Where the value is one of these.
    When(&'static str, &'static [&'static str]),
    /// Where the value is none of these, or missing.
    Unless(&'static str, &'static [&'static str]),
    /// Where there is a value other than null, `false`, and an empty text or list.
    Present(&'static str),
}

impl Condition {
    /// Returns whether a response is a failure.
    ///
    /// # Errors
    /// Returns that the response is not JSON.
    pub(crate) fn is_met(&self, json: &str) -> Result<bool, serde_json::Error> {
        let (Self::When(path, _) | Self::Unless(path, _) | Self::Present(path)) = self;
        let text = json_path::text_at(json, path)?;
        let value = text.map(|text| serde_json::from_str::<JsonValue>(text.get()));
        let value = value.transpose()?.unwrap_or_default();
        let is_one_of = |values: &[&str]| match &value {
            JsonValue::String(text) => values.contains(&text.as_str()),
            JsonValue::Bool(_) | JsonValue::Number(_) => {
                values.contains(&value.to_string().as_str())
            }
            JsonValue::Null | JsonValue::Array(_) | JsonValue::Object(_) => false,
        };
        Ok(match self {
            Self::When(_, values) => is_one_of(values),
            Self::Unless(_, values) => !is_one_of(values),
            Self::Present(_) => match &value {
                JsonValue::Null => false,
                JsonValue::Bool(is_failure) => *is_failure,
                JsonValue::String(text) => !text.is_empty(),
                JsonValue::Array(values) => !values.is_empty(),
                JsonValue::Number(_) | JsonValue::Object(_) => true,
            },
        })
    }
}

/// What a code of the service means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorMeaning {
    /// The service does not accept the credentials.
    Authentication,
    /// The account is not allowed to do this.
    Forbidden,
    /// Not found.
    NotFound,
    /// Too many requests; the same request may succeed later.
    RateLimited,
    /// The service refused the request.
    Rejected,
    /// The service refused the request for now: it did nothing, and the same request may succeed later.
    Retryable,
    /// The service failed, and may have done something.
    Service,
}

#[cfg(test)]
mod tests {
    use super::Condition;

    #[test]
    fn a_response_is_a_failure_where_a_condition_is_met() {
        let when = Condition::When("ok", &["false", "0"]);
        let unless = Condition::Unless("status.code", &["OK", "200"]);
        let present = Condition::Present("error");
        for (condition, json, expected) in [
            (when, r#"{"ok": false}"#, true),
            (when, r#"{"ok": 0}"#, true),
            (when, r#"{"ok": true}"#, false),
            (when, "{}", false),
            (unless, r#"{"status": {"code": "OK"}}"#, false),
            (unless, r#"{"status": {"code": 200}}"#, false),
            (unless, r#"{"status": {"code": "DENIED"}}"#, true),
            (unless, r#"{"status": null}"#, true),
            (unless, "[]", true),
            (present, r#"{"error": "no"}"#, true),
            (present, r#"{"error": {"code": 1}}"#, true),
            (present, r#"{"error": ""}"#, false),
            (present, r#"{"error": []}"#, false),
            (present, r#"{"error": false}"#, false),
            (present, r#"{"error": null}"#, false),
        ] {
            assert_eq!(
                condition.is_met(json).unwrap(),
                expected,
                "{condition:?} {json}"
            );
        }
        assert!(when.is_met("{").is_err());
    }
}
