//! Fields that scripts read beside those that the service sends.

use plivo_runtime::{CodeTable, Reason};

use super::literal::Literal;
use super::setters::const_setters;

/// A field that is computed from others.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ComputedField {
    /// The name that scripts read.
    pub name: &'static str,
    /// The names of the fields that it is computed from.
    pub sources: &'static [&'static str],
    /// How it is computed.
    pub computation: Computation,
    /// What scripts read if no source field is present; `nil` without one.
    pub default: Option<Literal>,
    /// Names that it is often mistaken for, such as those of other APIs.
    pub mistaken_for: &'static [&'static str],
    /// What the field says.
    pub description: &'static str,
}

/// How a computed field is made from its source fields.
#[derive(Debug, Clone, Copy)]
pub enum Computation {
    /// The first field that is present, unchanged.
    FirstPresent,
    /// The last path segment of the first field that is present: `3` of `/a/b/3/`.
    LastSegment,
    /// The first element of the first field that is present, a list.
    FirstElement,
    /// What the first code that is present means.
    Reason(&'static CodeTable),
    /// Whether a retry may succeed after the first code that is present.
    Retryable(&'static CodeTable),
    /// A function of the client, called with the fields.
    Function(fn(&Fields<'_>) -> String),
}

/// The fields of one record that a [`Computation::Function`] reads.
///
/// ```
/// use plivo_lua_host::integration::{FieldSlot, Fields};
///
/// let slots = [("call_state", FieldSlot::Text("ANSWER".into())), ("answer_time", FieldSlot::Absent)];
/// let fields = Fields::new(&slots);
/// assert_eq!(fields.text("call_state"), Some("ANSWER"));
/// assert!(!fields.is_present("answer_time"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    slots: &'a [(&'static str, FieldSlot)],
}

/// What is known of one field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldSlot {
    /// The service sent nothing, null or an empty string.
    Absent,
    /// The service sent something other than a string or a whole number.
    Present,
    /// The service sent this number.
    Integer(i64),
    /// The service sent this string.
    Text(Box<str>),
}

impl FieldSlot {
    /// Returns the reason that the field's value stands for.
    #[must_use]
    pub(crate) fn reason(&self, table: &CodeTable) -> Option<&'static Reason> {
        match self {
            Self::Text(text) => table.get(text),
            Self::Integer(number) => table.get(&number.to_string()),
            Self::Absent | Self::Present => None,
        }
    }
}

impl ComputedField {
    /// Returns the table of codes that explains its source.
    pub(crate) fn codes(&self) -> Option<&'static CodeTable> {
        match self.computation {
            Computation::Reason(table) | Computation::Retryable(table) => Some(table),
            Computation::FirstPresent
            | Computation::LastSegment
            | Computation::FirstElement
            | Computation::Function(_) => None,
        }
    }
}

#[doc(hidden)] // For generated code.
impl ComputedField {
    #[must_use]
    pub const fn new(
        name: &'static str,
        sources: &'static [&'static str],
        computation: Computation,
        description: &'static str,
    ) -> Self {
        Self {
            name,
            sources,
            computation,
            default: None,
            mistaken_for: &[],
            description,
        }
    }

    const_setters! {
        default: Literal => Some;
        mistaken_for: &'static [&'static str];
    }
}

impl<'a> Fields<'a> {
    /// Creates the fields from names and slots.
    #[must_use]
    pub fn new(slots: &'a [(&'static str, FieldSlot)]) -> Self {
        Self { slots }
    }

    /// Returns the text of a field, if it has one.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        match self.slot(name)? {
            FieldSlot::Text(text) => Some(text),
            FieldSlot::Absent | FieldSlot::Present | FieldSlot::Integer(_) => None,
        }
    }

    /// Returns the number of a field, if it has one. A service may send it as a string.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.slot(name)? {
            FieldSlot::Integer(number) => Some(*number),
            FieldSlot::Text(text) => text.parse().ok(),
            FieldSlot::Absent | FieldSlot::Present => None,
        }
    }

    /// Returns whether the service sent the field.
    #[must_use]
    pub fn is_present(&self, name: &str) -> bool {
        self.slot(name)
            .is_some_and(|slot| *slot != FieldSlot::Absent)
    }

    fn slot(&self, name: &str) -> Option<&'a FieldSlot> {
        self.slots
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, slot)| slot)
    }
}
