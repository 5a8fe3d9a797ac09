//! The list as a source of pages, each decoded, and cut to what is asked for.

use serde::de::DeserializeOwned;

use super::Paginator;
use crate::error::Error;
use crate::paging::page_source::{PageSource, WholeList};
use crate::paging::position::PagePosition;
use crate::paging::range_walk::RangeWalk;
use crate::record::page::Page;

impl Paginator {
    /// Returns the URL of the next page, for a list that this side filters, so that `offset` counts its matches; none at
    /// the end.
    #[must_use]
    pub fn next_page(&self, limit: u32, offset: u32) -> Option<String> {
        (!self.ended).then(|| self.link(limit, offset))
    }

    /// Returns the URL of another page of the list, relative to the service.
    fn link(&self, limit: u32, offset: u32) -> String {
        let mut request = self.prepared.clone();
        if let (Some(walk), Some(range)) = (&self.walk, &request.operation().time_range) {
            request.set_bounds(range, walk.asked(), walk.exclusive);
        }
        request.page_url(limit, offset)
    }
}

impl PageSource for Paginator {
    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn position(&self) -> u32 {
        self.count_before
    }

    async fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> Result<Option<Page<Result<T, Error>>>, Error> {
        let Some(raw) = self.fetch(most).await? else {
            return Ok(None);
        };
        // Without the last records of the page, its cursor would leave them out.
        let sent = match &self.position {
            PagePosition::Token(sent) => sent.clone(),
            _ => None,
        };
        let most_records = usize::try_from(most).unwrap_or(usize::MAX);
        let mut passed = 0;
        let mut objects = Vec::with_capacity(raw.count());
        while passed < raw.count() && objects.len() < most_records {
            if self.is_duplicate(&raw, passed) {
            } else if self.to_skip > 0 {
                self.to_skip -= 1;
            } else {
                objects.push(raw.decode(passed));
            }
            passed += 1;
        }
        let mut page = raw.with(objects);
        if passed < raw.count() && self.paging().is_chained() {
            page.meta.next = sent;
        }
        self.advance(raw, passed);
        if matches!(self.position, PagePosition::Offset(_)) {
            let begin = self.count_before;
            let count = u32::try_from(page.objects.len()).unwrap_or(u32::MAX);
            self.count_before = begin.saturating_add(count);
            page.meta.limit = Some(most);
            page.meta.offset = Some(begin);
            page.meta.next = self.next_page(most, self.count_before);
            page.meta.previous = (begin > 0).then(|| self.link(most, begin.saturating_sub(most)));
            let has_windows = self.walk.as_ref().is_some_and(RangeWalk::has_windows);
            page.meta.total_count = self.total.filter(|_| !has_windows);
        }
        Ok(Some(page))
    }

    async fn at_once<T: DeserializeOwned + Send>(&mut self) -> Result<Option<WholeList<T>>, Error> {
        let is_one_page = self.limit.is_none_or(|limit| limit <= self.page_size());
        // With a token, a service may return fewer records than it is asked for.
        let is_token = matches!(self.position, PagePosition::Token(_))
            && !(self.limit.is_none() && self.paging().has_own_length());
        let has_windows = self.walk.as_ref().is_some_and(RangeWalk::has_windows);
        if !is_one_page || is_token || has_windows {
            return Ok(None);
        }
        let response = self.prepared.send().await?;
        if !self.is_newest(&response)? {
            return Ok(None);
        }
        let mut whole = None;
        if let Some(limit) = self.limit {
            // A page that nothing is kept of is only counted, which takes a fraction of the time.
            let is_exact = || response.count() == usize::try_from(limit).ok();
            if size_of::<T>() == 0 && is_exact() {
                return Ok(Some((response, None)));
            }
            // A record that cannot be decoded may be behind the limit.
            let Ok(page) = response.page::<T>() else {
                self.first = Some(response);
                return Ok(None);
            };
            let count = u32::try_from(page.objects.len()).unwrap_or(u32::MAX);
            let is_short = count < limit
                && self
                    .position
                    .has_next(&page.meta, limit, page.objects.len());
            if is_short || count > limit {
                self.first = Some(response);
                return Ok(None);
            }
            whole = Some(page);
        }
        Ok(Some((response, whole)))
    }
}
