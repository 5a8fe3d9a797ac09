//! Fault injection: which requests fail, and how.

pub(crate) mod broken_body;
pub(crate) mod fault;
pub(crate) mod response;
