//! Calls: arguments validated, permission checked, the request made, the response decoded, the observer told.

mod argument_value;
mod arguments;
mod caller;
mod cursor;
mod host_call;
mod perform;
mod permission;
mod report;

#[cfg(feature = "program")]
pub(crate) use arguments::{Hints, from_json as arguments_from_json};
pub(crate) use caller::Caller;
pub(crate) use cursor::Cursor;
pub use host_call::Records;
