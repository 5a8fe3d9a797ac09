//! Requests that the sandbox sends by itself, to loopback addresses only.

pub(crate) mod async_response;
pub(crate) mod callback;
pub(crate) mod delivery;
pub(crate) mod delivery_report;
pub(crate) mod inbound_message;
pub(crate) mod signature;
