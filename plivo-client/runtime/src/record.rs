//! Lenient decoding: typed fields for what is known, and nothing lost of what is not.

pub(crate) mod decode;
pub(crate) mod elements;
pub(crate) mod enumeration;
pub(crate) mod field;
pub(crate) mod key;
pub(crate) mod large_numbers;
pub(crate) mod lone_surrogates;
mod macros;
mod map;
pub(crate) mod page;
mod reading;
