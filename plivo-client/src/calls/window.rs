//! The offset and limit of a list that is filtered on this side.

use plivo_runtime::{Meta, Request};

/// Skips the first matches, and returns the rest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    limit: Option<u32>,
    offset: u32,
    matches: u32,
}

impl Window {
    /// Returns the window that the request's `limit` and `offset` ask for.
    pub(super) fn of(request: &Request) -> Self {
        Self {
            limit: request.arguments().count("limit"),
            offset: request.arguments().count("offset").unwrap_or_default(),
            matches: 0,
        }
    }

    /// Returns how many matches are asked for.
    pub(super) fn limit(&self) -> Option<u32> {
        self.limit
    }

    /// Returns how many matches come before the next one that is returned.
    pub(super) fn position(&self) -> u32 {
        self.matches.max(self.offset)
    }

    /// Returns how many matches must be found to return `most`.
    pub(super) fn needed(&self, most: u32) -> u32 {
        most.saturating_add(self.offset.saturating_sub(self.matches))
    }

    /// Counts a match, and says whether it is returned.
    pub(super) fn admits_next(&mut self) -> bool {
        let is_after_offset = self.matches >= self.offset;
        self.matches = self.matches.saturating_add(1);
        is_after_offset
    }

    /// Returns the position of the next page.
    pub(super) fn meta(&self, most: u32) -> Meta {
        let mut meta = Meta::default();
        meta.limit = Some(most);
        meta.offset = Some(self.position());
        meta
    }
}
