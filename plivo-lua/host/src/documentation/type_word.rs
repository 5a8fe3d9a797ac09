//! The words that the documentation uses for types.

use plivo_runtime::Kind;

use crate::runtime::FieldKind;

/// The type of a parameter: `integer`, `string`, `boolean` or `list`.
pub(super) fn of_parameter(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Boolean | Kind::Enum { boolean: true, .. } => "boolean",
        Kind::String
        | Kind::DateTime
        | Kind::Date
        | Kind::PhoneNumber
        | Kind::Sender
        | Kind::Endpoint
        | Kind::Url
        | Kind::Enum { boolean: false, .. } => "string",
        Kind::List {
            joined_by: Some(_), ..
        } => "string or list",
        Kind::List {
            joined_by: None, ..
        } => "list",
    }
}

/// The type of a field, as a script finds it in the table.
pub(super) fn of_field(kind: FieldKind) -> String {
    match kind {
        FieldKind::Integer => "integer".to_owned(),
        FieldKind::Boolean => "boolean".to_owned(),
        FieldKind::String
        | FieldKind::Decimal
        | FieldKind::DateTime
        | FieldKind::Date
        | FieldKind::PhoneNumber
        | FieldKind::Url => "string".to_owned(),
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
