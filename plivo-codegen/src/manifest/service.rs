//! The URL of the service, its paging and its rate limits.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::input::Fixed;
use super::literal::Literal;

/// The URL of the service, its paging and its rate limits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Scheme and host, and perhaps a path, which a user can override: `https://api.example.com`. `{region}` is
    /// replaced by the region. `http://` is for this machine only: `http://localhost:8080`.
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
    /// How lists are split into pages. A function's own `paging` replaces it.
    #[serde(default)]
    pub paging: Paging,
    /// Where a response has the record that a function returns: a key, or keys joined by dots, such as `data` or
    /// `result.call`. Without it, the response is the record. A function's own `at` replaces it; `.` is the response
    /// itself.
    pub at: Option<String>,
    /// What failed responses contain, and which responses are failures although their status is success.
    #[serde(default)]
    pub errors: Errors,
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
    /// Milliseconds since 1970: `1769903999000`.
    UnixMilliseconds,
    /// `Sat, 31 Jan 2026 23:59:59 +0000`.
    Rfc2822,
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

/// How lists are split into pages: by one of `offset`, `page`, `cursor`, `last_id`, `next_url` and `link_header`, or,
/// without any of them, not at all.
///
/// The parameters are named as in the functions; their `query:` or `body:` says where they are sent and what they are
/// called there. A place in the response is a key, or keys joined by dots: `links.next`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// The parameter of every list that sets the number of records. Without it, the service alone decides how long a
    /// page is.
    pub limit: Option<String>,
    /// The parameter of every list that sets how many records to skip.
    pub offset: Option<String>,
    /// Paging by page number, such as `{parameter: page}`.
    pub page: Option<PageNumber>,
    /// Paging by cursor, such as `{parameter: after, next: next_cursor}`.
    pub cursor: Option<Cursor>,
    /// Paging by the id of the last record: the parameter that takes it, such as `starting_after`. The list goes on
    /// while `has_more` is true or, without it, until a page is empty.
    pub last_id: Option<String>,
    /// Paging by the URL of the next page: where the response has it, such as `links.next`. Only a URL on the
    /// service's own host is followed.
    pub next_url: Option<String>,
    /// Paging by the URL with the relation `next` in the header `Link`. The last page has no such URL.
    #[serde(default)]
    pub link_header: bool,
    /// The maximum number of records in one response.
    pub page_size: Option<u32>,
    /// Where the response has the records: a key, or keys joined by dots, such as `data` or `result.calls`; `.` if the
    /// response is the list itself. A function's own `items` replaces it.
    pub items: Option<String>,
    /// Whether a response without that key is an empty page. Otherwise it is an error.
    #[serde(default)]
    pub items_optional: bool,
    /// The key of the response that contains the paging metadata. Without it, the metadata is next to the
    /// records.
    pub meta: Option<String>,
    /// Where the metadata has the total number of records. `total_count` by default.
    pub total: Option<String>,
    /// Where the metadata says, with true or false, whether another page follows, such as `has_more`.
    pub has_more: Option<String>,
    /// Whether the last page may lack the key of the cursor or URL of the next one, instead of having null or an empty
    /// text there. Otherwise it is an error, so that a list never ends early.
    #[serde(default)]
    pub next_optional: bool,
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
    /// Where the metadata has the cursor of the next page. It is null or empty on the last page.
    pub next: String,
}

/// What failed responses contain, and which responses are failures although their status is success. A place in the
/// response is a key, or keys joined by dots: `error.code`. The first element of a list is `0`: `errors.0.code`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// Where the service's code of the failure is, such as `error.code`.
    pub code: Option<String>,
    /// Where the message is. Without it, the usual places are tried: `error`, `message` and `error.message`.
    pub message: Option<String>,
    /// Where further details are.
    pub details: Option<String>,
    /// The values that make a response a failure although its status is success: `{ok: false}`, or a list of them:
    /// `{status: [error, denied]}`. One place that matches is enough.
    #[serde(default)]
    pub when: IndexMap<String, Literal>,
    /// The values without which a response is a failure although its status is success: `{status: [OK, EMPTY]}`. A
    /// response without the key is one too.
    #[serde(default)]
    pub unless: IndexMap<String, Literal>,
    /// Where a response that is a failure, although its status is success, has a value other than null, false and an
    /// empty text or list, such as `error`.
    pub present: Option<String>,
    /// What the service's codes mean. The status decides about other codes, and a failure whose status is success is
    /// `rejected`.
    #[serde(default)]
    pub codes: IndexMap<String, ErrorMeaning>,
}

/// What a code of the service means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorMeaning {
    /// The service does not accept the credentials.
    Authentication,
    /// The account is not allowed to do this.
    Forbidden,
    /// Not found.
    NotFound,
    /// Too many requests. The request is retried.
    RateLimited,
    /// The service refused the request, and did nothing.
    Rejected,
    /// The service refused the request for now, and did nothing. The request is retried.
    Retryable,
    /// The service failed, and may have done something. A read is retried.
    Service,
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
