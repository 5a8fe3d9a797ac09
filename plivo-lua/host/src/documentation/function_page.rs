//! The page of one function: its parameters, what it returns, and how it fails.

use std::fmt::{self, Write as _};

use plivo_runtime::{Access, Parameter};

use super::signature::signature;
use super::type_word;
use crate::integration::{
    Binding, Computation, ComputedField, EnumShape, FieldKind, FieldShape, Integration, Literal,
    ParameterText, RecordShape, Returns,
};
use crate::table::position_key;

/// Returns the page in Markdown.
pub(super) fn write(integration: &Integration, binding: &Binding) -> String {
    let mut text = String::new();
    // Writing to a `String` does not fail.
    let _ = Page {
        integration,
        binding,
    }
    .write(&mut text);
    text
}

struct Page<'a> {
    integration: &'a Integration,
    binding: &'a Binding,
}

impl Page<'_> {
    fn write(&self, text: &mut String) -> fmt::Result {
        let Self {
            integration,
            binding,
        } = self;
        let operation = match binding.function.access {
            Access::Read => "Read: changes nothing.",
            Access::Write => "Write: changes data of the account.",
        };
        writeln!(
            text,
            "# {}.{}: {}\n",
            integration.slug, binding.function.name, binding.title
        )?;
        writeln!(
            text,
            "`app.integrations.{}.{}`\n",
            integration.slug,
            signature(binding)
        )?;
        writeln!(text, "{operation}\n\n{}", binding.description)?;
        self.parameters(text)?;
        self.returns(text)?;
        self.failures(text)?;
        writeln!(
            text,
            "\n## Example\n\n```lua\n{}\n```",
            binding.example.trim_end()
        )
    }

    fn parameters(&self, text: &mut String) -> fmt::Result {
        if self.binding.parameters.is_empty() {
            return writeln!(text, "\n## Parameters\n\nNone.");
        }
        writeln!(
            text,
            "\n## Parameters\n\n| Name | Type | Required | Description |\n| --- | --- | --- | --- |"
        )?;
        for said in self.binding.parameters {
            if let Some(known) = self.binding.function.parameter(said.name) {
                parameter(text, known, said)?;
            }
        }
        Ok(())
    }

    fn returns(&self, text: &mut String) -> fmt::Result {
        let record = self.binding.returns.record();
        match self.binding.returns {
            Returns::Page(_) => {
                let paging = &self.integration.service.paging;
                let (items, meta) = (paging.items, position_key(paging));
                let limit = paging.limit.map_or_else(String::new, |limit| {
                    format!(", or over `{limit}` records, which has no maximum here")
                });
                writeln!(
                    text,
                    "\n## All records\n\n`for record in {}.each{{…}} do … end` takes the same arguments and iterates over the \
                     whole list{limit}; pages are fetched as needed.",
                    self.binding.function.name,
                )?;
                writeln!(
                    text,
                    "\n## Returns\n\n`{{api_id, {meta}, {items}}}`: `{items}` is a list of {}, `{meta}` has `limit`, `offset`, \
                     `total_count`, `next` and `previous`, the last three of which may be nil.\n\nIn each of `{items}`:",
                    record.name
                )?;
            }
            Returns::Record(_) => writeln!(
                text,
                "\n## Returns\n\n{}: {}",
                record.name, record.description
            )?,
        }
        writeln!(
            text,
            "\n| Name | Type | May be nil | Description |\n| --- | --- | --- | --- |"
        )?;
        for field in record.computed {
            row(
                text,
                field.name,
                &type_of_computed(record, field),
                may_be_nil(record, field),
                field.description,
            )?;
        }
        for field in record
            .fields
            .iter()
            .filter(|field| !record.computed.iter().any(|one| one.name == field.name))
        {
            let missing = !field.required && field.default.is_none();
            row(
                text,
                field.name,
                &type_of_field(field),
                missing,
                field.description,
            )?;
        }
        Ok(())
    }

    fn failures(&self, text: &mut String) -> fmt::Result {
        let effect = match self.binding.function.access {
            Access::Read => "`effect` is always `none`",
            Access::Write => {
                "`effect` is `none` if nothing happened, `done` if it did, or `unknown` if it may have: check before a \
                 retry"
            }
        };
        writeln!(
            text,
            "\n## Errors\n\nRaises a table: `code`, `message`, `hint`, `status`, `retryable`, `retry_after` (seconds), \
             `request_id`, `api_id`, `effect`; {effect}. Invalid arguments have the code `invalid_arguments`, are all \
             listed in `faults`, and make no request. `tostring(err)` is the script's line and the message."
        )
    }
}

