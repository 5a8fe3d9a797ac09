//! The requests of a stream: one at a time, each starting where the last successful one ended.

use std::collections::VecDeque;
use std::mem;

use futures_util::stream::{BoxStream, StreamExt, once, unfold};
use serde::de::DeserializeOwned;

use super::page_source::PageSource;
use crate::error::Error;
use crate::operation::paging::Position;
use crate::record::page::Page;
use crate::request::Request;

/// Returns the pages of a list that are not empty. An error does not end them here: the next poll repeats the request.
pub(super) fn pages<T: DeserializeOwned + Send + 'static, L: PageSource + 'static>(
    mut request: Request,
    list: impl FnOnce(Request) -> Result<L, Error>,
) -> BoxStream<'static, Result<Page<T>, Error>> {
    let paging = *request.paging();
    // The maximum of one call does not apply to a stream: only a limit of zero or less is left to be refused.
    let limit = paging
        .limit_of(request.arguments())
        .filter(|limit| *limit > 0);
    // Numbered pages are as long as what is asked for, or page 3 would contain other records.
    let by_number = matches!(paging.position, Position::Page { .. });
    if let (Some(records), Some(name)) = (limit, paging.limit)
        && !(by_number && records <= paging.page_size)
    {
        let mut arguments = request.arguments().clone();
        let parameter = request.operation().parameter(name);
        match parameter.filter(|parameter| parameter.required) {
            // What is required stays, as large as one call takes. A list without pages cannot be longer.
            Some(parameter) if paging.position != Position::Whole => {
                let most = parameter.maximum.unwrap_or(i64::MAX);
                arguments.set(name, i64::from(records).min(most));
            }
            Some(_) => {}
            None => _ = arguments.remove(name),
        }
        request = request.with_arguments(arguments);
    }
    let list = match list(request) {
        Ok(list) => list,
        Err(error) => return once(async { Err(error) }).boxed(),
    };
    let driver = PageDriver {
        remaining: limit.or_else(|| list.limit()),
        list,
        page_size: paging.page_size.max(1),
        is_by_offset: matches!(paging.position, Position::Offset(_)),
        parts: VecDeque::new(),
    };
    unfold(driver, async |mut driver| {
        Some((driver.next().await?, driver))
    })
    .boxed()
}

/// A list, and how much of it remains.
struct PageDriver<L, T> {
    list: L,
    page_size: u32,
    /// How many records remain; all of the list where it is none.
    remaining: Option<u32>,
    is_by_offset: bool,
    /// What has arrived and is not returned yet.
    parts: VecDeque<Result<Page<T>, Error>>,
}

impl<L: PageSource, T: DeserializeOwned + Send> PageDriver<L, T> {
    /// Returns the next page that is not empty, or the part of a page before or after a record that cannot be decoded.
    async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        loop {
            if let Some(part) = self.parts.pop_front() {
                return Some(part);
            }
            let most = self.remaining.unwrap_or(u32::MAX).min(self.page_size);
            if most == 0 {
                return None;
            }
            match self.list.next(most).await {
                Ok(Some(page)) if page.objects.is_empty() => {}
                Ok(Some(page)) => {
                    let count = u32::try_from(page.objects.len()).unwrap_or(u32::MAX);
                    self.remaining = self.remaining.map(|left| left.saturating_sub(count));
                    self.divide(page);
                }
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// Divides a page at each record that cannot be decoded.
    fn divide(&mut self, mut page: Page<Result<T, Error>>) {
        let records = mem::take(&mut page.objects);
        let mut envelope = page.with(Vec::<()>::new());
        let mut objects = Vec::with_capacity(records.len());
        for record in records {
            match record {
                Ok(object) => objects.push(object),
                Err(error) => {
                    let before = mem::take(&mut objects);
                    let count = u32::try_from(before.len()).unwrap_or(u32::MAX);
                    if count > 0 {
                        self.parts.push_back(Ok(envelope.clone().with(before)));
                    }
                    self.parts.push_back(Err(error));
                    if self.is_by_offset {
                        let passed = count.saturating_add(1);
                        let offset = envelope.meta.offset.unwrap_or_default();
                        envelope.meta.offset = Some(offset.saturating_add(passed));
                    }
                }
            }
        }
        if !objects.is_empty() {
            self.parts.push_back(Ok(envelope.with(objects)));
        }
    }
}
