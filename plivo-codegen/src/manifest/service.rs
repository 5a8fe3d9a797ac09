//! The URL of the service, its paging and its rate limits.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::input::Fixed;

/// The URL of the service, its paging and its rate limits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Scheme and host, which a user can override: `https://api.example.com`. `{region}` is replaced by the
    /// region.
    pub base_url: String,
    /// The regions of the service.
    pub region: Option<Region>,
    /// The path before every function's path. `{key}` is replaced by that credential.
    pub base_path: String,
    /// The format of request bodies.
    #[serde(default)]
    pub body_format: BodyFormat,
    /// The format of datetimes in requests. In responses, every format is accepted.
    #[serde(default)]
    pub datetime_format: DatetimeFormat,
    /// The format of phone numbers in requests. Callers may write them in any usual form.
    #[serde(default)]
    pub phone_number_format: PhoneNumberFormat,
    /// Values that every request sends.
    #[serde(default)]
    pub fixed: Fixed,
    /// How lists are split into pages.
    pub paging: Paging,
    /// The rate limits of an account.
    #[serde(default)]
    pub rate_limits: Vec<RateLimit>,
    /// The maximum number of concurrent requests.
    pub concurrency: Option<u32>,
}

/// The regions of the service.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The region that is used unless a user chooses another.
    pub default: String,
    /// Every region with its description.
    pub values: IndexMap<String, String>,
}

/// The format of request bodies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BodyFormat {
    /// A JSON object.
    #[default]
    Json,
    /// A form: `application/x-www-form-urlencoded`.
    Form,
}

/// The format of datetimes in requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatetimeFormat {
    /// `2026-01-31T23:59:59Z`.
    #[default]
    Rfc3339,
    /// Seconds since 1970: `1769903999`.
    UnixSeconds,
    /// In UTC without an offset, separated by a space: `2026-01-31 23:59:59`.
    Spaced,
}

/// The format of phone numbers in requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneNumberFormat {
    /// `+14155552671`.
    #[default]
    E164,
    /// Only the digits: `14155552671`.
    Digits,
}

/// How lists are split into pages: by `offset`, `page` or `cursor`, or, without any of them, not at all.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// The parameter of every list that sets the number of records.
    pub limit: Option<String>,
    /// The parameter of every list that sets how many records to skip.
    pub offset: Option<String>,
    /// Paging by page number.
    pub page: Option<PageNumber>,
    /// Paging by cursor.
    pub cursor: Option<Cursor>,
    /// The maximum number of records in one response.
    pub page_size: Option<u32>,
    /// The key of the response that contains the records.
    pub items: String,
    /// Whether a response without that key is an empty page. Otherwise it is an error.
    #[serde(default)]
    pub items_optional: bool,
    /// The key of the response that contains the paging metadata. Without it, the metadata is next to the
    /// records.
    pub meta: Option<String>,
    /// The key of the metadata that contains the total number of records. `total_count` by default.
    pub total: Option<String>,
}

/// Paging by page number.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PageNumber {
    /// The parameter that sets the page number.
    pub parameter: String,
    /// The number of the first page. 1 by default.
    pub first: Option<u32>,
}

/// Paging by a cursor that each response returns for the next page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cursor {
    /// The parameter that takes the cursor.
    pub parameter: String,
    /// The key of the metadata that contains the cursor of the next page. It is absent or null on the last
    /// page.
    pub next: String,
}

/// A rate limit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// The maximum number of requests in a window.
    pub requests: u32,
    /// The length of the window in seconds.
    pub seconds: u32,
    /// The function that is limited. Without it, the limit applies to all functions together.
    pub function: Option<String>,
}
