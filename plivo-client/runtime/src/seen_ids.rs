//! Which records a list has shown lately, in a bounded memory.

use std::collections::HashSet;
use std::mem;

/// How many ids are held at most.
const HELD: usize = 1_000;

/// The ids of the records that were shown last: at least the last 500, at most the last 1,000.
///
/// New records push old ones down, from the end of one page onto the beginning of the next, never up
/// and past what was read. What repeats is therefore what was shown last, as much of it as arrived
/// between two requests; older ids cannot come back, and to hold them would only take memory.
#[derive(Debug, Default)]
pub(super) struct SeenIds {
    newer: HashSet<String>,
    /// What was newer until that was half of what may be held.
    older: HashSet<String>,
}

impl SeenIds {
    pub(super) fn has(&self, id: &str) -> bool {
        self.newer.contains(id) || self.older.contains(id)
    }

    pub(super) fn add(&mut self, id: String) {
        if self.newer.len() >= HELD / 2 {
            self.older = mem::take(&mut self.newer);
        }
        self.newer.insert(id);
    }
}

#[cfg(test)]
mod tests {
    use super::{HELD, SeenIds};

    #[test]
    fn the_last_ids_are_held_and_no_more() {
        let mut seen = SeenIds::default();
        for index in 0..10 * HELD {
            seen.add(index.to_string());
            assert!(seen.newer.len() + seen.older.len() <= HELD);
            assert!(seen.has(&index.saturating_sub(HELD / 2 - 1).to_string()));
        }
        assert!(!seen.has("0"));
    }
}
