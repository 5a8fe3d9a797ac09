//! The keys of a call's arguments that name no parameter.

use std::collections::BTreeMap;

use super::argument_value::ArgumentValue;

/// How many unknown names are reported one by one.
pub(super) const MAX_UNKNOWN: usize = 8;

/// A key that names no parameter.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UnknownKey {
    Position(i64),
    Name(String),
    Other(&'static str),
}

/// The first unknown keys with their values, and how many there are. The order of a table's keys is arbitrary, so the
/// first are the least.
#[derive(Default)]
pub(super) struct UnknownKeys {
    pub(super) first: BTreeMap<UnknownKey, ArgumentValue>,
    pub(super) count: usize,
}

impl UnknownKeys {
    pub(super) fn add(&mut self, key: UnknownKey, value: ArgumentValue) {
        self.count += 1;
        self.first.insert(key, value);
        if self.first.len() > MAX_UNKNOWN {
            self.first.pop_last();
        }
    }
}
