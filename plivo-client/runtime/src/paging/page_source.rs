//! What pages and streams require of a list.

use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::record::page::Page;
use crate::transport::raw_response::RawResponse;

/// A response with everything that a call asks for, and its page.
pub type WholeList<T> = (RawResponse, Option<Page<T>>);

/// A list that is read from its offset to its end.
///
/// [`Paginator`](crate::Paginator) is a list as the service pages it. A function that filters records on this
/// side, because the service cannot, implements a list of its own.
pub trait PageSource: Send {
    /// Returns how many records the call asks for, where it says so.
    fn limit(&self) -> Option<u32>;

    /// Returns how many records come before the next one, skipped ones included.
    fn position(&self) -> u32;

    /// Returns the next records, at most `most`, in one or a few requests; none at the end of the list. A page may be
    /// empty although more follow. A record that cannot be decoded is an error at its place.
    ///
    /// The position changes only when records are returned: after an error, or when the future is dropped,
    /// the next call starts at the same position.
    ///
    /// # Errors
    /// Returns why a request failed.
    fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> impl Future<Output = Result<Option<Page<Result<T, Error>>>, Error>> + Send;

    /// Returns the response with everything that the call asks for, where one request to the service is enough;
    /// otherwise none. The page is there where it had to be decoded to know.
    ///
    /// # Errors
    /// Returns why the request failed.
    fn at_once<T: DeserializeOwned + Send>(
        &mut self,
    ) -> impl Future<Output = Result<Option<WholeList<T>>, Error>> + Send {
        async { Ok(None) }
    }
}
