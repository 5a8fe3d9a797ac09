//! What the service answers with, and the lists of values in it.

use super::operations::ClientPath;
use crate::ident::Ident;
use crate::manifest::{Conversion, Literal};

/// A list of values, kept open for those that the service adds later.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its type name, the same in every target: `MessageState`.
    pub name: String,
    /// The same as a Rust identifier.
    pub rust: Ident,
    /// What the values tell apart.
    pub description: String,
    /// Whether `true` and `false` are values as well.
    pub boolean: bool,
    /// The values, the documented ones first.
    pub values: Vec<EnumValue>,
}

/// One value of a list.
#[derive(Debug, Clone)]
pub struct EnumValue {
    /// The value on the wire: `in-progress`.
    pub wire: String,
    /// Its variant in Rust: `InProgress`.
    pub rust: Ident,
    /// What it means.
    pub description: String,
    /// Whether the documented surface lists it.
    pub documented: bool,
}

/// What the service answers with.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its type name, the same in every target: `Message`.
    pub name: String,
    /// The same as a Rust identifier.
    pub rust: Ident,
    /// What one record is.
    pub description: String,
    /// The index, among the fields, of the one that tells two records apart.
    pub id: Option<usize>,
    /// Every field that the service sends, in order.
    pub fields: Vec<Field>,
    /// The names that scripts read beside the fields.
    pub computed_fields: Vec<ComputedField>,
}

/// One field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// The same as a Rust identifier, raw where it is a keyword.
    pub rust: Ident,
    /// What its value is.
    pub kind: FieldType,
    /// Whether every answer has it.
    pub required: bool,
    /// The key under which answers send it.
    pub wire: String,
    /// Other keys under which some answers send it.
    pub aliases: Vec<String>,
    /// What is read where the service sends nothing.
    pub default: Option<Literal>,
    /// What it says.
    pub description: String,
}

/// What a field's value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// A whole number.
    Integer,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// An exact decimal number, as text.
    Decimal,
    /// A moment.
    DateTime,
    /// A day.
    Date,
    /// A phone number, as text.
    PhoneNumber,
    /// An address of the web, as text.
    Url,
    /// A JSON object of any shape.
    Object,
    /// One of a list of values: the index among the enums.
    Enum(usize),
    /// Another record: the index among the records.
    Record(usize),
    /// Several of these.
    List(Box<FieldType>),
    /// Several of these, each under a key that only the service knows.
    Map(Box<FieldType>),
}

/// A name that scripts read beside the fields.
#[derive(Debug, Clone)]
pub struct ComputedField {
    /// Its name.
    pub name: String,
    /// The same as a Rust identifier.
    pub rust: Ident,
    /// The indexes of the fields that it is made from.
    pub sources: Vec<usize>,
    /// How it is made from them.
    pub computation: Computation,
    /// What it is where no field is present.
    pub default: Option<Literal>,
    /// What it says.
    pub description: String,
}

/// How an extra name is made from fields.
#[derive(Debug, Clone)]
pub enum Computation {
    /// The first field that is present.
    First,
    /// The first field that is present, converted.
    Convert(Conversion),
    /// A function of the client crate, such as `calls::status`.
    Function(ClientPath),
}

impl Enum {
    /// Its name as a constant: `MESSAGE_STATE`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        constant(&self.name)
    }
}

impl Record {
    /// Its name as a constant: `SEND_RECEIPT`.
    #[must_use]
    pub fn constant(&self) -> Ident {
        constant(&self.name)
    }
}

/// `SendReceipt` as `SEND_RECEIPT`.
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
    /// Whether the value is a text wherever it is present, in every target.
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
