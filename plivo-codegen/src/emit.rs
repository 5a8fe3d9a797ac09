//! Emitters: from the model to text, one an artefact. None reads YAML, a file or another's output.

mod client;
mod rust;

pub mod agent_markdown;
pub mod lua_types;
pub mod reference;
pub mod schema;
pub mod tools;

mod lua_text;
mod markdown;
mod script_view;

use std::collections::BTreeMap;

use quote::quote;

use crate::model::Api;

/// What is emitted: the text of each file, by its path under the workspace's root.
pub type Files = BTreeMap<String, String>;

/// Everything that is emitted for the workspace that the manifest stands in.
#[must_use]
pub fn all(api: &Api) -> Files {
    let slug = &api.integration.slug;
    client::emit(api, &quote!(crate)).into_files(api, &format!("{slug}-client/src/generated"))
}
