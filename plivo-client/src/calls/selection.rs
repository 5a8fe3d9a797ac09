//! Which of the calls that are found on this side belong to the page that was asked for.

use crate::runtime::{Call, Meta};

/// So many passed over, then so many taken.
pub(super) struct Selection {
    limit: u32,
    offset: u32,
    found: u32,
}

impl Selection {
    /// What the call's `limit` and `offset` ask for.
    pub(super) fn of(call: &Call) -> Self {
        let usual = call.connection().service().paging.page_size;
        Self {
            limit: call.arguments().count("limit").unwrap_or(usual),
            offset: call.arguments().count("offset").unwrap_or_default(),
            found: 0,
        }
    }

    /// How many are still to be found.
    pub(super) fn lacks(&self) -> u32 {
        self.offset
            .saturating_add(self.limit)
            .saturating_sub(self.found)
    }

    /// Counts one that was found, and says whether it belongs to the page.
    pub(super) fn takes(&mut self) -> bool {
        let belongs = self.found >= self.offset && self.lacks() > 0;
        self.found = self.found.saturating_add(1);
        belongs
    }

    /// Where the page stands among what is found.
    pub(super) fn meta(&self) -> Meta {
        Meta {
            limit: self.limit,
            offset: self.offset,
            ..Meta::default()
        }
    }
}
