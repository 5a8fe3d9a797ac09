//! From an encoded request to the response: credentials, attempts, rate limits, retries and HTTP.

pub(crate) mod api_handle;
pub(crate) mod base_address;
pub(crate) mod client_builder;
pub(crate) mod encoded_request;
mod failure;
mod form;
pub(crate) mod http;
pub(crate) mod http_client;
pub(crate) mod options;
pub(crate) mod rate_limiter;
pub(crate) mod rate_limits;
mod raw_get;
pub(crate) mod raw_response;
mod received_body;
mod redaction;
mod refusal;
pub(crate) mod retry;
mod retry_after;
pub(crate) mod send;
mod trace;
