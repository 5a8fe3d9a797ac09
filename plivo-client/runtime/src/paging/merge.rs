//! Lists that are longer than a page: the pages of several requests, merged into one.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use super::page_source::PageSource;
use crate::address;
use crate::error::Error;
use crate::operation::Operation;
use crate::operation::paging::{Paging, Position};
use crate::record::page::{Meta, Page};
use crate::request::Request;
use crate::transport::raw_response::RawResponse;

/// A list whose records are not decoded yet.
#[derive(Debug)]
pub enum RawList {
    /// The response, where one request was enough: [`RawResponse::page`] decodes it.
    Response(Box<RawResponse>),
    /// The records of several responses as JSON text.
    Page(Page<Box<RawValue>>),
}

/// Requests a list like [`send_page`] and leaves its records undecoded.
///
/// # Errors
/// As [`send_page`].
pub async fn send_raw_list<L: PageSource>(
    request: Request,
    list: impl FnOnce(Request) -> Result<L, Error>,
) -> Result<RawList, Error> {
    let (operation, paging) = (request.operation(), *request.paging());
    let mut list = list(request.started())?;
    match list.at_once::<IgnoredAny>().await? {
        Some((response, _)) => Ok(RawList::Response(Box::new(response))),
        None => merged(list, operation, &paging).await.map(RawList::Page),
    }
}

/// Requests a list, in as many requests as its limit takes, and returns each record once.
///
/// `list` makes the list of a request: [`Paginator::new`](crate::Paginator::new) where the service finds everything
/// that it is asked for.
///
/// # Errors
/// Returns what is wrong with the arguments, or why a request failed.
pub async fn send_page<T: DeserializeOwned + Send, L: PageSource>(
    request: Request,
    list: impl FnOnce(Request) -> Result<L, Error>,
) -> Result<Page<T>, Error> {
    let (operation, paging) = (request.operation(), *request.paging());
    let mut list = list(request.started())?;
    match list.at_once().await? {
        Some((response, page)) => page.map_or_else(|| response.page(), Ok),
        None => merged(list, operation, &paging).await,
    }
}

/// Merges the pages of a list.
async fn merged<T: DeserializeOwned + Send>(
    mut list: impl PageSource,
    operation: &Operation,
    paging: &Paging,
) -> Result<Page<T>, Error> {
    let limit = list.limit().unwrap_or(paging.page_size);
    let offset = list.position();
    let mut page = Page::default();
    let mut is_first = true;
    while let most @ 1.. = limit.saturating_sub(count(&page.objects))
        && let Some(next) = list.next(most).await?
    {
        // The first response says what comes before, the last one what follows.
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
        for object in next.objects {
            page.objects.push(object?);
        }
    }
    let at = |next: String, offset| match (paging.limit, paging.position) {
        (Some(name), Position::Offset(parameter)) => {
            let names = (operation.query_name(name), operation.query_name(parameter));
            address::at(&next, names, limit, offset)
        }
        _ => next,
    };
    let reached = list.position();
    if let Position::Offset(_) = paging.position {
        (page.meta.limit, page.meta.offset) = (Some(limit), Some(offset));
    }
    page.meta = Meta {
        next: page.meta.next.map(|next| at(next, reached)),
        previous: page
            .meta
            .previous
            .map(|previous| at(previous, offset.saturating_sub(limit))),
        ..page.meta
    };
    Ok(page)
}

fn count<T>(objects: &[T]) -> u32 {
    u32::try_from(objects.len()).unwrap_or(u32::MAX)
}
