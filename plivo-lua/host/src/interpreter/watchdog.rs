//! Ends the process of a script that no hook can stop: one that is inside a C function, the parser or the collector.

use std::fmt;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::budget::Budget;
use super::limits::Limits;
use super::script_error::ScriptError;
use crate::host::WriteLog;

/// How long after its limit a script may still compute before the process ends.
const GRACE: Duration = Duration::from_millis(250);

/// The interval of the checks.
const INTERVAL: Duration = Duration::from_millis(50);

/// Watches the scripts of an interpreter from a thread of its own.
#[derive(Clone)]
pub(crate) struct Watchdog(Arc<dyn Fn(ScriptError) + Send + Sync>);

impl Watchdog {
    /// Creates a watchdog; `end` reports the error and ends the process.
    pub(crate) fn new(end: impl Fn(ScriptError) + Send + Sync + 'static) -> Self {
        Self(Arc::new(end))
    }

    /// Watches a state for as long as it exists.
    pub(super) fn watch(&self, name: &str, limits: Limits, budget: &Budget, writes: &WriteLog) {
        let writes = writes.clone();
        let (budget, name, end) = (budget.downgrade(), name.to_owned(), Arc::clone(&self.0));
        let watch = move || {
            while let Some(budget) = budget.upgrade() {
                if let Some(stopped) = budget.overdue(GRACE) {
                    return end(ScriptError::stopped(&name, &limits, stopped).after(&writes));
                }
                drop(budget);
                thread::sleep(INTERVAL);
            }
        };
        // Without a thread, the hook still holds the script to its limits.
        let _ = thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(watch);
    }
}

impl fmt::Debug for Watchdog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watchdog").finish_non_exhaustive()
    }
}
