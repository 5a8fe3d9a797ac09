//! Why a match ends without a result.

use crate::interpreter::budget::Stopped;

/// Why a pattern was not matched to the end.
pub(super) enum Problem {
    /// The pattern is malformed; the message is Lua's own.
    Malformed(&'static str),
    /// The script reached one of its limits.
    Stopped(Stopped),
}
