//! Records and enums.

use indexmap::IndexMap;

use crate::ident::Ident;
use crate::manifest::{Conversion, Literal, Reason};

/// The segments of the path of a function in the client crate.
pub type ClientPath = Vec<Ident>;

/// An enum. Values that the service adds later are kept as they are.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its type name in every target: `MessageState`.
    pub name: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// What the values distinguish.
    pub description: String,
    /// Whether `true` and `false` are values as well.
    pub boolean: bool,
    /// The separator between the parts of a value whose order has no meaning.
    pub separator: Option<String>,
    /// The values, documented ones first.
    pub values: Vec<EnumValue>,
}

/// A value of an enum.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value on the wire: `in-progress`.
    pub wire: String,
    /// Its variant in Rust: `InProgress`.
    pub rust: Ident,
    /// What it means.
    pub description: String,
    /// Whether it is documented.
    pub documented: bool,
}

/// A table of codes.
#[derive(Debug, Clone)]
pub struct CodeTable {
    /// Its name: `delivery_errors`.
    pub name: String,
    /// The name of its constant: `DELIVERY_ERRORS`.
    pub constant: Ident,
    /// What the codes say.
    pub description: String,
    /// The known codes with their meaning.
    pub codes: IndexMap<String, Reason>,
}

/// A record that the service returns.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its type name in every target: `Message`.
    pub name: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// What the record is.
    pub description: String,
    /// The index of the field that identifies a record.
    pub id: Option<usize>,
    /// The fields that the service sends, in order.
    pub fields: Vec<Field>,
    /// The fields that are computed from others.
    pub computed_fields: Vec<ComputedField>,
    /// What the service never returns, by name, each with what to do instead.
    pub not_returned: IndexMap<String, String>,
}

/// A field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// Its type.
    pub kind: FieldType,
    /// Whether every response contains it.
    pub required: bool,
    /// Its key in responses.
    pub wire: String,
    /// Other keys under which some responses send it.
    pub aliases: Vec<String>,
    /// Its value if the service sends none.
    pub default: Option<Literal>,
    /// Whether usual tasks need it.
    pub common: bool,
    /// Names that it is often mistaken for.
    pub mistaken_for: Vec<String>,
    /// What it means.
    pub description: String,
}

/// What a string means before it is sent.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// Its name in Lua.
    pub name: String,
    /// The function that makes it.
    pub function: ClientPath,
    /// What it says.
    pub description: String,
    /// The fields of what it returns.
    pub fields: Vec<Field>,
}

impl Estimate {
    /// Returns the name of the constant of its fields: `COUNT_UNITS_ESTIMATE`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        Ident::new(&format!("{}_ESTIMATE", self.name.to_ascii_uppercase()))
    }
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// A whole number.
    Integer,
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A decimal number, as text.
    Decimal,
    /// A datetime.
    DateTime,
    /// A date.
    Date,
    /// A phone number, as text.
    PhoneNumber,
    /// A URL, as text.
    Url,
    /// Any JSON object.
    Object,
    /// An enum, by its index.
    Enum(usize),
    /// A record, by its index.
    Record(usize),
    /// A list of this type.
    List(Box<FieldType>),
    /// A map with any keys and values of this type.
    Map(Box<FieldType>),
}

/// A field that is computed from others.
#[derive(Debug, Clone)]
pub struct ComputedField {
    /// Its name.
    pub name: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// The indexes of its source fields.
    pub sources: Vec<usize>,
    /// How it is computed.
    pub computation: Computation,
    /// Its value if no source field is present.
    pub default: Option<Literal>,
    /// Names that it is often mistaken for.
    pub mistaken_for: Vec<String>,
    /// What it means.
    pub description: String,
}

/// How a field is computed.
#[derive(Debug, Clone)]
pub enum Computation {
    /// The first source field that is present.
    First,
    /// The first source field that is present, converted.
    Convert(Conversion),
    /// The meaning of a code, from the table of codes with this constant.
    Reason(Ident),
    /// Whether a retry may succeed, from the table of codes with this constant.
    Retryable(Ident),
    /// A function of the client crate, such as `calls::status`, and what it returns: a string or an enum.
    Function(ClientPath, FieldType),
}

impl Enum {
    /// Returns the name of its constant: `MESSAGE_STATE`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        constant(&self.name)
    }
}

impl Record {
    /// Returns the name of its constant: `SEND_RECEIPT`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        constant(&self.name)
    }

    /// Returns whether a field is explained by a table of codes.
    #[must_use]
    pub fn explains(&self, table: &CodeTable) -> bool {
        let mut computed = self.computed_fields.iter();
        computed.any(|field| match &field.computation {
            Computation::Reason(constant) | Computation::Retryable(constant) => {
                *constant == table.constant
            }
            Computation::First | Computation::Convert(_) | Computation::Function(..) => false,
        })
    }
}

/// Converts `SendReceipt` to `SEND_RECEIPT`.
fn constant(name: &str) -> Ident {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
    }
    Ident::new(&text)
}

impl FieldType {
    /// Returns whether the value is a text in every target.
    #[must_use]
    pub fn is_text(&self) -> bool {
        match self {
            Self::String | Self::Decimal | Self::PhoneNumber | Self::Url | Self::Enum(_) => true,
            Self::Integer
            | Self::Boolean
            | Self::DateTime
            | Self::Date
            | Self::Object
            | Self::Record(_)
            | Self::List(_)
            | Self::Map(_) => false,
        }
    }
}
