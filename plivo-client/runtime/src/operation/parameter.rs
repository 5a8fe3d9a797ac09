//! A parameter of an operation: what it takes and where it is sent.

use super::input::InputType;
use super::setters::const_setters;
use crate::JsonValue;
use crate::argument::value::Value;

/// A parameter of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// What it takes.
    pub kind: ParameterType,
    /// Whether a request without it is refused.
    pub required: bool,
    /// The parameter in place of which it is required: one of the two, never both.
    pub unless: Option<&'static str>,
    /// The parameters of which one is enough to leave it out.
    pub optional_with: &'static [&'static str],
    /// Where it is sent.
    pub location: ParameterLocation,
    /// The minimum of an integer, or of a text's length in characters.
    pub minimum: Option<i64>,
    /// The maximum of an integer, or of a text's length in characters.
    pub maximum: Option<i64>,
    /// Whether it takes null.
    pub nullable: bool,
    /// Whether it identifies a call for the service: where a caller sets none, one is generated.
    pub idempotency_key: bool,
}

impl Parameter {
    /// Describes an optional parameter without bounds.
    #[must_use]
    pub const fn optional(
        name: &'static str,
        kind: ParameterType,
        location: ParameterLocation,
    ) -> Self {
        Self {
            name,
            kind,
            required: false,
            unless: None,
            optional_with: &[],
            location,
            minimum: None,
            maximum: None,
            nullable: false,
            idempotency_key: false,
        }
    }

    /// Describes a required parameter without bounds.
    #[must_use]
    pub const fn required(
        name: &'static str,
        kind: ParameterType,
        location: ParameterLocation,
    ) -> Self {
        Self {
            required: true,
            ..Self::optional(name, kind, location)
        }
    }

    /// Returns whether a value has the type of the parameter, valid or not.
    #[must_use]
    pub fn has_type_of(&self, value: &Value) -> bool {
        use ParameterType as Type;
        match value {
            Value::Boolean(_) => {
                matches!(self.kind, Type::Boolean | Type::Enum { boolean: true, .. })
            }
            Value::Integer(_) => !matches!(
                self.kind,
                Type::Boolean
                    | Type::String
                    | Type::Url
                    | Type::Enum { .. }
                    | Type::DateTime
                    | Type::Date
                    | Type::Object
                    | Type::Input(_)
                    | Type::Map(_)
            ),
            Value::Text(_) => !matches!(
                self.kind,
                Type::Boolean | Type::Integer | Type::Object | Type::Input(_) | Type::Map(_)
            ),
            Value::Time(_) | Value::Date(_) => matches!(self.kind, Type::DateTime | Type::Date),
            Value::List(_) | Value::Json(JsonValue::Array(_)) => {
                matches!(self.kind, Type::List { .. })
            }
            Value::Json(JsonValue::Null) => self.nullable,
            Value::Json(_) => {
                matches!(self.kind, Type::Object | Type::Input(_) | Type::Map(_))
            }
        }
    }

    /// Returns whether it, or something in it, takes null.
    #[must_use]
    pub fn takes_null(&self) -> bool {
        self.nullable || self.kind.takes_null()
    }

    /// Returns whether an integer is more than the maximum.
    #[must_use]
    pub fn is_below(&self, value: &Value) -> bool {
        matches!((self.maximum, value), (Some(maximum), Value::Integer(value)) if *value > maximum)
    }

    const_setters! {
        /// Sets the parameter in place of which it is required.
        unless: &'static str => Some;
        /// Sets the parameters of which one is enough to leave it out.
        optional_with: &'static [&'static str];
        /// Sets the minimum of an integer, or of a text's length.
        minimum: i64 => Some;
        /// Sets the maximum of an integer, or of a text's length.
        maximum: i64 => Some;
        /// Sets whether it takes null.
        nullable: bool;
        /// Sets whether it identifies a call for the service.
        idempotency_key: bool;
    }
}

/// Where a parameter is sent, and under which name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the query string.
    Query(&'static str),
    /// In the body. A dot separates the keys of objects inside each other.
    Body(&'static str),
    /// In the header of this name.
    Header(&'static str),
    /// In the path, in place of this placeholder.
    Path(&'static str),
    /// Nowhere by itself: a hand-written function makes the requests and uses it.
    Client,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterType {
    /// An integer.
    Integer,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A datetime, ISO 8601 where it is given as text.
    DateTime,
    /// A date, ISO 8601 where it is given as text.
    Date,
    /// A phone number, sent as the service writes them.
    PhoneNumber,
    /// A phone number, a short code or an alphanumeric name of at most 11 characters.
    Sender,
    /// A phone number or a SIP address.
    Endpoint,
    /// An HTTP or HTTPS URL.
    Url,
    /// One of several values.
    Enum {
        /// The values, the documented ones first.
        values: &'static [&'static str],
        /// How many of them are documented.
        documented: usize,
        /// Whether `true` and `false` are values as well.
        boolean: bool,
        /// The separator between the parts of a value, whose order has no meaning.
        separator: Option<&'static str>,
    },
    /// A decimal number: a number in JSON.
    Decimal,
    /// Any JSON object.
    Object,
    /// An object with known fields.
    Input(&'static InputType),
    /// An object with any keys and values of this type.
    Map(&'static ParameterType),
    /// A list.
    List {
        /// What an element is.
        item: &'static ParameterType,
        /// The separator between elements on the wire, which also splits a text of several. Without one,
        /// the list is a JSON array or a repeated query parameter.
        joined_by: Option<&'static str>,
    },
}

impl ParameterType {
    /// Converts JSON to a value of this type, or keeps it as it is.
    pub(crate) fn value_of(self, json: &JsonValue) -> Value {
        match (self, json) {
            (_, JsonValue::Bool(boolean)) => Value::Boolean(*boolean),
            (_, JsonValue::String(text)) => Value::Text(text.clone()),
            (Self::Decimal, JsonValue::Number(number)) => Value::Text(number.to_string()),
            (_, JsonValue::Number(number)) if number.is_i64() => {
                Value::Integer(number.as_i64().unwrap_or_default())
            }
            (Self::List { item, .. }, JsonValue::Array(list)) if !self.is_structured() => {
                let text = |one: &JsonValue| match (item, one) {
                    (Self::Boolean, JsonValue::Bool(boolean)) => Some(boolean.to_string()),
                    (Self::Decimal, JsonValue::Number(number)) => Some(number.to_string()),
                    (_, JsonValue::Number(number)) if number.is_i64() => Some(number.to_string()),
                    (_, one) => one.as_str().map(str::to_owned),
                };
                let texts: Option<Vec<_>> = list.iter().map(text).collect();
                texts.map_or_else(|| Value::Json(json.clone()), Value::List)
            }
            _ => Value::Json(json.clone()),
        }
    }

    /// Describes a list, with the separator between its elements on the wire.
    #[must_use]
    pub const fn list(item: &'static Self, joined_by: Option<&'static str>) -> Self {
        Self::List { item, joined_by }
    }

    fn takes_null(self) -> bool {
        match self {
            Self::Input(input) => input.fields.iter().any(Parameter::takes_null),
            Self::List { item, .. } | Self::Map(item) => item.takes_null(),
            // Null is a value of JSON.
            Self::Object => true,
            _ => false,
        }
    }

    /// Returns whether its values are objects, or lists of them.
    #[must_use]
    pub fn is_structured(self) -> bool {
        match self {
            Self::Object | Self::Input(_) | Self::Map(_) => true,
            Self::List { item, .. } => item.is_structured() || matches!(item, Self::List { .. }),
            _ => false,
        }
    }
}
