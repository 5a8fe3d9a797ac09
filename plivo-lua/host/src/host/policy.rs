//! How a host decides about calls, who observes them, and its clock.

use super::clock::Clock;
use super::observer::Observer;
use super::permissions::Ask;
use super::write_log::WriteLog;

/// How a host decides about calls, who observes them, and its clock.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    pub(crate) clock: Clock,
    pub(crate) ask: Option<Ask>,
    pub(crate) observer: Option<Observer>,
    /// What the calls of a script have written.
    pub(crate) writes: Option<WriteLog>,
    /// Hint of a refused call: what the user changes to permit it.
    pub(crate) permission_hint: Option<String>,
}
