//! The media types of requests and responses.

use serde::Serialize;

use crate::emit::fragments::json_schema::Schema;
use crate::model::{Api, BodyFormat};

/// The media type of forms.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of responses.
pub(super) const JSON: &str = "application/json";

/// The media type of responses that are texts.
pub(super) const TEXT: &str = "text/plain";

/// The content of one media type.
#[derive(Serialize)]
pub(super) struct Media {
    pub(super) schema: Schema,
}

/// Returns the media type of request bodies.
pub(super) fn media(api: &Api) -> &'static str {
    match api.service.body_format {
        BodyFormat::Json => JSON,
        BodyFormat::Form => FORM,
    }
}
