//! The records of an account: each as the wire has it, with what only the service knows alongside. Numbers and
//! applications have nothing alongside, so the store keeps them as JSON.

pub(crate) mod call;
pub(crate) mod direction;
pub(crate) mod live_call;
pub(crate) mod message;
