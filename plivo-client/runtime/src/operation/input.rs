//! Objects in arguments, and values that every request sends.

use super::parameter::{Parameter, ParameterLocation};
use super::setters::const_setters;

/// An object that an argument is or contains: its fields, each with its name in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputType {
    /// The name of the type, such as `Recipient`.
    pub name: &'static str,
    /// The fields, in documented order.
    pub fields: &'static [Parameter],
    /// What is sent with the fields.
    pub fixed: &'static [Fixed],
}

impl InputType {
    /// Describes an object with these fields.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Parameter]) -> Self {
        Self {
            name,
            fields,
            fixed: &[],
        }
    }

    const_setters! {
        /// Sets what is sent with the fields.
        fixed: &'static [Fixed];
    }

    /// Returns the names of the fields, `?` after those that may be left out: `{name, phone?}`.
    pub(crate) fn shape(&self) -> String {
        let fields = self.fields.iter().map(|field| {
            let mark = if field.required { "" } else { "?" };
            format!("{}{mark}", field.name)
        });
        format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
    }
}

/// A value that is sent whatever the arguments are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// Where it is sent.
    pub location: ParameterLocation,
    /// The value.
    pub value: FixedValue,
}

impl Fixed {
    /// Describes a value and its location.
    #[must_use]
    pub const fn new(location: ParameterLocation, value: FixedValue) -> Self {
        Self { location, value }
    }
}

/// A value in the metadata of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixedValue {
    /// True or false.
    Boolean(bool),
    /// An integer.
    Integer(i64),
    /// A text.
    Text(&'static str),
}
