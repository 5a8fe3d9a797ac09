//! The IDs of the records that a list returned last, in bounded memory.

use std::collections::HashSet;
use std::mem;

/// How many of the last IDs are certainly kept.
pub(super) const KEPT: u32 = 500;
/// The most IDs that are kept.
const CAPACITY: usize = 2 * KEPT as usize;

/// The IDs of at least the last 500 records, and at most the last 1,000.
///
/// A request begins at or near the last record of the one before it. Only the last records can therefore repeat.
#[derive(Debug, Default)]
pub(crate) struct SeenIds {
    newer: HashSet<String>,
    /// The IDs before them.
    older: HashSet<String>,
}

impl SeenIds {
    pub(crate) fn contains(&self, id: &str) -> bool {
        self.newer.contains(id) || self.older.contains(id)
    }

    pub(crate) fn insert(&mut self, id: String) {
        if self.newer.len() >= CAPACITY / 2 {
            self.older = mem::take(&mut self.newer);
        }
        self.newer.insert(id);
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, SeenIds};

    #[test]
    fn the_last_ids_are_held_and_no_more() {
        let mut seen = SeenIds::default();
        for index in 0..10 * CAPACITY {
            seen.insert(index.to_string());
            assert!(seen.newer.len() + seen.older.len() <= CAPACITY);
            assert!(seen.contains(&index.saturating_sub(CAPACITY / 2 - 1).to_string()));
        }
        assert!(!seen.contains("0"));
    }
}
