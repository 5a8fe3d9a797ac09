//! What records look like on the wire.

use super::computed::{Computation, ComputedField};
use super::literal::Literal;
use super::setters::const_setters;

/// One kind of record that a service returns.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RecordShape {
    /// Type name: `Message`.
    pub name: &'static str,
    /// What one record is.
    pub description: &'static str,
    /// Every field that the service is known to send, in order. Unknown fields are kept as they come.
    pub fields: &'static [FieldShape],
    /// The fields that scripts can read in addition. If one has the key of a field on the wire, scripts read the
    /// computed field.
    pub computed: &'static [ComputedField],
    /// What the service never returns, by the names under which scripts look for it, with what to do instead.
    pub not_returned: &'static [(&'static str, &'static str)],
}

/// One field of a record.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FieldShape {
    /// Documented name.
    pub name: &'static str,
    /// The keys under which responses send the field, the usual one first. Scripts can read it under each of them.
    pub wire: &'static [&'static str],
    /// Type of the value.
    pub kind: FieldKind,
    /// Whether every response has it.
    pub required: bool,
    /// What scripts read if the service sends nothing; `nil` without one.
    pub default: Option<Literal>,
    /// Whether usual tasks need it. If a record has such fields, short pages only name the others.
    pub common: bool,
    /// Names that it is often mistaken for, such as those of other APIs.
    pub mistaken_for: &'static [&'static str],
    /// What the field says, with its unit.
    pub description: &'static str,
}

/// The type of a field.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// A whole number.
    Integer,
    /// A string.
    String,
    /// True or false.
    Boolean,
    /// An exact decimal number, as a string.
    Decimal,
    /// A datetime, as RFC 3339 in UTC with whole seconds; one that cannot be read is the string that the service sends.
    DateTime,
    /// A date, as the string that the service sends.
    Date,
    /// A phone number, as a string.
    PhoneNumber,
    /// A URL, as a string.
    Url,
    /// A JSON object of any shape.
    Object,
    /// One of several values, as a string.
    Enum(&'static EnumShape),
    /// Another record.
    Record(&'static RecordShape),
    /// A list of these.
    List(&'static FieldKind),
    /// An object whose keys only the service knows, with these as values.
    Map(&'static FieldKind),
}

/// The values that a field or a parameter can have.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EnumShape {
    /// Type name: `MessageState`.
    pub name: &'static str,
    /// What the values distinguish.
    pub description: &'static str,
    /// Whether `true` and `false` are values as well.
    pub boolean: bool,
    /// The values, the documented ones first.
    pub values: &'static [EnumValue],
    /// How many of the values are documented.
    pub documented: usize,
}

/// One value of an enum.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EnumValue {
    /// The value on the wire: `in-progress`.
    pub value: &'static str,
    /// What it means.
    pub description: &'static str,
}

impl RecordShape {
    /// Returns the fields that a computed field is made from.
    pub(crate) fn sources(
        &self,
        computed: &ComputedField,
    ) -> impl Iterator<Item = &'static FieldShape> {
        let (fields, sources) = (self.fields, computed.sources);
        sources
            .iter()
            .filter_map(|name| fields.iter().find(|field| field.name == *name))
    }

    /// Returns whether a computed field is a field under another name.
    pub(crate) fn has_alias(&self, field: &str) -> bool {
        self.computed.iter().any(|computed| {
            matches!(computed.computation, Computation::FirstPresent)
                && computed.sources.contains(&field)
        })
    }
}

#[doc(hidden)] // For generated code.
impl RecordShape {
    #[must_use]
    pub const fn new(
        name: &'static str,
        description: &'static str,
        fields: &'static [FieldShape],
    ) -> Self {
        Self {
            name,
            description,
            fields,
            computed: &[],
            not_returned: &[],
        }
    }

    const_setters! {
        computed: &'static [ComputedField];
        not_returned: &'static [(&'static str, &'static str)];
    }
}

#[doc(hidden)] // For generated code.
impl FieldShape {
    #[must_use]
    pub const fn new(
        name: &'static str,
        wire: &'static [&'static str],
        kind: FieldKind,
        description: &'static str,
    ) -> Self {
        Self {
            name,
            wire,
            kind,
            required: false,
            default: None,
            common: false,
            mistaken_for: &[],
            description,
        }
    }

    const_setters! {
        @required;
        @common;
        default: Literal => Some;
        mistaken_for: &'static [&'static str];
    }
}

#[doc(hidden)] // For generated code.
impl EnumShape {
    /// `documented` is the number of values, from the first, that are documented.
    #[must_use]
    pub const fn new(
        name: &'static str,
        description: &'static str,
        values: &'static [EnumValue],
        documented: usize,
    ) -> Self {
        Self {
            name,
            description,
            boolean: false,
            values,
            documented,
        }
    }

    const_setters! {
        @boolean;
    }
}

#[doc(hidden)] // For generated code.
impl EnumValue {
    #[must_use]
    pub const fn new(value: &'static str, description: &'static str) -> Self {
        Self { value, description }
    }
}
