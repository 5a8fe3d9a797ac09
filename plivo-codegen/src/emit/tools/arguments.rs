//! The input schema of a tool, in the subset of JSON Schema that the strictest clients accept.
//!
//! Gemini refuses references, unions, lists of types, formats, defaults, `additionalProperties`, objects without properties and
//! values that are not strings; a validator of another draft refuses the name of this one. The server checks all that the schema
//! cannot say.

use serde_json::Value;

use crate::model::{Api, Input, Literal, Operation, Parameter, ParameterType};

use crate::emit::fragments::json_schema::Schema;

/// Returns the input schema of a function. The server adds the account.
pub(super) fn schema(api: &Api, function: &Operation) -> Schema {
    object(function.parameters.iter(), |one| argument(api, one))
}

fn object<'a>(
    parameters: impl Iterator<Item = &'a Parameter> + Clone,
    schema: impl Fn(&Parameter) -> Schema,
) -> Schema {
    // A schema cannot say that one of two is required; the descriptions do.
    let required = parameters.clone().filter(|one| one.is_always_required());
    let required: Vec<_> = required.map(|parameter| parameter.name.clone()).collect();
    let properties = parameters.map(|one| (one.name.clone(), schema(one)));
    Schema {
        properties: Some(properties.collect()),
        required: (!required.is_empty()).then_some(required),
        ..Schema::of("object")
    }
}

/// How deep a line shows what is in an object; the errors of the server name the fields of the rest.
const DEPTH: usize = 3;

/// Returns the schema of an object in an argument: the types of its plain fields, and the others in a line, which is much shorter.
fn input(api: &Api, input: &Input) -> Schema {
    let is_plain = |field: &&Parameter| api.input_of(&field.kind).is_none();
    let field = |field: &Parameter| of_kind(api, &field.kind);
    if input.fields.iter().all(|one| is_plain(&one)) {
        return object(input.fields.iter(), field);
    }
    let plain = input.fields.iter().filter(is_plain);
    let schema = match plain.clone().next() {
        Some(_) => object(plain, field),
        None => object(input.fields.iter(), field),
    };
    schema.described(shape(api, input, DEPTH))
}

/// Returns the names of an object's fields, and of what is in them: `{name, lines?: [{title, price?}]}`.
fn shape(api: &Api, input: &Input, depth: usize) -> String {
    let fields = input.fields.iter().map(|field| {
        let mark = if field.required { "" } else { "?" };
        let inner = inner(api, &field.kind, depth - 1);
        let inner = inner.map_or_else(String::new, |inner| format!(": {inner}"));
        format!("{}{mark}{inner}", field.name)
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

fn inner(api: &Api, kind: &ParameterType, depth: usize) -> Option<String> {
    match kind {
        ParameterType::Input(index) if depth > 0 => {
            Some(shape(api, api.inputs.get(*index)?, depth))
        }
        ParameterType::List { item, .. } => Some(format!("[{}]", inner(api, item, depth)?)),
        ParameterType::Map(item) => Some(format!("{{…: {}}}", inner(api, item, depth)?)),
        _ => None,
    }
}

/// Returns the schema of a parameter. Optional ones have a line each, because clients send every tool to the model each time.
fn argument(api: &Api, parameter: &Parameter) -> Schema {
    let schema = of_kind(api, &parameter.kind);
    let is_integer = matches!(parameter.kind, ParameterType::Integer);
    // A count is never below zero.
    let minimum = parameter
        .minimum
        .filter(|minimum| is_integer && *minimum != 0);
    let description = match &schema.description {
        Some(shape) => format!("{} {shape}", description(parameter)),
        None => description(parameter),
    };
    Schema {
        minimum,
        maximum: parameter.maximum.filter(|_| is_integer),
        ..schema.described(description)
    }
}

fn description(parameter: &Parameter) -> String {
    let text = if parameter.required {
        parameter.description.clone()
    } else {
        without_example(&parameter.summary)
    };
    match parameter.default.as_ref().and_then(Literal::scalar) {
        Some(default) if !text.contains("default") => format!("{text} Default: {default}."),
        _ => text,
    }
}

/// Removes an example in parentheses: ` (e.g. 2026-01-01T00:00:00Z)`.
fn without_example(text: &str) -> String {
    let parts = text.split_once(" (e.g. ");
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(')')?.1)));
    parts.map_or_else(
        || text.to_owned(),
        |(before, after)| format!("{before}{after}"),
    )
}

/// Returns the schema of a type.
fn of_kind(api: &Api, kind: &ParameterType) -> Schema {
    match kind {
        ParameterType::Integer => Schema::of("integer"),
        ParameterType::Boolean => Schema::of("boolean"),
        ParameterType::Date
        | ParameterType::Url
        | ParameterType::DateTime
        | ParameterType::String
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint => Schema::of("string"),
        ParameterType::Enum(index) => Schema {
            values: api.enums.get(*index).map(|list| {
                let booleans = ["true", "false"].into_iter().filter(|_| list.boolean);
                let texts = list.values.iter().map(|value| value.wire.as_str());
                booleans.chain(texts).map(Value::from).collect()
            }),
            ..Schema::of("string")
        },
        ParameterType::Decimal => Schema::of("number"),
        ParameterType::Object | ParameterType::Map(_) => Schema::of("object"),
        ParameterType::Input(index) => {
            let found = api.inputs.get(*index);
            found.map_or_else(|| Schema::of("object"), |found| input(api, found))
        }
        ParameterType::List { item, .. } => Schema::list_of(of_kind(api, item)),
    }
}
