//! The parameters and bodies of requests.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use crate::emit::fragments::json_schema::{Kind, Schema, bounded, json, listed};
use crate::model::{
    self, Api, Fixed, Literal, Operation, Paging, ParameterLocation, ParameterType,
};

use super::media::{Media, media};
use super::wire_format::{self, separator};

/// A query or path parameter.
#[derive(Serialize)]
pub(super) struct Parameter<'a> {
    name: &'a str,
    #[serde(rename = "in")]
    place: &'static str,
    required: bool,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    explode: Option<bool>,
    schema: Schema,
}

/// Returns a parameter if its location is the query or the path.
pub(super) fn parameter<'a>(
    api: &'a Api,
    function: &'a Operation,
    parameter: &'a model::Parameter,
) -> Option<Parameter<'a>> {
    let (name, place) = location(&parameter.location)?;
    Some(Parameter {
        name,
        place,
        required: parameter.is_always_required() || place == "path",
        description: &parameter.description,
        // A list repeats the name for each item, unless a comma separates the items.
        explode: exploded(&parameter.kind),
        schema: Schema {
            default: parameter.default.as_ref().map(json),
            ..value(api, Some(api.paging_of(function)), parameter)
        },
    })
}

/// Returns a constant if its location is the query or a header.
pub(super) fn fixed((place, value): &Fixed) -> Option<Parameter<'_>> {
    let (name, place) = location(place)?;
    Some(Parameter {
        name,
        place,
        required: true,
        description: "A constant.",
        explode: None,
        schema: constant(value),
    })
}

fn location(location: &ParameterLocation) -> Option<(&str, &'static str)> {
    match location {
        ParameterLocation::Query(name) => Some((name, "query")),
        ParameterLocation::Path(name) => Some((name, "path")),
        ParameterLocation::Header(name) => Some((name, "header")),
        ParameterLocation::Body(_) | ParameterLocation::Client => None,
    }
}

/// Returns the schema of a value that is always the same.
fn constant(value: &Literal) -> Schema {
    Schema {
        values: Some(vec![json(value)]),
        ..Schema::default()
    }
}

/// Returns whether the name of a list is repeated for each item.
fn exploded(kind: &ParameterType) -> Option<bool> {
    match kind {
        ParameterType::List { separator, .. } => match separator.as_deref() {
            None => Some(true),
            Some(",") => Some(false),
            Some(_) => None,
        },
        _ => None,
    }
}

/// The body of a request.
#[derive(Serialize)]
pub(super) struct Body {
    required: bool,
    content: IndexMap<&'static str, Media>,
}

/// Returns the body of the requests of a function.
pub(super) fn body(api: &Api, function: &Operation) -> Body {
    let paging = Some(api.paging_of(function));
    let schema = object(api, paging, &function.parameters, &function.fixed);
    Body {
        required: true,
        content: IndexMap::from([(media(api), Media { schema })]),
    }
}

/// Returns the schema of the object that parameters in the body and constants form.
fn object(
    api: &Api,
    paging: Option<&Paging>,
    parameters: &[model::Parameter],
    fixed: &[Fixed],
) -> Schema {
    let empty = || Schema {
        properties: Some(IndexMap::new()),
        required: Some(Vec::new()),
        ..Schema::of("object")
    };
    let constants = fixed
        .iter()
        .map(|(location, value)| (location, true, constant(value)));
    let described = parameters.iter().map(|parameter| {
        let schema = Schema {
            default: parameter.default.as_ref().map(json),
            ..value(api, paging, parameter)
        };
        let schema = schema.described(&parameter.description);
        (&parameter.location, parameter.is_always_required(), schema)
    });
    let mut whole = Schema {
        all_of: alternatives(parameters),
        ..empty()
    };
    for (location, is_required, schema) in described.chain(constants) {
        let ParameterLocation::Body(path) = location else {
            continue;
        };
        let mut keys = path.split('.').peekable();
        let mut place = &mut whole;
        while let Some(key) = keys.next() {
            let required = place.required.get_or_insert_default();
            if is_required && !required.iter().any(|known| known == key) {
                required.push(key.to_owned());
            }
            let properties = place.properties.get_or_insert_default();
            let is_last = keys.peek().is_none();
            let inner = properties.entry(key.to_owned());
            place = inner.or_insert_with(|| if is_last { schema.clone() } else { empty() });
        }
    }
    whole
}

