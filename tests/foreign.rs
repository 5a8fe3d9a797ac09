//! Services of other shapes than Plivo's, each a manifest expanded by the macro: from Rust and from Lua, over HTTP.

mod ferry;
mod gauge;
mod obstacles;
mod orchard;
mod server;
mod starter;
