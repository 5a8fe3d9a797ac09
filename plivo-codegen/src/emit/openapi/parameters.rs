//! The parameters and bodies of requests.

use indexmap::IndexMap;
use serde::Serialize;

use crate::emit::fragments::json_schema::{Others, Schema, bounded, json, listed};
use crate::model::{self, Api, DatetimeFormat, Operation, ParameterLocation, ParameterType};

use super::media::{Media, media};

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
    let (name, place) = match &parameter.location {
        ParameterLocation::Query(name) => (name, "query"),
        ParameterLocation::Path(name) => (name, "path"),
        ParameterLocation::Body(_) | ParameterLocation::Client => return None,
    };
    Some(Parameter {
        name,
        place,
        required: parameter.is_always_required() || place == "path",
        description: &parameter.description,
        // A list repeats the name for each item, unless a comma separates the items.
        explode: exploded(&parameter.kind),
        schema: Schema {
            default: parameter.default.as_ref().map(json),
            ..value(api, function, parameter)
        },
    })
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
    let (mut properties, mut required) = (IndexMap::new(), Vec::new());
    for parameter in &function.parameters {
        let ParameterLocation::Body(name) = &parameter.location else {
            continue;
        };
        if parameter.is_always_required() {
            required.push(name.clone());
        }
        let schema = Schema {
            default: parameter.default.as_ref().map(json),
            ..value(api, function, parameter)
        };
        properties.insert(name.clone(), schema.described(&parameter.description));
    }
    let schema = Schema {
        properties: Some(properties),
        required: Some(required),
        additional_properties: Some(Others::Any(false)),
        ..Schema::of("object")
    };
    Body {
        required: true,
        content: IndexMap::from([(media(api), Media { schema })]),
    }
}

/// Returns the schema of a parameter in one request. A larger limit takes several requests.
fn value(api: &Api, function: &Operation, parameter: &model::Parameter) -> Schema {
    let paging = api.paging_of(function);
    let schema = match (&parameter.kind, &parameter.location) {
        // Only a query can declare a separator.
        (
            ParameterType::List {
                separator: Some(_), ..
            },
            ParameterLocation::Body(_),
        ) => Schema::of("string"),
        (kind, _) => of_kind(api, kind),
    };
    let schema = bounded(parameter, schema);
    let is_limit = paging.limit.as_ref() == Some(&parameter.name);
    match paging.page_size.map(i64::from).filter(|_| is_limit) {
        Some(size) => Schema {
            maximum: Some(schema.maximum.map_or(size, |maximum| maximum.min(size))),
            ..schema
        },
        None => schema,
    }
}

fn of_kind(api: &Api, kind: &ParameterType) -> Schema {
    match kind {
        ParameterType::Integer => Schema::of("integer"),
        ParameterType::Boolean => Schema::of("boolean"),
        ParameterType::Date => Schema::text("date"),
        ParameterType::Url => Schema::text("uri"),
        ParameterType::DateTime => match api.service.datetime_format {
            DatetimeFormat::Rfc3339 => Schema::text("date-time"),
            DatetimeFormat::UnixSeconds | DatetimeFormat::UnixMilliseconds => Schema::of("integer"),
            DatetimeFormat::Rfc2822 | DatetimeFormat::Spaced => Schema::of("string"),
        },
        ParameterType::String
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint => Schema::of("string"),
        ParameterType::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), listed),
        ParameterType::List { item, separator } => match separator.as_deref() {
            None | Some(",") => Schema {
                items: Some(Box::new(of_kind(api, item))),
                ..Schema::of("array")
            },
            Some(_) => Schema::of("string"),
        },
    }
}
