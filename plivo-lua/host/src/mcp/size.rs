//! The size limits of results and messages.

/// Maximum size of a result in bytes: about ten thousand tokens.
pub const RESULT_LIMIT: usize = 40_000;

/// Maximum size of a client's message in bytes.
pub const MESSAGE_LIMIT: usize = 1024 * 1024;