/// Returns what a body needs of each parameter that another can replace: exactly one of two, or at least one of several.
fn alternatives(parameters: &[model::Parameter]) -> Vec<Schema> {
    let needed = |name: &String| {
        let parameter = parameters.iter().find(|one| one.name == *name)?;
        match &parameter.location {
            ParameterLocation::Body(key) if !key.contains('.') => Some(Schema {
                required: Some(vec![key.clone()]),
                ..Schema::default()
            }),
            _ => None,
        }
    };
    let parameters = parameters.iter().filter(|one| one.required);
    let alternatives = parameters.filter_map(|parameter| {
        let others = parameter.unless.iter().chain(&parameter.optional_with);
        let all: Option<Vec<_>> = std::iter::once(&parameter.name)
            .chain(others)
            .map(needed)
            .collect();
        let all = all.filter(|all| all.len() > 1)?;
        let mut schema = Schema::default();
        if parameter.optional_with.is_empty() {
            schema.one_of = all;
        } else {
            schema.any_of = all;
        }
        Some(schema)
    });
    alternatives.collect()
}

/// Returns the schema of a parameter in one request. A larger limit takes several requests.
fn value(api: &Api, paging: Option<&Paging>, parameter: &model::Parameter) -> Schema {
    let mut schema = bounded(parameter, of_kind(api, &parameter.kind));
    if let (ParameterLocation::Body(_), Some(checked)) =
        (&parameter.location, in_body(api, parameter))
    {
        schema = checked;
    } else if separator(parameter).is_some() {
        schema = Schema::of("string");
    }
    if parameter.required && parameter.kind == ParameterType::String {
        schema.min_length = Some(1);
    }
    if let (true, Some(Kind::One(kind))) = (parameter.nullable, &schema.kind) {
        schema.kind = Some(Kind::Several(vec![kind, "null"]));
    }
    let of_limit = paging.filter(|paging| paging.limit.as_ref() == Some(&parameter.name));
    if let Some(size) = of_limit.and_then(|paging| paging.page_size).map(i64::from) {
        schema.maximum = Some(schema.maximum.map_or(size, |maximum| maximum.min(size)));
    }
    let example = wire_format::example(api, parameter);
    let fits = |example: &Value| {
        example
            .as_i64()
            .is_none_or(|number| schema.maximum.is_none_or(|most| number <= most))
    };
    schema.examples = example.filter(fits).map(|example| vec![example]);
    schema
}

/// Returns the schema of a phone number in a body. In a query, one that does not exist finds nothing.
fn in_body(api: &Api, parameter: &model::Parameter) -> Option<Schema> {
    let format = api.service.phone_number_format;
    match &parameter.kind {
        ParameterType::PhoneNumber => Some(wire_format::phone_numbers(format, None)),
        ParameterType::Sender => Some(wire_format::sender(format)),
        ParameterType::List { item, .. } if **item == ParameterType::PhoneNumber => {
            let separator = separator(parameter)?;
            Some(wire_format::phone_numbers(format, Some(separator)))
        }
        _ => None,
    }
}

fn of_kind(api: &Api, kind: &ParameterType) -> Schema {
    match kind {
        ParameterType::Integer => Schema::of("integer"),
        ParameterType::Boolean => Schema::of("boolean"),
        ParameterType::Date => Schema::text("date"),
        ParameterType::Url => Schema {
            format: Some("uri"),
            ..Schema::pattern("^https?://")
        },
        ParameterType::DateTime => wire_format::datetime(api.service.datetime_format),
        ParameterType::String
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint => Schema::of("string"),
        ParameterType::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), listed),
        ParameterType::Decimal => Schema::of("number"),
        ParameterType::Object => Schema::of("object"),
        ParameterType::Map(item) => Schema::map_of(of_kind(api, item)),
        ParameterType::Input(index) => match api.inputs.get(*index) {
            Some(input) => object(api, None, &input.fields, &input.fixed),
            None => Schema::of("object"),
        },
        ParameterType::List { item, .. } => Schema::list_of(of_kind(api, item)),
    }
}
