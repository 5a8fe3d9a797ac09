//! What a call returns: the service's response, still as JSON text.

use std::pin::Pin;

use plivo_runtime::{Error, Pages, RawList};
use serde_json::value::RawValue;

/// The service's response to one call, before it becomes a Lua table.
///
/// The JSON text is kept, so that a record is decoded once, straight into the table that the script gets, and
/// nothing that the service sent is lost.
#[derive(Debug)]
pub enum Answer {
    /// A page of records and its position in the list.
    List(RawList),
    /// One record.
    Record(Box<RawValue>),
}

/// A call in flight; dropping it cancels the request.
pub type CallFuture = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;

/// The pages of a list, fetched as they are needed, with records as JSON text.
pub type PageStream = Pages<Box<RawValue>>;
