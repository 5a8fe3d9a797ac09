//! An async Rust client for Plivo's SMS and voice API

pub mod runtime;

pub mod calls;
mod generated;
pub mod messages;

#[doc(inline)]
pub use generated::*;
