//! What a binding gives back: the service's answer, still as the JSON text that came.

use std::pin::Pin;

use plivo_runtime::{Error, Pages, RawList};
use serde_json::value::RawValue;

/// The service's answer to one call, before it becomes a Lua table.
///
/// The text is kept, so that a record is read once, straight into the table that the script gets,
/// and nothing that the service sent is lost on the way.
#[derive(Debug)]
pub enum Answer {
    /// Several records and their position in the list.
    List(RawList),
    /// One record.
    Record(Box<RawValue>),
}

/// A call on its way: dropped, it is cancelled.
pub type Answering = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;

/// A list on its way, a page at a time, its records still text.
pub type Listing = Pages<Box<RawValue>>;
