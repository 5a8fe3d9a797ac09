//! A page whose records are not decoded yet.

use std::mem;
use std::ops::Range;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::datetime;
use crate::error::Error;
use crate::record::key;
use crate::record::page::{Meta, Page};
use crate::transport::raw_response::RawResponse;

/// A page of a [`Paginator`](crate::Paginator), its records not yet decoded.
#[derive(Debug)]
pub struct RawPage {
    response: RawResponse,
    /// The page without its records: their position, as the service says it, and what else it sent.
    envelope: Page<()>,
    /// The records, in order.
    pub(super) records: Vec<RawRecord>,
}

/// A record that is not decoded yet.
#[derive(Debug)]
pub(super) struct RawRecord {
    /// Where its text is in the response.
    text: Range<usize>,
    pub(super) id: Option<String>,
    pub(super) time: Option<Timestamp>,
}

impl RawPage {
    /// Reads the IDs and the times of the records, at these keys.
    pub(super) fn of(
        response: RawResponse,
        id: Option<&'static str>,
        time: Option<&'static str>,
    ) -> Result<Self, Error> {
        let mut page: Page<&RawValue> = response.page()?;
        let json = response.json().as_ptr().addr();
        let read = |object: &RawValue| {
            let text = |name| key::text_of(object, name);
            let time = time.and_then(text);
            let begin = object.get().as_ptr().addr() - json;
            RawRecord {
                text: begin..begin + object.get().len(),
                id: id.and_then(text),
                time: time.as_deref().and_then(datetime::parse_zoned),
            }
        };
        Ok(Self {
            records: mem::take(&mut page.objects).into_iter().map(read).collect(),
            envelope: page.with(Vec::new()),
            response,
        })
    }

    /// Returns how many records the page has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.records.len()
    }

    /// Returns the ID that the service gave the request.
    #[must_use]
    pub fn api_id(&self) -> Option<&str> {
        self.envelope.api_id.as_deref()
    }

    /// Decodes one of the page's records.
    ///
    /// # Errors
    /// Returns an error of the kind [`Decode`](crate::ErrorKind::Decode).
    pub fn decode<T: DeserializeOwned>(&self, index: usize) -> Result<T, Error> {
        let record = self.records.get(index);
        let text = record.and_then(|record| self.response.json().get(record.text.clone()));
        serde_json::from_str(text.unwrap_or_default())
            .map_err(|error| self.response.record_error(index, error))
    }

    /// Returns the position, as the service says it.
    pub(super) fn meta(&self) -> &Meta {
        &self.envelope.meta
    }

    /// Sets where the next page is.
    pub(super) fn set_next(&mut self, next: Option<String>) {
        self.envelope.meta.next = next;
    }

    /// Creates the error of a page that does not say how the list goes on.
    pub(super) fn envelope_error(&self, problem: &str) -> Error {
        self.response.envelope_error(problem)
    }

    /// Returns the page with these records in place of its own.
    pub(super) fn with<T>(&self, objects: Vec<T>) -> Page<T> {
        self.envelope.clone().with(objects)
    }

    /// Returns whether every record has a time, and none is newer than the one before it.
    pub(super) fn is_newest_first(&self) -> bool {
        let times = || self.records.iter().map(|record| record.time);
        times().all(|time| time.is_some()) && times().is_sorted_by(|one, next| one >= next)
    }
}
