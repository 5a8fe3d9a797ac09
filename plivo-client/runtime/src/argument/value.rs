//! The values of arguments.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::{JsonObject, JsonValue};

/// The value of an argument, before or after validation.
///
/// ```
/// use plivo_runtime::Value;
///
/// assert_eq!(Value::from(20_i64), Value::Integer(20));
/// assert_eq!(Value::from(["+14155552671", "+14155552672"]).list().map(<[String]>::len), Some(2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A text.
    Text(String),
    /// A datetime.
    Time(Timestamp),
    /// A date.
    Date(Date),
    /// A list of texts.
    List(Vec<String>),
    /// An object, a list of objects, or null.
    Json(JsonValue),
}

impl Value {
    /// Creates a list whose elements are converted to `T`.
    #[must_use]
    pub fn list_of<T: Into<Self>>(elements: impl IntoIterator<Item = impl Into<T>>) -> Self {
        let elements = elements
            .into_iter()
            .map(|one| one.into().into().into_json());
        Self::Json(elements.collect())
    }

    /// Creates a map whose values are converted to `T`.
    #[must_use]
    pub fn map_of<T: Into<Self>>(
        entries: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
    ) -> Self {
        let entries = entries.into_iter();
        let entries = entries.map(|(key, value)| (key.into(), value.into().into().into_json()));
        Self::Json(JsonValue::Object(entries.collect()))
    }

    /// Converts the value to JSON, in which a datetime is a text.
    #[must_use]
    pub fn into_json(self) -> JsonValue {
        match self {
            Self::Boolean(boolean) => boolean.into(),
            Self::Integer(integer) => integer.into(),
            Self::Text(text) => text.into(),
            Self::Time(time) => time.to_string().into(),
            Self::Date(date) => date.to_string().into(),
            Self::List(list) => list.into(),
            Self::Json(json) => json,
        }
    }

    /// Returns the text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the integer, where it is one.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// Returns the datetime, where it is one.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Time(time) => Some(*time),
            _ => None,
        }
    }

    /// Returns the list, where it is one.
    #[must_use]
    pub fn list(&self) -> Option<&[String]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Integer(i64::from(value))
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Time(value)
    }
}

impl From<Date> for Value {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}

impl<S: Into<String>> From<Vec<S>> for Value {
    fn from(value: Vec<S>) -> Self {
        Self::List(value.into_iter().map(Into::into).collect())
    }
}

impl<S: Into<String>, const N: usize> From<[S; N]> for Value {
    fn from(value: [S; N]) -> Self {
        Self::List(value.into_iter().map(Into::into).collect())
    }
}

impl From<JsonObject> for Value {
    fn from(value: JsonObject) -> Self {
        Self::Json(JsonValue::Object(value))
    }
}

impl From<OneOrMany> for Value {
    fn from(value: OneOrMany) -> Self {
        value.0
    }
}

/// An argument that is one text or a list of them.
///
/// ```
/// use plivo_runtime::OneOrMany;
///
/// let one: OneOrMany = "+14155552671".into();
/// let many: OneOrMany = ["+14155552671", "+14155552672"].into();
/// assert_ne!(one, many);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany(Value);

impl From<&str> for OneOrMany {
    fn from(value: &str) -> Self {
        Self(value.into())
    }
}

impl From<&String> for OneOrMany {
    fn from(value: &String) -> Self {
        Self(value.as_str().into())
    }
}

impl From<String> for OneOrMany {
    fn from(value: String) -> Self {
        Self(value.into())
    }
}

impl<S: Into<String>> From<Vec<S>> for OneOrMany {
    fn from(value: Vec<S>) -> Self {
        Self(value.into())
    }
}

impl<S: Into<String> + Clone> From<&[S]> for OneOrMany {
    fn from(value: &[S]) -> Self {
        Self(value.to_vec().into())
    }
}

impl<S: Into<String>, const N: usize> From<[S; N]> for OneOrMany {
    fn from(value: [S; N]) -> Self {
        Self(value.into())
    }
}

/// A decimal number as an argument, exact where it is given as text.
///
/// ```
/// use plivo_runtime::{Decimal, Value};
///
/// assert_eq!(Value::from(Decimal::from("12.50")), Value::from("12.50"));
/// assert_eq!(Value::from(Decimal::from(0.5)), Value::from("0.5"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(String);

impl From<&str> for Decimal {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl From<String> for Decimal {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<f64> for Decimal {
    fn from(value: f64) -> Self {
        Self(value.to_string())
    }
}

impl From<Decimal> for Value {
    fn from(value: Decimal) -> Self {
        Self::Text(value.0)
    }
}

/// The fields of an object in an argument, which generated types fill in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input(JsonObject);

impl Input {
    /// Sets a field, converted to the type `T`; a later value replaces an earlier one.
    #[must_use]
    pub fn with<T: Into<Value>>(mut self, name: &'static str, value: impl Into<T>) -> Self {
        let value: Value = value.into().into();
        self.0.insert(name.to_owned(), value.into_json());
        self
    }
}

impl From<Input> for Value {
    fn from(value: Input) -> Self {
        value.0.into()
    }
}
