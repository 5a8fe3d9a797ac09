//! What travels to the service: parameters of the query and the path, and bodies.

use indexmap::IndexMap;
use serde::Serialize;

use crate::emit::fragments::json_schema::{Others, Schema, bounded, json, listed};
use crate::model::{self, Api, DatetimeFormat, Function, ParameterKind, Place};

use super::media::{Media, media};

/// A parameter of the query or the path.
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

/// A parameter, where it travels in the query or the path.
pub(super) fn parameter<'a>(
    api: &'a Api,
    parameter: &'a model::Parameter,
) -> Option<Parameter<'a>> {
    let (name, place) = match &parameter.place {
        Place::Query(name) => (name, "query"),
        Place::Path(name) => (name, "path"),
        Place::Body(_) | Place::Client => return None,
    };
    Some(Parameter {
        name,
        place,
        required: parameter.required || place == "path",
        description: &parameter.description,
        // A list is its elements under the same name each, unless a comma joins them.
        explode: exploded(&parameter.kind),
        schema: Schema {
            default: parameter.default.as_ref().map(json),
            ..value(api, parameter)
        },
    })
}

/// Whether each element of a list travels by itself; nothing for what is no list here.
fn exploded(kind: &ParameterKind) -> Option<bool> {
    match kind {
        ParameterKind::List { joined_by, .. } => match joined_by.as_deref() {
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

/// The body that a function's requests have.
pub(super) fn body(api: &Api, function: &Function) -> Body {
    let (mut properties, mut required) = (IndexMap::new(), Vec::new());
    for parameter in &function.parameters {
        let Place::Body(name) = &parameter.place else {
            continue;
        };
        if parameter.required {
            required.push(name.clone());
        }
        let schema = Schema {
            default: parameter.default.as_ref().map(json),
            ..value(api, parameter)
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

/// A parameter's value as it travels: of a larger limit, several requests are made.
fn value(api: &Api, parameter: &model::Parameter) -> Schema {
    let paging = &api.service.paging;
    let schema = match (&parameter.kind, &parameter.place) {
        // Only a query can say that a comma stands between the elements of a list.
        (
            ParameterKind::List {
                joined_by: Some(_), ..
            },
            Place::Body(_),
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

fn of_kind(api: &Api, kind: &ParameterKind) -> Schema {
    match kind {
        ParameterKind::Integer => Schema::of("integer"),
        ParameterKind::Boolean => Schema::of("boolean"),
        ParameterKind::Date => Schema::text("date"),
        ParameterKind::Url => Schema::text("uri"),
        ParameterKind::DateTime => match api.service.datetimes {
            DatetimeFormat::Rfc3339 => Schema::text("date-time"),
            DatetimeFormat::UnixSeconds => Schema::of("integer"),
            DatetimeFormat::Spaced => Schema::of("string"),
        },
        ParameterKind::String
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint => Schema::of("string"),
        ParameterKind::Enum(index) => api
            .enums
            .get(*index)
            .map_or_else(|| Schema::of("string"), listed),
        ParameterKind::List { item, joined_by } => match joined_by.as_deref() {
            None | Some(",") => Schema {
                items: Some(Box::new(of_kind(api, item))),
                ..Schema::of("array")
            },
            Some(_) => Schema::of("string"),
        },
    }
}
