//! Tool schemas: each function as an agent's host lists it, with a JSON Schema of its arguments.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use crate::model::{Api, Enum, Function, Literal, Method, Operation, Parameter, ParameterKind};

/// Emits the tools as one JSON array, in documented order.
#[must_use]
pub(super) fn emit(api: &Api) -> String {
    let tools: Vec<Tool<'_>> = api
        .functions
        .iter()
        .map(|function| tool(api, function))
        .collect();
    // Writing to memory fails for maps whose keys are no texts alone, and there is none here.
    let json = serde_json::to_string_pretty(&tools).unwrap_or_default();
    format!("{json}\n")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tool<'a> {
    name: &'a str,
    title: &'a str,
    description: &'a str,
    input_schema: Arguments<'a>,
    annotations: Annotations,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Arguments<'a> {
    #[serde(rename = "$schema")]
    dialect: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    properties: IndexMap<&'a str, Schema>,
    required: Vec<&'a str>,
    additional_properties: bool,
}

/// The schema of one argument. The order of the fields is the order of the keys.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    #[serde(rename = "type")]
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    values: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    examples: Option<[Value; 1]>,
}

/// The JSON types that a value may have.
#[derive(Serialize)]
#[serde(untagged)]
enum Kind {
    One(&'static str),
    Either([&'static str; 2]),
}

impl Default for Kind {
    fn default() -> Self {
        Self::One("string")
    }
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
    let mut properties: IndexMap<&str, Schema> = function
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), argument(api, parameter)))
        .collect();
    // A parameter of that name keeps it: the function cannot be called without its own arguments.
    properties.entry("account").or_insert_with(|| account(api));
    let required = function
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    Tool {
        name: &function.prefixed,
        title: &function.title,
        description: &function.description,
        input_schema: Arguments {
            dialect: "https://json-schema.org/draft/2020-12/schema",
            kind: "object",
            properties,
            required: required.map(|parameter| parameter.name.as_str()).collect(),
            additional_properties: false,
        },
        annotations: annotations(function),
    }
}

fn annotations(function: &Function) -> Annotations {
    let writes = match function.operation {
        Operation::Read => false,
        Operation::Write => true,
    };
    let repeatable = match function.method {
        Method::Get => true,
        Method::Post => false,
    };
    Annotations {
        read_only_hint: !writes,
        // Nothing here takes a write back, so a host that asks before destructive calls should ask.
        destructive_hint: writes,
        idempotent_hint: repeatable,
        open_world_hint: true,
    }
}

fn account(api: &Api) -> Schema {
    Schema {
        description: Some(
            "The name of the account to use; without it, the default account.".to_owned(),
        ),
        default: Some(Value::from("default")),
        examples: Some([Value::from(api.accounts.example.as_str())]),
        ..Schema::default()
    }
}

fn argument(api: &Api, parameter: &Parameter) -> Schema {
    let schema = Schema {
        description: Some(parameter.description.clone()),
        default: parameter.default.as_ref().map(json),
        examples: Some([json(&parameter.example)]),
        ..of_kind(api, &parameter.kind)
    };
    // The maximum of a text is its length.
    match parameter.kind {
        ParameterKind::Integer => Schema {
            minimum: parameter.minimum,
            maximum: parameter.maximum,
            ..schema
        },
        _ => Schema {
            max_length: parameter.maximum,
            ..schema
        },
    }
}

fn of_kind(api: &Api, kind: &ParameterKind) -> Schema {
    let plain = |name| Schema {
        kind: Kind::One(name),
        ..Schema::default()
    };
    let text = |format| Schema {
        format: Some(format),
        ..Schema::default()
    };
    match kind {
        ParameterKind::Integer => plain("integer"),
        ParameterKind::Boolean => plain("boolean"),
        ParameterKind::Date => text("date"),
        ParameterKind::Url => text("uri"),
        // ISO 8601 allows more than the format `date-time` does, a date alone for example.
        ParameterKind::DateTime
        | ParameterKind::String
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint => plain("string"),
        ParameterKind::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| plain("string"), listed),
        ParameterKind::List { item, joined_by } => Schema {
            kind: match joined_by {
                Some(_) => Kind::Either(["string", "array"]),
                None => Kind::One("array"),
            },
            items: Some(Box::new(of_kind(api, item))),
            ..Schema::default()
        },
    }
}

/// One of a list of values; `true` and `false` stand before the texts where they are values too.
fn listed(list: &Enum) -> Schema {
    let texts = list
        .values
        .iter()
        .map(|value| Value::from(value.wire.as_str()));
    if list.boolean {
        let values = [true, false]
            .map(Value::from)
            .into_iter()
            .chain(texts)
            .collect();
        return Schema {
            kind: Kind::Either(["boolean", "string"]),
            values: Some(values),
            ..Schema::default()
        };
    }
    Schema {
        values: Some(texts.collect()),
        ..Schema::default()
    }
}

fn json(literal: &Literal) -> Value {
    match literal {
        Literal::Boolean(value) => Value::from(*value),
        Literal::Integer(value) => Value::from(*value),
        Literal::Text(text) => Value::from(text.as_str()),
        Literal::List(texts) => Value::from(texts.as_slice()),
    }
}
