//! A list gone through a page at a time.

use serde_json::value::RawValue;

use super::{Answer, Call, DeserializeOwned, Error, Meta, Page, Prepared};

/// A list that is gone through a page at a time, from its offset to its end.
///
/// It is what functions stand on that look for records which the service cannot look for.
#[derive(Debug)]
pub struct Walk {
    prepared: Prepared,
    offset: u32,
    ended: bool,
}

/// What one request of a [`Walk`] brought.
#[derive(Debug)]
#[non_exhaustive]
pub struct Part {
    /// The records as JSON text, and where they stand.
    pub page: Page<Box<RawValue>>,
    answer: Answer,
}

impl Part {
    /// Decodes one of the page's records.
    pub fn decode<T: DeserializeOwned>(&self, object: &RawValue) -> Result<T, Error> {
        serde_json::from_str(object.get()).map_err(|error| self.answer.unreadable(error))
    }
}

impl Walk {
    /// Begins at the call's offset.
    pub fn new(call: Call) -> Result<Self, Error> {
        let offset = call
            .arguments()
            .count(call.connection().service().paging.offset)
            .unwrap_or_default();
        Ok(Self {
            prepared: call.prepare()?,
            offset,
            ended: false,
        })
    }

    /// Begins at another place of the list.
    #[must_use]
    pub fn at(mut self, offset: u32) -> Self {
        self.offset = offset;
        self
    }

    /// Where the next page begins.
    #[must_use]
    pub fn offset(&self) -> u32 {
        self.offset
    }

    /// The most records that one request brings.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.prepared.connection().service().paging.page_size.max(1)
    }

    /// The next page, of at most `most` records; none at the end of the list.
    pub async fn next(&mut self, most: u32) -> Result<Option<Part>, Error> {
        if self.ended {
            return Ok(None);
        }
        let (limit, offset) = self.names();
        let asked = most.min(self.page_size());
        self.prepared.set_query(limit, asked.to_string());
        if self.offset > 0 {
            self.prepared.set_query(offset, self.offset.to_string());
        } else {
            self.prepared.remove_query(offset);
        }
        let answer = self.prepared.send().await?;
        let page: Page<Box<RawValue>> = answer.page()?;
        let count = u32::try_from(page.objects.len()).unwrap_or(u32::MAX);
        self.offset = self.offset.saturating_add(count);
        // Where the service tells nothing of what follows, a full page means that something may.
        let told = page.meta != Meta::default();
        let goes_on = if told {
            page.meta.next.is_some()
        } else {
            count >= asked
        };
        self.ended = count == 0 || !goes_on;
        Ok(Some(Part { page, answer }))
    }

    /// What limit and offset are called on the wire.
    pub(super) fn names(&self) -> (&'static str, &'static str) {
        let paging = self.prepared.connection().service().paging;
        (paging.limit, paging.offset)
    }
}
