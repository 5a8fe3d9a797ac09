//! The chores of this workspace, as functions that take the workspace's root and say what they do.

pub mod bench;
mod cargo;
pub mod demo;
pub mod formats;
pub mod generate;
pub mod lua_check;
pub mod lua_module;
mod manifests;
pub mod mcp;
pub mod referee;
pub mod site;
pub mod transcript;
