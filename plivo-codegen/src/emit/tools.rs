//! Tool schemas: each function as an agent's host lists it, with a JSON Schema of its arguments and one of
//! its answer.

mod answers;
mod arguments;

use serde::{Serialize, Serializer};

use crate::model::{Api, Function, Method, Operation};

use super::fragments::json_schema::Schema;

/// Emits the tools as one JSON array, in documented order.
#[must_use]
pub(super) fn emit(api: &Api) -> String {
    // Writing to memory fails for maps whose keys are no texts alone, and there is none here.
    let mut json = serde_json::to_string_pretty(&Tools(api)).unwrap_or_default();
    json.push('\n');
    json
}

/// The tools, each made when it is written: schemas in memory are many times their text.
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

/// What a host may want to know before it lets an agent call.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four hints, each with a name that the protocol fixes"
)]
struct Annotations {
    read_only_hint: bool,
    destructive_hint: bool,
    idempotent_hint: bool,
    open_world_hint: bool,
}

fn tool<'a>(api: &'a Api, function: &'a Function) -> Tool<'a> {
    Tool {
        name: &function.prefixed,
        title: &function.title,
        description: &function.description,
        input_schema: arguments::schema(api, function),
        output_schema: answers::schema(api, function),
        annotations: annotations(function),
    }
}

fn annotations(function: &Function) -> Annotations {
    let writes = match function.operation {
        Operation::Read => false,
        Operation::Write => true,
    };
    let repeatable = match function.method {
        Method::Get | Method::Put | Method::Delete => true,
        Method::Post | Method::Patch => false,
    };
    Annotations {
        read_only_hint: !writes,
        // Nothing here takes a write back, so a host that asks before destructive calls should ask.
        destructive_hint: writes,
        idempotent_hint: repeatable,
        open_world_hint: true,
    }
}
