//! Lists: from the pages that a service returns to what a call asks for, whole or as a stream.

pub(crate) mod blocking;
mod chain;
mod macros;
pub(crate) mod merge;
mod page_driver;
pub(crate) mod page_source;
pub(crate) mod paginator;
mod position;
mod range_walk;
pub(crate) mod raw_page;
mod seen_ids;
pub(crate) mod stream;
