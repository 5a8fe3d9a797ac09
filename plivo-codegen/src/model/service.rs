//! The service: its URL, paging and rate limits.

use crate::manifest::{BodyFormat, DatetimeFormat, PhoneNumberFormat};

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
    /// The rate limits of an account.
    pub rate_limits: Vec<RateLimit>,
    /// The maximum number of concurrent requests.
    pub concurrency: Option<u32>,
}

/// The regions of the service.
#[derive(Debug, Clone)]
pub struct Region {
    /// The default region.
    pub default: String,
    /// The name and description of each region.
    pub values: Vec<(String, String)>,
}

/// How lists are split into pages.
#[derive(Debug, Clone)]
pub struct Paging {
    /// The parameter that sets the number of records.
    pub limit: Option<String>,
    /// How a page is requested.
    pub position: Position,
    /// The maximum number of records in one response, if there are pages.
    pub page_size: Option<u32>,
    /// The key of the response that contains the records.
    pub items: String,
    /// Whether a response without that key is an empty page.
    pub items_optional: bool,
    /// The key of the response that contains the metadata, if it is not next to the records.
    pub meta: Option<String>,
    /// The key of the metadata that contains the total number of records.
    pub total: String,
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
        /// The key of the metadata that contains the next cursor.
        next: String,
    },
    /// There are no pages.
    Whole,
}

impl Position {
    /// The parameter that selects the page.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Offset(parameter)
            | Self::Page { parameter, .. }
            | Self::Cursor { parameter, .. } => Some(parameter),
            Self::Whole => None,
        }
    }
}

/// A rate limit.
#[derive(Debug, Clone)]
pub struct RateLimit {
    /// The maximum number of requests in a window.
    pub requests: u32,
    /// The length of the window in seconds.
    pub seconds: u32,
    /// The function that is limited, or none for all together.
    pub function: Option<String>,
}
