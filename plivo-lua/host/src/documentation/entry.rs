//! Parameters and fields as entries of a list: a name, a type and a text.

use std::fmt::Write as _;

use plivo_runtime::{Operation, Parameter, ParameterType};

use super::type_word;
use crate::integration::{
    Binding, Computation, ComputedField, EnumShape, EnumValue, FieldKind, FieldShape, Literal,
    ParameterText, RecordShape,
};

/// A parameter or a field.
pub(super) struct Entry {
    pub(super) name: &'static str,
    /// Its type, with `?` if it may be left out or be nil.
    pub(super) kind: String,
    text: String,
    /// Whether it is shown with its text.
    pub(super) described: bool,
}

impl Entry {
    fn new(name: &'static str, kind: &str, optional: bool, text: String) -> Self {
        Self {
            name,
            kind: format!("{kind}{}", if optional { "?" } else { "" }),
            text,
            described: false,
        }
    }

    /// Returns the entry on one line: "- `limit` integer?: Maximum number of results."
    pub(super) fn line(&self) -> String {
        let Self {
            name, kind, text, ..
        } = self;
        format!("- `{name}` {kind}: {}\n", text.replace('\n', " "))
    }
}

/// How much is said of a parameter or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Short,
    /// With bounds and the meanings of values.
    Full,
    /// With the names of other APIs as well, for a search.
    Searched,
}

/// Returns the parameters of a function, each with its documentation.
pub(super) fn parameters(
    binding: &Binding,
    detail: Detail,
) -> Vec<(&'static ParameterText, Entry)> {
    let said = binding.parameters.iter();
    said.filter_map(|said| {
        let known = binding.function.parameter(said.name)?;
        Some((said, parameter(known, said, detail)))
    })
    .collect()
}

fn parameter(known: &Parameter, said: &ParameterText, detail: Detail) -> Entry {
    let full = detail != Detail::Short;
    let mut text = if full { said.description } else { said.brief }.to_owned();
    let mut more = String::new();
    // Writing to a `String` does not fail.
    let _ = match (known.minimum, known.maximum) {
        (Some(least), Some(most)) => write!(more, " From {least} to {most}."),
        (Some(least), None) => write!(more, " At least {least}."),
        (None, Some(most)) => write!(more, " At most {most}."),
        (None, None) => Ok(()),
    };
    if let Some(default) = &said.default {
        let _ = write!(more, " Default {}.", literal(default));
    }
    if full {
        text.push_str(&more);
    }
    text.push_str(&other_names(said.mistaken_for, detail));
    if let Some(list) = said.values {
        text.push_str(&values(list, full));
    }
    text.push_str(&fields_of(known.kind, said.fields, detail));
    let kind = type_word::of_parameter(known.kind);
    Entry::new(said.name, kind, !known.required, text)
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Boolean(value) => format!("`{value}`"),
        Literal::Integer(value) => format!("`{value}`"),
        Literal::Text(text) => format!("`{text:?}`"),
        Literal::List(texts) => format!("`{texts:?}`"),
        Literal::Values(values) => {
            let values: Vec<_> = values.iter().map(self::literal).collect();
            format!("{{{}}}", values.join(", "))
        }
        Literal::Object(values) => {
            let values = values.iter();
            let values = values.map(|(name, value)| format!("{name} = {}", self::literal(value)));
            format!("{{{}}}", values.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Lists the fields of an object: " Fields: `name` string (Whom to greet.), `age` integer?".
fn fields_of(kind: ParameterType, said: &[ParameterText], detail: Detail) -> String {
    let input = match kind {
        ParameterType::Input(input) => input,
        ParameterType::List { item, .. } | ParameterType::Map(item) => {
            return fields_of(*item, said, detail);
        }
        _ => return String::new(),
    };
    let fields = input.fields.iter().zip(said).map(|(field, said)| {
        let entry = parameter(field, said, detail);
        if detail == Detail::Short {
            format!("`{}` {}", entry.name, entry.kind)
        } else {
            format!(
                "`{}` {} ({})",
                entry.name,
                entry.kind,
                entry.text.trim_end_matches('.')
            )
        }
    });
    format!(" Fields: {}.", fields.collect::<Vec<_>>().join(", "))
}

/// Lists the documented values, then the others: " `sms`, `mms`; also `whatsapp`."
fn values(list: &EnumShape, full: bool) -> String {
    let word = |value: &EnumValue| {
        let meaning = value.description.trim_end_matches('.');
        if full {
            format!("`{}` ({meaning})", value.value)
        } else {
            format!("`{}`", value.value)
        }
    };
    let (documented, others) = list
        .values
        .split_at_checked(list.documented)
        .unwrap_or((list.values, &[]));
    let join = |values: &[EnumValue]| values.iter().map(word).collect::<Vec<_>>().join(", ");
    let booleans = if list.boolean { "`true`, `false`" } else { "" };
    let parts = [booleans.to_owned(), join(documented), join(others)];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!(" Values: {}.", parts.join("; also "))
}

/// Returns the names of other APIs for a search: " Other APIs call it "from"."
pub(super) fn other_names(names: &[&str], detail: Detail) -> String {
    if names.is_empty() || detail != Detail::Searched {
        return String::new();
    }
    // They are not in backquotes, because they cannot be used here.
    let names: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!(" Other APIs call it {}.", names.join(", "))
}

/// Returns the fields of a record: the computed ones, then those that the service sends. Values are listed unless a parameter of
/// the function lists them.
pub(super) fn fields(
    record: &'static RecordShape,
    function: Option<&Operation>,
    detail: Detail,
) -> Vec<Entry> {
    let computed = record.computed.iter().map(|field| {
        let kind = type_word::of_computed(record, field);
        let others = other_names(field.mistaken_for, detail);
        let text = format!("{}{others}", field.description);
        Entry::new(field.name, &kind, may_be_nil(record, field), text)
    });
    let is_listed = |name: &str| function.is_some_and(|one| one.parameter(name).is_some());
    let sent = sent(record).map(|field| {
        let listed = match field.kind {
            FieldKind::Enum(list) if !is_listed(field.name) => {
                values(list, detail != Detail::Short)
            }
            _ => String::new(),
        };
        let missing = !field.required && field.default.is_none();
        let others = other_names(field.mistaken_for, detail);
        let text = format!("{}{others}{listed}", field.description);
        Entry::new(field.name, &type_word::of_field(field.kind), missing, text)
    });
    computed.chain(sent).collect()
}

/// Returns the fields that the service sends and that scripts read as they are sent.
pub(super) fn sent(record: &'static RecordShape) -> impl Iterator<Item = &'static FieldShape> {
    let is_computed = |name: &str| record.computed.iter().any(|one| one.name == name);
    let fields = record.fields.iter();
    fields.filter(move |field| !is_computed(field.name))
}

fn may_be_nil(record: &RecordShape, computed: &ComputedField) -> bool {
    let always_computed =
        computed.default.is_some() || matches!(computed.computation, Computation::Function(_));
    let is_sent = |field: &FieldShape| field.required || field.default.is_some();
    let always_sent = matches!(computed.computation, Computation::FirstPresent)
        && record.sources(computed).any(is_sent);
    !always_computed && !always_sent
}
