//! One YAML manifest in; a Rust client, Lua bindings and their documentation out
