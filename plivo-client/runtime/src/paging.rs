//! Lists that are longer than a page: several requests, merged into what was asked for.

use serde_json::value::RawValue;

use super::{
    Answer, DeserializeOwned, Error, Meta, Next, Page, PageSource, Paging, Position, Request,
    address,
};

/// What a list brought, its records not yet read.
#[derive(Debug)]
pub enum RawList {
    /// The answer as it came, where one request was enough: [`Answer::page`] reads it.
    Answer(Answer),
    /// The records as JSON text, out of several answers.
    Page(Page<Box<RawValue>>),
}

/// Makes a call that lists records, as [`page`] does, and leaves the reading of the records to the caller,
/// who reads each of them once.
pub async fn listed<L: PageSource>(
    call: Request,
    list: impl FnOnce(Request) -> Result<L, Error>,
) -> Result<RawList, Error> {
    let paging = call.api().service().paging;
    let list = list(call.begun())?;
    match list.at_once().await? {
        Some(answer) => Ok(RawList::Answer(answer)),
        None => merged(list, &paging).await.map(RawList::Page),
    }
}

/// Makes a call that lists records, in as many requests as its limit takes.
///
/// `list` makes the list of a call: [`Paginator::new`](super::Paginator::new) where the service itself finds all
/// that it is asked for. Each record is given once. A list that grows as fast as it is read is given up
/// with what there is.
pub async fn page<T: DeserializeOwned + Send, L: PageSource>(
    call: Request,
    list: impl FnOnce(Request) -> Result<L, Error>,
) -> Result<Page<T>, Error> {
    let paging = call.api().service().paging;
    let list = list(call.begun())?;
    match list.at_once().await? {
        Some(answer) => answer.page(),
        None => merged(list, &paging).await,
    }
}

/// The pages of a list as one.
async fn merged<T: DeserializeOwned + Send>(
    mut list: impl PageSource,
    paging: &Paging,
) -> Result<Page<T>, Error> {
    let wanted = list.limit().unwrap_or(paging.page_size);
    let offset = list.position();
    let mut page = Page::default();
    let mut is_first = true;
    while let most @ 1.. = wanted.saturating_sub(count(&page.objects))
        && let Next::Page(next) = list.next(most).await?
    {
        // Later answers say what follows, the first one what comes before.
        let previous = if is_first {
            next.meta.previous
        } else {
            page.meta.previous.take()
        };
        is_first = false;
        page.meta = Meta {
            previous,
            ..next.meta
        };
        page.api_id = next.api_id;
        page.unknown.extend(next.unknown);
        page.objects.extend(next.objects);
    }
    let at = |next: String, offset| match (paging.limit, paging.position) {
        (Some(limit), Position::Offset(parameter)) => {
            address::at(&next, (limit, parameter), wanted, offset)
        }
        (
            _,
            Position::Offset(_) | Position::Page { .. } | Position::Cursor { .. } | Position::Whole,
        ) => next,
    };
    let reached = list.position();
    page.meta = Meta {
        limit: wanted,
        offset,
        next: page.meta.next.map(|next| at(next, reached)),
        previous: page
            .meta
            .previous
            .map(|previous| at(previous, offset.saturating_sub(wanted))),
        ..page.meta
    };
    Ok(page)
}

fn count<T>(objects: &[T]) -> u32 {
    u32::try_from(objects.len()).unwrap_or(u32::MAX)
}
