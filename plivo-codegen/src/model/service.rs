//! The service: its URL, paging and rate limits.

use crate::manifest::{
    BodyFormat, DatetimeFormat, ErrorMeaning, PhoneNumberFormat, RateLimit, Region,
};

/// The URL of the service, its paging and its rate limits.
#[derive(Debug, Clone)]
pub struct Service {
    /// Scheme and host, with the placeholder `{region}` if there are regions.
    pub base_url: String,
    /// The regions of the service.
    pub region: Option<Region>,
    /// The path before every function's path, with placeholders for credentials.
    pub base_path: String,
    /// The format of request bodies.
    pub body_format: BodyFormat,
    /// The format of datetimes in requests.
    pub datetime_format: DatetimeFormat,
    /// The format of phone numbers in requests.
    pub phone_number_format: PhoneNumberFormat,
    /// How lists are split into pages.
    pub paging: Paging,
    /// What failed responses contain.
    pub errors: Errors,
    /// The rate limits of an account.
    pub rate_limits: Vec<RateLimit>,
    /// The maximum number of concurrent requests.
    pub concurrency: Option<u32>,
}

/// How lists are split into pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The parameter that sets the number of records.
    pub limit: Option<String>,
    /// How a page is requested.
    pub position: Position,
    /// The maximum number of records in one response, if there are pages.
    pub page_size: Option<u32>,
    /// Where the response has the records: keys joined by dots, or `.` for the response itself.
    pub items: String,
    /// Whether a response without that key is an empty page.
    pub items_optional: bool,
    /// The key of the response that contains the metadata, if it is not next to the records.
    pub meta: Option<String>,
    /// Where the metadata has the total number of records.
    pub total: String,
    /// Where the metadata says whether another page follows.
    pub has_more: Option<String>,
    /// Whether the last page may lack the cursor or URL of the next one.
    pub next_optional: bool,
}

impl Paging {
    /// Returns the key of the records in a page for scripts: the last key of their path.
    #[must_use]
    pub fn items_key(&self) -> &str {
        match self.items.as_str() {
            ITSELF => "objects",
            path => path.rsplit('.').next().unwrap_or(path),
        }
    }

    /// Returns the key of a page for scripts that contains its metadata.
    #[must_use]
    pub fn meta_key(&self) -> &str {
        self.meta.as_deref().unwrap_or("meta")
    }
}

/// The path of the response itself.
pub(crate) const ITSELF: &str = ".";

/// What failed responses contain; each place is keys joined by dots.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    /// Where the service's code is.
    pub code: Option<String>,
    /// Where the message is.
    pub message: Option<String>,
    /// Where further details are.
    pub details: Option<String>,
    /// When a response is a failure although its status is success.
    pub conditions: Vec<Condition>,
    /// What the service's codes mean.
    pub codes: Vec<(String, ErrorMeaning)>,
}

/// When a response is a failure although its status is success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Where the value is one of these.
    When(String, Vec<String>),
    /// Where the value is none of these, or missing.
    Unless(String, Vec<String>),
    /// Where there is a value.
    Present(String),
}

/// How a page of a list is requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// By the number of records to skip, in this parameter.
    Offset(String),
    /// By page number.
    Page {
        /// The parameter that selects the page.
        parameter: String,
        /// The number of the first page.
        first: u32,
    },
    /// By a cursor from the previous page.
    Cursor {
        /// The parameter that takes the cursor.
        parameter: String,
        /// Where the metadata has the next cursor.
        next: String,
    },
    /// By the id of the last record, in this parameter.
    LastId(String),
    /// By the URL of the next page, which the metadata has here.
    NextUrl(String),
    /// By the URL of the next page in the header `Link`.
    NextLink,
    /// There are no pages.
    Whole,
}

impl Position {
    /// The parameter that selects the page.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Offset(parameter)
            | Self::LastId(parameter)
            | Self::Page { parameter, .. }
            | Self::Cursor { parameter, .. } => Some(parameter),
            Self::NextUrl(_) | Self::NextLink | Self::Whole => None,
        }
    }
}
