//! What an account holds: the records as the wire has them, with what the service knows of them beside.

pub(crate) mod application;
pub(crate) mod call;
pub(crate) mod compose;
pub(crate) mod direction;
pub(crate) mod live_call;
pub(crate) mod message;
pub(crate) mod number;
