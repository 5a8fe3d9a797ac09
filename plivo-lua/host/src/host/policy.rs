//! How a host decides about calls and who observes them.

use super::observer::Observer;
use super::permissions::Ask;

/// How a host decides about calls and who observes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    pub(crate) ask: Option<Ask>,
    pub(crate) observer: Option<Observer>,
    /// Hint of a refused call: what the user changes to permit it.
    pub(crate) permission_hint: Option<String>,
}
