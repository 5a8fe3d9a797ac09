//! What every request passes through before a resource handles it.

pub(crate) mod auth;
pub(crate) mod connection;
pub(crate) mod journal;
pub(crate) mod middleware;
pub(crate) mod query;
pub(crate) mod quota;
pub(crate) mod response;
