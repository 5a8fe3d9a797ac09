//! The arguments of a request, and what can be wrong with them.

pub(crate) mod argument_error;
pub(crate) mod arguments;
pub(crate) mod value;
