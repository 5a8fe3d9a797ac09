//! The values of arguments.

use jiff::Timestamp;
use jiff::civil::Date;

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
}

impl Value {
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
