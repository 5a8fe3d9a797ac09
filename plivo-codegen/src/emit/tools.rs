//! Tool schemas: the functions as tools of the Model Context Protocol.

mod answers;
mod arguments;

use serde::{Serialize, Serializer};

use crate::model::{Access, Api, Method, Operation};

use super::fragments::json_schema::Schema;

/// Emits the tools as one JSON array, in documented order.
#[must_use]
pub(super) fn emit(api: &Api) -> String {
    // Serializing fails only for maps with keys that are not strings.
    let mut json = serde_json::to_string_pretty(&Tools(api)).unwrap_or_default();
    json.push('\n');
    json
}

/// Serializes the tools one at a time, because schemas in memory are many times larger than as text.
struct Tools<'a>(&'a Api);

impl Serialize for Tools<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(api) = self;
        serializer.collect_seq(api.functions.iter().map(|function| tool(api, function)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tool<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    input_schema: Schema,
    output_schema: Schema,
    annotations: Annotations,
}

/// The hints of the protocol about a tool, without those that say what is so anyway: every tool reaches a service, only
/// writes can be destructive, and few are safe to repeat. Clients hand the list to a model, so it is short.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the protocol calls each of them a hint"
)]
struct Annotations {
    read_only_hint: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    destructive_hint: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idempotent_hint: Option<bool>,
}

fn tool<'a>(api: &'a Api, function: &'a Operation) -> Tool<'a> {
    Tool {
        name: &function.tool_name,
        title: &function.title,
        description: &function.description,
        input_schema: arguments::schema(api, function),
        output_schema: answers::schema(api, function),
        annotations: annotations(function),
    }
}

fn annotations(function: &Operation) -> Annotations {
    let writes = match function.access {
        Access::Read => false,
        Access::Write => true,
    };
    let repeatable = match function.method {
        Method::Get | Method::Put | Method::Delete => true,
        Method::Post | Method::Patch => false,
    };
    Annotations {
        read_only_hint: !writes,
        // Writes cannot be undone, so a host that confirms destructive calls should confirm them.
        destructive_hint: writes.then_some(true),
        idempotent_hint: (writes && repeatable).then_some(true),
    }
}
