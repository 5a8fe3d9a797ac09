//! Lists that are longer than a page: several requests, merged into what was asked for.

use std::collections::HashSet;

use super::{Call, DeserializeOwned, Error, Meta, Page, Part, Walk, address, key};

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
    let wanted = call.arguments().count(paging.limit);
    match wanted {
        Some(wanted) if wanted > paging.page_size => merged(call, wanted).await,
        _ => call.ready().send().await?.page(),
    }
}

async fn merged<T: DeserializeOwned>(call: Call, wanted: u32) -> Result<Page<T>, Error> {
    let offset = call
        .arguments()
        .count(call.connection().service().paging.offset)
        .unwrap_or_default();
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
            let key = self.id.and_then(|id| key::text_of(object, id));
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
