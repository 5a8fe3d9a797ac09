//! A page whose records are not decoded yet.

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
    pub(super) response: RawResponse,
    /// The position, as the service says it.
    pub(super) meta: Meta,
    /// The ID and the time of each record, in order.
    pub(super) records: Vec<(Option<String>, Option<Timestamp>)>,
}

impl RawPage {
    /// Reads the IDs and the times of the records, at these keys.
    pub(super) fn of(
        response: RawResponse,
        id: Option<&'static str>,
        time: Option<&'static str>,
    ) -> Result<Self, Error> {
        let page: Page<&RawValue> = response.page()?;
        let read = |object: &&RawValue| {
            let text = |name| key::text_of(object, name);
            let time = time
                .and_then(text)
                .as_deref()
                .and_then(datetime::parse_zoned);
            (id.and_then(text), time)
        };
        Ok(Self {
            records: page.objects.iter().map(read).collect(),
            meta: page.meta,
            response,
        })
    }

    /// Returns whether every record has a time, and none is newer than the one before it.
    pub(super) fn is_newest_first(&self) -> bool {
        let times = || self.records.iter().map(|(_, time)| *time);
        times().all(|time| time.is_some()) && times().is_sorted_by(|one, next| one >= next)
    }

    /// Returns the records as JSON text.
    ///
    /// # Errors
    /// Returns an error of the kind [`Decode`](crate::ErrorKind::Decode) where the response is no page.
    pub fn page(&self) -> Result<Page<&RawValue>, Error> {
        self.response.page()
    }

    /// Decodes one of the page's records.
    ///
    /// # Errors
    /// Returns an error of the kind [`Decode`](crate::ErrorKind::Decode).
    pub fn decode<T: DeserializeOwned>(&self, object: &RawValue) -> Result<T, Error> {
        serde_json::from_str(object.get()).map_err(|error| self.response.decode_error(error))
    }
}
