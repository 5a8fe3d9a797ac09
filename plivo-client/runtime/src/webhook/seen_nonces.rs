//! The nonces of the last requests, in bounded memory.

use std::collections::{HashSet, VecDeque};

/// The nonces of the last accepted requests.
#[derive(Debug)]
pub(super) struct SeenNonces {
    capacity: usize,
    known: HashSet<String>,
    order: VecDeque<String>,
}

impl SeenNonces {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity: capacity.max(1),
            known: HashSet::new(),
            order: VecDeque::new(),
        }
    }

    /// Returns whether the nonce is new, and keeps it in place of the oldest.
    pub(super) fn insert(&mut self, nonce: &str) -> bool {
        if !self.known.insert(nonce.to_owned()) {
            return false;
        }
        self.order.push_back(nonce.to_owned());
        if self.order.len() > self.capacity
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }

    /// Forgets a nonce.
    pub(super) fn remove(&mut self, nonce: &str) {
        if self.known.remove(nonce) {
            self.order.retain(|known| known != nonce);
        }
    }
}
