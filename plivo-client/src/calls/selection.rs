//! Which of the calls that are found on this side are given: those behind the offset.

use plivo_runtime::{Meta, Request};

/// So many passed over, then all given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Selection {
    limit: Option<u32>,
    offset: u32,
    found: u32,
}

impl Selection {
    /// What the call's `limit` and `offset` ask for.
    pub(super) fn of(call: &Request) -> Self {
        Self {
            limit: call.arguments().count("limit"),
            offset: call.arguments().count("offset").unwrap_or_default(),
            found: 0,
        }
    }

    /// How many are to be given.
    pub(super) fn limit(&self) -> Option<u32> {
        self.limit
    }

    /// How many stand before the next that is given.
    pub(super) fn position(&self) -> u32 {
        self.found.max(self.offset)
    }

    /// How many are to be found, so that this many can be given.
    pub(super) fn lacks(&self, most: u32) -> u32 {
        most.saturating_add(self.offset.saturating_sub(self.found))
    }

    /// Counts one that was found, and says whether it is given.
    pub(super) fn takes(&mut self) -> bool {
        let behind = self.found >= self.offset;
        self.found = self.found.saturating_add(1);
        behind
    }

    /// Where a page stands that holds what comes next.
    pub(super) fn meta(&self, most: u32) -> Meta {
        let mut meta = Meta::default();
        meta.limit = most;
        meta.offset = self.position();
        meta
    }
}
