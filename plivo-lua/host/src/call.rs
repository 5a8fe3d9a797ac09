//! Calls: arguments validated, permission checked, the request made, the response decoded, the observer told.

mod argument_value;
mod arguments;
mod caller;
mod cursor;
mod dispatcher;
mod host_call;
mod perform;
mod permission;
#[cfg(feature = "worker")]
mod read_arguments;
mod report;
mod structured;
mod undecoded;
mod unknown_arguments;
mod unknown_keys;
mod value_hints;
mod webhook;

#[cfg(any(feature = "program", feature = "worker"))]
pub(crate) use arguments::Hints;
#[cfg(feature = "program")]
pub(crate) use arguments::from_json as arguments_from_json;
pub(crate) use caller::{Caller, OpenList};
#[cfg(feature = "worker")]
pub(crate) use cursor::Cursor;
pub(crate) use dispatcher::Dispatcher;
pub use host_call::Records;
#[cfg(feature = "worker")]
pub(crate) use perform::perform;
#[cfg(feature = "worker")]
pub(crate) use read_arguments::ReadArguments;
#[cfg(feature = "worker")]
pub(crate) use undecoded::Undecoded;
#[cfg(feature = "worker")]
pub(crate) use webhook::{ReceivedWebhook, Verified, verify as verify_webhook};