fn parameter(text: &mut String, known: &Parameter, said: &ParameterText) -> fmt::Result {
    let required = if known.required { "yes" } else { "no" };
    let kind = type_word::of_parameter(known.kind);
    write!(
        text,
        "| `{}` | {kind} | {required} | {}",
        said.name,
        cell(said.description)
    )?;
    match (known.minimum, known.maximum) {
        (Some(least), Some(most)) => write!(text, " From {least} to {most}.")?,
        (Some(least), None) => write!(text, " At least {least}.")?,
        (None, Some(most)) => write!(text, " At most {most}.")?,
        (None, None) => {}
    }
    if let Some(values) = said.values {
        write!(text, " Values: {}.", cell(&listed_values(values)))?;
    }
    if let Some(default) = &said.default {
        write!(text, " Default {}.", literal(default))?;
    }
    writeln!(text, " |")
}

fn row(
    text: &mut String,
    name: &str,
    kind: &str,
    may_be_nil: bool,
    description: &str,
) -> fmt::Result {
    let may_be_nil = if may_be_nil { "yes" } else { "no" };
    writeln!(
        text,
        "| `{name}` | {kind} | {may_be_nil} | {} |",
        cell(description)
    )
}

/// Escapes a text for a table cell.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// Returns values with their meanings: "`queued` (accepted), `sent` (handed on)".
fn listed_values(values: &EnumShape) -> String {
    let words = values.values.iter().map(|value| {
        let meaning = value.description.trim_end_matches('.');
        format!("`{}` ({meaning})", value.value)
    });
    words.collect::<Vec<_>>().join(", ")
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Boolean(value) => format!("`{value}`"),
        Literal::Integer(value) => format!("`{value}`"),
        Literal::Text(text) => format!("`{text:?}`"),
        Literal::List(texts) => format!("`{texts:?}`"),
    }
}

fn type_of_field(field: &FieldShape) -> String {
    match field.kind {
        FieldKind::Enum(values) if !values.values.is_empty() && !values.boolean => {
            let words = values
                .values
                .iter()
                .map(|value| format!("`{}`", value.value));
            format!(
                "string: {}, or another",
                words.collect::<Vec<_>>().join(", ")
            )
        }
        kind => type_word::of_field(kind),
    }
}

/// Returns the fields that a field is computed from.
fn sources<'a>(
    record: &'a RecordShape,
    computed: &'a ComputedField,
) -> impl Iterator<Item = &'a FieldShape> {
    let field = |name: &&str| record.fields.iter().find(|field| field.name == *name);
    computed.sources.iter().filter_map(field)
}

fn type_of_computed(record: &RecordShape, computed: &ComputedField) -> String {
    let first = sources(record, computed).next();
    match (computed.computation, first.map(|field| field.kind)) {
        (Computation::FirstPresent, Some(kind)) => type_word::of_field(kind),
        (Computation::FirstElement, Some(FieldKind::List(item))) => type_word::of_field(*item),
        _ => "string".to_owned(),
    }
}

fn may_be_nil(record: &RecordShape, computed: &ComputedField) -> bool {
    let always_computed =
        computed.default.is_some() || matches!(computed.computation, Computation::Function(_));
    let always_sent = matches!(computed.computation, Computation::FirstPresent)
        && sources(record, computed).any(|field| field.required || field.default.is_some());
    !always_computed && !always_sent
}
