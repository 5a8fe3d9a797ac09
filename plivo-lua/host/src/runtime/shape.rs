//! What a record looks like on the wire, and which names scripts read in it.

use super::Literal;

/// One kind of record that a service answers with.
#[derive(Debug, Clone, Copy)]
pub struct RecordShape {
    /// Its type name: `Message`.
    pub name: &'static str,
    /// What one record is.
    pub description: &'static str,
    /// Every field that the service is known to send, in order. Others are kept as they come.
    pub fields: &'static [FieldShape],
    /// The names that scripts read beside the fields. One of these may be the key of a field on the
    /// wire: the script then reads the extra name.
    pub names: &'static [ExtraName],
}

/// One field of a record.
#[derive(Debug, Clone, Copy)]
pub struct FieldShape {
    /// The name that the documentation uses.
    pub name: &'static str,
    /// The keys under which answers send it, the usual one first. Scripts can read it under each.
    pub wire: &'static [&'static str],
    /// What its value is.
    pub kind: FieldKind,
    /// Whether every answer has it.
    pub required: bool,
    /// What scripts read where the service sends nothing; `nil`, without.
    pub default: Option<Literal>,
    /// What it says, with its unit.
    pub description: &'static str,
}

/// What a field's value is.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// A whole number.
    Integer,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// An exact decimal number, as text.
    Decimal,
    /// A moment, as the text that the service sends; RFC 3339 where it sends a number.
    DateTime,
    /// A day, as the text that the service sends.
    Date,
    /// A phone number, as text.
    PhoneNumber,
    /// An address of the web, as text.
    Url,
    /// A JSON object of any shape.
    Object,
    /// One of a list of values, as text.
    Enum(&'static EnumShape),
    /// Another record.
    Record(&'static RecordShape),
    /// Several of these.
    List(&'static FieldKind),
    /// Several of these, each under a key that only the service knows.
    Map(&'static FieldKind),
}

/// A list of values that a field or a parameter takes.
#[derive(Debug, Clone, Copy)]
pub struct EnumShape {
    /// Its type name: `MessageState`.
    pub name: &'static str,
    /// What the values tell apart.
    pub description: &'static str,
    /// Whether `true` and `false` are values as well.
    pub boolean: bool,
    /// The values, the documented ones first.
    pub values: &'static [EnumValue],
    /// How many of the values are documented.
    pub documented: usize,
}

/// One value of a list.
#[derive(Debug, Clone, Copy)]
pub struct EnumValue {
    /// The value: `in-progress`.
    pub value: &'static str,
    /// What it means.
    pub description: &'static str,
}

/// A name that scripts read beside the fields.
#[derive(Debug, Clone, Copy)]
pub struct ExtraName {
    /// The name.
    pub name: &'static str,
    /// The names of the fields that it is made from.
    pub of: &'static [&'static str],
    /// How it is made from them.
    pub source: Source,
    /// What scripts read where no field is present; `nil`, without.
    pub default: Option<Literal>,
    /// What it says.
    pub description: &'static str,
}

/// How an extra name is made from fields.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// The first field that is present, as it is.
    FirstPresent,
    /// The last segment of the path that the first present field holds: `3` of `/a/b/3/`.
    LastSegment,
    /// The first element of the first present field, a list.
    FirstElement,
    /// A function of the client, given the fields.
    Function(fn(&Fields<'_>) -> String),
}

/// The fields that a [`Source::Function`] asks for, of one record.
///
/// ```
/// use plivo_lua::runtime::{FieldSlot, Fields};
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
    /// The service sent nothing, null or an empty text.
    Absent,
    /// The service sent something that is not a text.
    Present,
    /// The service sent this text.
    Text(Box<str>),
}

impl<'a> Fields<'a> {
    /// The fields, by name.
    #[must_use]
    pub fn new(slots: &'a [(&'static str, FieldSlot)]) -> Self {
        Self { slots }
    }

    /// The text of a field, where it has one.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        match self.slot(name)? {
            FieldSlot::Text(text) => Some(text),
            FieldSlot::Absent | FieldSlot::Present => None,
        }
    }

    /// Whether the service sent the field.
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
