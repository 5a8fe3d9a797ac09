//! Tests across crates, in one binary: linking the whole stack takes longer than most of them.
#![cfg(test)]

// A sandbox, and the client and the interpreter that use it.
mod harness;

// Generated files.
mod lockstep;

mod grown;
mod own_manifest;
mod page;
mod schemas;

// Calls over HTTP, from Rust and from Lua.
mod examples;

mod callbacks;
mod listing;
mod paging;
mod properties;
mod wire;

// What goes wrong.
mod faults;

// Other services than Plivo.
mod foreign;

// The grown manifest names functions of the crate that expands it.
use plivo_client::{calls, messages, webhooks};
