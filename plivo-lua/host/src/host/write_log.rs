//! What the calls of a script have written, for the error that ends it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use plivo_runtime::Effect;

use crate::lua::cut;

/// The most bytes of an answer that are kept.
const MAX_RECEIPT: usize = 300;

/// How many of the last answers are kept.
const MAX_RECEIPTS: usize = 3;

/// The writes of one script; clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct WriteLog(Arc<Mutex<Writes>>);

#[derive(Debug, Default)]
struct Writes {
    /// How often each function was done, and how often it may have been.
    counts: BTreeMap<String, (usize, usize)>,
    /// The last answers.
    receipts: Vec<String>,
}

impl WriteLog {
    /// Adds a write whose request may have been sent. Until it [ends](Self::ended), it may have been done.
    pub(crate) fn sending(&self, function: &str) {
        self.lock().counts.entry(function.to_owned()).or_default().1 += 1;
    }

    /// Sets what a write that was being sent has done, and what the service answered.
    pub(crate) fn ended(&self, function: &str, effect: Effect, answer: Option<&str>) {
        let mut writes = self.lock();
        let (done, unknown) = writes.counts.entry(function.to_owned()).or_default();
        match effect {
            Effect::Unknown => return,
            Effect::Done => *done += 1,
            Effect::Nothing => {}
        }
        *unknown = unknown.saturating_sub(1);
        if let Some(answer) = answer {
            let words: Vec<_> = cut(answer, MAX_RECEIPT)
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            writes.receipts.push(words.join(" "));
            if writes.receipts.len() > MAX_RECEIPTS {
                writes.receipts.remove(0);
            }
        }
    }

    /// Forgets all writes, before another piece of the script runs.
    pub(crate) fn clear(&self) {
        *self.lock() = Writes::default();
    }

    /// Returns what the writes have done together.
    pub(crate) fn effect(&self) -> Effect {
        match self.lock().totals() {
            (0, 0) => Effect::Nothing,
            (_, 0) => Effect::Done,
            _ => Effect::Unknown,
        }
    }

    /// Returns what an error with this message must add, so that nobody repeats the writes: nothing if there are none, or if the
    /// message is about the only one.
    pub(crate) fn before(&self, message: &str) -> Option<String> {
        let writes = self.lock();
        let (done, unknown) = writes.totals();
        let all = done + unknown;
        if all == 0 || all == 1 && message.contains("repeat it") {
            return None;
        }
        let mut said = Vec::new();
        for (function, (done, unknown)) in &writes.counts {
            for (what, count) in [("was done", *done), ("may have been done", *unknown)] {
                match count {
                    0 => {}
                    1 => said.push(format!("{function} {what} once")),
                    _ => said.push(format!("{function} {what} {count} times")),
                }
            }
        }
        let care = if unknown == 0 {
            "do not"
        } else {
            "check before you"
        };
        let them = if all == 1 { "it" } else { "them" };
        let receipts = &writes.receipts;
        let returned = match receipts.as_slice() {
            [] => String::new(),
            [one] if all == 1 => format!("; it returned {one}"),
            several => format!("; the last returned {}", several.join(" and ")),
        };
        let said = said.join(" and ");
        Some(format!(
            "before this error, {said}, so {care} repeat {them}{returned}"
        ))
    }

    fn lock(&self) -> MutexGuard<'_, Writes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writes {
    /// Returns how many writes were done, and how many may have been.
    fn totals(&self) -> (usize, usize) {
        let counts = self.counts.values();
        counts.fold((0, 0), |(all, unsure), (done, unknown)| {
            (all + done, unsure + unknown)
        })
    }
}
