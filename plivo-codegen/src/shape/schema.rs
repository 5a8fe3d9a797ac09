//! Reads the JSON Schema of the manifest's types into shapes.

use std::collections::HashMap;
use std::sync::OnceLock;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::manifest::Manifest;

/// What a value can be.
#[derive(Debug)]
pub(super) enum Shape {
    Text,
    Integer {
        minimum: i128,
        maximum: i128,
    },
    Number,
    Boolean,
    Null,
    /// One of these texts.
    Choice(Vec<String>),
    List(Box<Shape>),
    /// A mapping with any keys, whose values have this shape.
    Map(Box<Shape>),
    /// A mapping with these keys.
    Record(IndexMap<String, Key>),
    /// One of these shapes.
    OneOf(Vec<Shape>),
    /// A shape of the schema's `$defs`.
    Named(String),
    /// Anything.
    Any,
}

/// A key of a record.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) required: bool,
    /// The first sentence of its description.
    pub(super) description: String,
    pub(super) shape: Shape,
}

/// The shapes of a whole manifest.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) root: Shape,
    pub(super) named: HashMap<String, Shape>,
}

impl Schema {
    /// Returns the schema of the manifest's types.
    pub(super) fn get() -> &'static Self {
        static SCHEMA: OnceLock<Schema> = OnceLock::new();
        SCHEMA.get_or_init(|| {
            let schema = schemars::schema_for!(Manifest).to_value();
            let named = schema.get("$defs").and_then(Json::as_object);
            Self {
                root: shape(&schema),
                named: named
                    .into_iter()
                    .flatten()
                    .map(|(name, schema)| (name.clone(), shape(schema)))
                    .collect(),
            }
        })
    }

    /// Returns the shape that a name refers to, or the shape itself.
    pub(super) fn resolve<'a>(&'a self, shape: &'a Shape) -> &'a Shape {
        match shape {
            Shape::Named(name) => self.named.get(name).unwrap_or(&Shape::Any),
            shape => shape,
        }
    }

    /// Collects the shapes that a value can have, flattening nested alternatives.
    pub(super) fn alternatives<'a>(&'a self, shape: &'a Shape, all: &mut Vec<&'a Shape>) {
        match self.resolve(shape) {
            Shape::OneOf(shapes) => {
                for shape in shapes {
                    self.alternatives(shape, all);
                }
            }
            shape => all.push(shape),
        }
    }
}

/// Converts one schema. An unknown one allows anything, because serde decides in the end.
fn shape(schema: &Json) -> Shape {
    let text = |key: &str| schema.get(key).and_then(Json::as_str);
    if let Some(name) = text("$ref").and_then(|name| name.strip_prefix("#/$defs/")) {
        return Shape::Named(name.to_owned());
    }
    let list = |key: &str| schema.get(key).and_then(Json::as_array);
    if let Some(schemas) = list("oneOf").or_else(|| list("anyOf")) {
        return one_of(schemas.iter().map(shape));
    }
    if let Some(value) = text("const") {
        return Shape::Choice(vec![value.to_owned()]);
    }
    if let Some(values) = list("enum") {
        let values = values.iter().filter_map(Json::as_str);
        return Shape::Choice(values.map(str::to_owned).collect());
    }
    match schema.get("type") {
        Some(Json::String(name)) => of_type(schema, name),
        Some(Json::Array(types)) => one_of(
            types
                .iter()
                .filter_map(Json::as_str)
                .map(|name| of_type(schema, name)),
        ),
        _ => Shape::Any,
    }
}

/// Combines alternatives, with all constant texts in one choice.
fn one_of(shapes: impl Iterator<Item = Shape>) -> Shape {
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for shape in shapes {
        match shape {
            Shape::Choice(more) => texts.extend(more),
            other => others.push(other),
        }
    }
    if !texts.is_empty() {
        others.push(Shape::Choice(texts));
    }
    if others.len() == 1 {
        others.pop().unwrap_or(Shape::Any)
    } else {
        Shape::OneOf(others)
    }
}

fn of_type(schema: &Json, name: &str) -> Shape {
    let below = |key: &str| Box::new(schema.get(key).map_or(Shape::Any, shape));
    match name {
        "string" => Shape::Text,
        "integer" => integer(schema),
        "number" => Shape::Number,
        "boolean" => Shape::Boolean,
        "null" => Shape::Null,
        "array" => Shape::List(below("items")),
        "object" => match schema.get("properties").and_then(Json::as_object) {
            Some(properties) => {
                let required = schema.get("required").and_then(Json::as_array);
                Shape::Record(
                    properties
                        .iter()
                        .map(|(name, schema)| {
                            let required = required
                                .is_some_and(|names| names.iter().any(|one| one == name.as_str()));
                            let description = schema
                                .get("description")
                                .and_then(Json::as_str)
                                .unwrap_or_default();
                            let key = Key {
                                required,
                                description: first_sentence(description),
                                shape: shape(schema),
                            };
                            (name.clone(), key)
                        })
                        .collect(),
                )
            }
            None => Shape::Map(below("additionalProperties")),
        },
        _ => Shape::Any,
    }
}

fn integer(schema: &Json) -> Shape {
    let (minimum, maximum) = match schema.get("format").and_then(Json::as_str) {
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64" | "uint") => (0, u64::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    };
    let bound = |key: &str| schema.get(key).and_then(Json::as_i64).map(i128::from);
    Shape::Integer {
        minimum: bound("minimum").unwrap_or(minimum),
        maximum: bound("maximum").unwrap_or(maximum),
    }
}

/// Returns the first sentence on one line, without its full stop.
fn first_sentence(text: &str) -> String {
    let line = text
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .replace('\n', " ");
    let first = line.split(". ").next().unwrap_or_default();
    first.trim_end_matches('.').to_owned()
}
