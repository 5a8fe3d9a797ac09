//! Lua states and values, whatever a host puts into them.

mod array;
mod cached_chunk;
mod from_json;
mod layout;
mod position;
mod to_json;
mod words;

pub(crate) use array::{ArrayMetatable, LENGTH};
pub(crate) use cached_chunk::{CachedChunk, HOST_CHUNK};
pub(crate) use from_json::JsonSeed;
pub(crate) use layout::{Layout, OutputBudget, layout, length};
pub(crate) use position::{position, traceback};
pub(crate) use to_json::{encode, quoted, to_json};
pub(crate) use words::{cut, cut_name, kind, listed, quoted_key, start, start_of_name};
