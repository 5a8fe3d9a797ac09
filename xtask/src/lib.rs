//! The chores of this workspace, as functions that take the workspace's root.

pub mod bench;
pub mod demo;
pub mod formats;
pub mod generate;
pub mod lua_check;
pub mod lua_module;
mod manifests;
pub mod mcp;
mod packages;
mod process;
pub mod release;
pub mod sdk_conformance;
pub mod site;
pub mod transcript;
