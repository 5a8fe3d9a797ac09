//! Lists that are longer than a page: several requests, merged into what was asked for.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::record::{Key, KeySeed};
use super::{Answer, Call, DeserializeOwned, Error, Meta, Page, Prepared, address};

/// How many requests in a row may bring nothing new, while new records keep pushing old ones onto the
/// pages that follow, before a list is given up with what there is.
const PATIENCE: u32 = 10;

/// Makes a call that lists records, in as many requests as its limit takes.
///
/// A request asks for one page of the service at most. Where records arrive in between, they push
/// others onto the next page; those are given once, and more is asked for instead of them.
pub async fn page<T: DeserializeOwned>(call: Call) -> Result<Page<T>, Error> {
    let call = call.checked()?;
    let paging = call.connection().service().paging;
    let wanted = number(&call, paging.limit);
    match wanted {
        Some(wanted) if wanted > paging.page_size => merged(call, wanted).await,
        _ => call.prepare()?.send().await?.page(),
    }
}

/// An argument that is a count.
fn number(call: &Call, name: &str) -> Option<u32> {
    call.arguments()
        .integer(name)
        .and_then(|count| u32::try_from(count).ok())
}

async fn merged<T: DeserializeOwned>(call: Call, wanted: u32) -> Result<Page<T>, Error> {
    let offset = number(&call, call.connection().service().paging.offset).unwrap_or_default();
    let mut merge = Merge {
        id: call.function().id,
        wanted,
        seen: HashSet::new(),
        shifted: false,
        in_vain: 0,
        left_over: 0,
    };
    let mut walk = Walk::new(call)?;
    let mut page = Page::default();
    while merge.in_vain < PATIENCE
        && let most @ 1.. = merge.asks(&page, walk.page_size())
        && let Some(part) = walk.next(most).await?
    {
        merge.add(&mut page, part)?;
    }
    let reached = walk.offset().saturating_sub(merge.left_over);
    let before = offset.saturating_sub(wanted);
    page.meta = Meta {
        limit: wanted,
        offset,
        next: page
            .meta
            .next
            .map(|next| address::at(&next, walk.names(), wanted, reached)),
        previous: page
            .meta
            .previous
            .map(|previous| address::at(&previous, walk.names(), wanted, before)),
        ..page.meta
    };
    Ok(page)
}

/// How the answers to several requests become one page.
struct Merge {
    /// The key that tells two records apart.
    id: Option<&'static str>,
    wanted: u32,
    seen: HashSet<String>,
    /// Whether records were pushed from one page onto the next.
    shifted: bool,
    /// How many of the last answers brought nothing new.
    in_vain: u32,
    /// How many records of the last answer did not fit.
    left_over: u32,
}

impl Merge {
    /// How many records to ask for next; none when the page has all that is wanted.
    fn asks<T>(&self, page: &Page<T>, page_size: u32) -> u32 {
        let left = self
            .wanted
            .saturating_sub(u32::try_from(page.objects.len()).unwrap_or(u32::MAX));
        // On a list that moves, what is asked for may bring nothing new, the less so the less it is.
        if self.shifted && left > 0 {
            page_size
        } else {
            left
        }
    }

    fn add<T: DeserializeOwned>(&mut self, page: &mut Page<T>, part: Part) -> Result<(), Error> {
        // A service may repeat an id within one answer; only an earlier one can have shown the record.
        let mut shown = Vec::new();
        let before = page.objects.len();
        for (index, object) in part.page.objects.iter().enumerate() {
            if self.asks(page, 1) == 0 {
                self.left_over = u32::try_from(part.page.objects.len() - index).unwrap_or(u32::MAX);
                break;
            }
            let key = self.id.and_then(|id| text_of(object, id));
            if key.as_ref().is_some_and(|key| self.seen.contains(key)) {
                self.shifted = true;
            } else {
                page.objects.push(part.decode(object)?);
                shown.extend(key);
            }
        }
        self.in_vain = if page.objects.len() > before {
            0
        } else {
            self.in_vain + 1
        };
        self.seen.extend(shown);
        // Later answers say what follows, the first one what comes before.
        let is_first = page.meta.limit == 0;
        let previous = if is_first {
            part.page.meta.previous
        } else {
            page.meta.previous.take()
        };
        page.meta = Meta {
            limit: self.wanted,
            previous,
            ..part.page.meta
        };
        page.api_id = part.page.api_id;
        page.unknown.extend(part.page.unknown);
        Ok(())
    }
}

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
        let offset = number(&call, call.connection().service().paging.offset).unwrap_or_default();
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

    fn names(&self) -> (&'static str, &'static str) {
        let paging = self.prepared.connection().service().paging;
        (paging.limit, paging.offset)
    }
}

/// The text or number of one key of a record.
fn text_of(object: &RawValue, key: &str) -> Option<String> {
    let mut deserializer = serde_json::Deserializer::from_str(object.get());
    deserializer.deserialize_map(Find(key)).ok()?
}

/// Looks for one key and passes over all else.
struct Find<'k>(&'k str);

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Key(key)) = map.next_key_seed(KeySeed)? {
            if key == self.0 && found.is_none() {
                found = match map.next_value()? {
                    serde_json::Value::String(text) => Some(text),
                    serde_json::Value::Number(number) => Some(number.to_string()),
                    _ => None,
                };
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}
