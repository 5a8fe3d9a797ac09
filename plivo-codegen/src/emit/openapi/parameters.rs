//! The parameters and bodies of requests.

use indexmap::IndexMap;
use serde::Serialize;

use crate::emit::fragments::json_schema::{Kind, Others, Schema, bounded, json, listed};
use crate::model::{
    self, Api, DatetimeFormat, Fixed, Literal, Operation, Paging, ParameterLocation, ParameterType,
};

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
    let closed = || Schema {
        properties: Some(IndexMap::new()),
        required: Some(Vec::new()),
        additional_properties: Some(Others::Any(false)),
        ..Schema::of("object")
    };
    let constants = fixed
        .iter()
        .map(|(location, value)| (location, true, constant(value)));
    let parameters = parameters.iter().map(|parameter| {
        let schema = Schema {
            default: parameter.default.as_ref().map(json),
            ..value(api, paging, parameter)
        };
        let schema = schema.described(&parameter.description);
        (&parameter.location, parameter.is_always_required(), schema)
    });
    let mut whole = closed();
    for (location, is_required, schema) in parameters.chain(constants) {
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
            place = inner.or_insert_with(|| if is_last { schema.clone() } else { closed() });
        }
    }
    whole
}

/// Returns the schema of a parameter in one request. A larger limit takes several requests.
fn value(api: &Api, paging: Option<&Paging>, parameter: &model::Parameter) -> Schema {
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
    let mut schema = bounded(parameter, schema);
    if let (true, Some(Kind::One(kind))) = (parameter.nullable, &schema.kind) {
        schema.kind = Some(Kind::Several(vec![kind, "null"]));
    }
    let of_limit = paging.filter(|paging| paging.limit.as_ref() == Some(&parameter.name));
    match of_limit.and_then(|paging| paging.page_size).map(i64::from) {
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
        ParameterType::Decimal => Schema::of("number"),
        ParameterType::Object => Schema::of("object"),
        ParameterType::Map(item) => Schema {
            additional_properties: Some(Others::Each(Box::new(of_kind(api, item)))),
            ..Schema::of("object")
        },
        ParameterType::Input(index) => match api.inputs.get(*index) {
            Some(input) => object(api, None, &input.fields, &input.fixed),
            None => Schema::of("object"),
        },
        ParameterType::List { item, separator } => match separator.as_deref() {
            None | Some(",") => Schema {
                items: Some(Box::new(of_kind(api, item))),
                ..Schema::of("array")
            },
            Some(_) => Schema::of("string"),
        },
    }
}
