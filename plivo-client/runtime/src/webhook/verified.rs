//! The content of a webhook whose signature was verified.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::error::WebhookError;
use super::request::{BodyType, WebhookRequest};
use super::scheme::SignatureScheme;
use crate::{JsonObject, JsonValue};

/// The most characters of a field's name that an error quotes.
const MAX_QUOTED: usize = 60;

/// A webhook whose signature was verified.
#[derive(Debug, Clone)]
pub struct VerifiedWebhook {
    scheme: &'static str,
    covers_fields: bool,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Fields(Vec<(String, String)>),
    Json(Vec<u8>),
}

impl VerifiedWebhook {
    pub(super) fn of(
        scheme: &SignatureScheme,
        request: &WebhookRequest<'_>,
        body_type: Option<BodyType>,
    ) -> Self {
        let content = match body_type {
            Some(BodyType::Json) => Content::Json(request.body().to_vec()),
            // A GET has its fields in the query; the query of a POST belongs to the receiver's URL.
            Some(BodyType::Form) => Content::Fields(owned(request.form())),
            None => Content::Fields(owned(request.query())),
        };
        Self {
            scheme: scheme.name,
            covers_fields: scheme.covers_fields,
            content,
        }
    }

    /// Returns the name of the scheme that verified the request, such as `V3`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Returns whether the fields were signed too. If not, only the URL is known to come from the service: look up
    /// what the fields say before you act on it.
    #[must_use]
    pub fn covers_fields(&self) -> bool {
        self.covers_fields
    }

    /// Returns the first value of a field of a form or a query.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let Content::Fields(fields) = &self.content else {
            return None;
        };
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Decodes the fields into a record.
    ///
    /// # Errors
    /// Returns an error where a field is repeated, or the fields are not those of the record.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, WebhookError> {
        serde_json::from_str(&self.json()?).map_err(|error| WebhookError::decode(&error))
    }

    /// Returns the fields as JSON: those of a form as an object of strings.
    fn json(&self) -> Result<String, WebhookError> {
        let fields = match &self.content {
            Content::Json(body) => {
                let text = serde_json::from_slice::<&RawValue>(body);
                let text = text.map_err(|error| WebhookError::decode(&error))?;
                return Ok(text.get().to_owned());
            }
            Content::Fields(fields) => fields,
        };
        let mut object = JsonObject::new();
        for (name, value) in fields {
            let value = JsonValue::String(value.clone());
            if object.insert(name.clone(), value).is_some() {
                let name = name.chars().take(MAX_QUOTED).collect();
                return Err(WebhookError::RepeatedField(name));
            }
        }
        Ok(JsonValue::Object(object).to_string())
    }
}

fn owned<'a>(
    fields: Vec<(std::borrow::Cow<'a, str>, std::borrow::Cow<'a, str>)>,
) -> Vec<(String, String)> {
    let fields = fields.into_iter();
    fields
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}
