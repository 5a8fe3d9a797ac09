//! The names of types in the documentation.

use plivo_runtime::ParameterType;

use crate::integration::{Computation, ComputedField, FieldKind, RecordShape};

/// Returns the type of a parameter: `integer`, `number`, `string`, `boolean`, `table` or `list`.
pub(super) fn of_parameter(kind: ParameterType) -> &'static str {
    match kind {
        ParameterType::Integer => "integer",
        ParameterType::Decimal => "number",
        ParameterType::Object | ParameterType::Input(_) | ParameterType::Map(_) => "table",
        ParameterType::Boolean | ParameterType::Enum { boolean: true, .. } => "boolean",
        ParameterType::String
        | ParameterType::DateTime
        | ParameterType::Date
        | ParameterType::PhoneNumber
        | ParameterType::Sender
        | ParameterType::Endpoint
        | ParameterType::Url
        | ParameterType::Enum { boolean: false, .. } => "string",
        ParameterType::List {
            joined_by: Some(_), ..
        } => "string or list",
        ParameterType::List {
            joined_by: None, ..
        } => "list",
    }
}

/// Returns the type of a computed field in a script.
pub(super) fn of_computed(record: &RecordShape, computed: &ComputedField) -> String {
    let first = record.sources(computed).next().map(|field| field.kind);
    match (computed.computation, first) {
        (Computation::FirstPresent, Some(kind)) => of_field(kind),
        (Computation::FirstElement, Some(FieldKind::List(item))) => of_field(*item),
        (Computation::Retryable(_), _) => "boolean".to_owned(),
        _ => "string".to_owned(),
    }
}

/// Returns the type of a field in a script.
pub(super) fn of_field(kind: FieldKind) -> String {
    match kind {
        FieldKind::Integer => "integer".to_owned(),
        FieldKind::Boolean => "boolean".to_owned(),
        FieldKind::String
        | FieldKind::DateTime
        | FieldKind::Date
        | FieldKind::PhoneNumber
        | FieldKind::Url => "string".to_owned(),
        // Exact; a script that computes with it converts it.
        FieldKind::Decimal => "string for `tonumber`".to_owned(),
        FieldKind::Enum(words) => (if words.boolean {
            "boolean or string"
        } else {
            "string"
        })
        .to_owned(),
        FieldKind::Object => "table".to_owned(),
        FieldKind::Record(record) => record.name.to_owned(),
        FieldKind::List(item) => format!("list of {}", of_field(*item)),
        FieldKind::Map(item) => format!("table of {}", of_field(*item)),
    }
}
