//! The pages of one function: a short one, and one with the details.

use std::fmt::Write as _;

use plivo_runtime::{Access, Paging, Position};

use super::commands::Commands;
use super::entry::{Entry, fields, other_names, parameters};
use crate::integration::{Binding, Integration, RecordShape, Returns};
use crate::lua::listed;
use crate::table::position_key;

/// The maximum length of the short page, in characters. Only the details have descriptions that do not fit.
const MAX_LENGTH: usize = 3500;

/// The maximum length of a list of names without descriptions.
const MAX_NAMES: usize = 900;

/// Ends a list of names that is cut.
const MORE: &str = ", …";

/// Returns the short page in Markdown: as many descriptions as fit, the most useful ones first.
pub(super) fn short(integration: &Integration, binding: &Binding, commands: &Commands) -> String {
    let details = commands.read(&format!(
        "integrations.{}.{}.details",
        integration.slug, binding.function.name
    ));
    let page = |description: &str, parameters: &[Entry], fields: &[Entry]| {
        let details = format!("`?` marks what may be left out or nil. {details} has every detail.");
        [
            heading(integration, binding, description),
            section_of_parameters(parameters),
            returns(integration, binding),
            list(fields),
            format!("\n{details}\n{}{}", errors(binding), example(binding)),
        ]
        .concat()
    };
    let record = binding.returns.record();
    let (extensions, mut parameters): (Vec<bool>, Vec<Entry>) =
        parameters(binding, false).into_iter().unzip();
    let mut fields = fields(record, Some(binding.function), false);
    let mut description = binding.brief;
    let base = page(description, &parameters, &fields);
    let mut left = MAX_LENGTH.saturating_sub(length(&base));
    let mut fits = |cost: usize| {
        let fits = cost <= left;
        left -= if fits { cost } else { 0 };
        fits
    };
    // A described entry leaves the list of names, unless that was too long for it.
    let is_named = !base.contains(MORE);
    let cost = |entry: &Entry| {
        let named = if is_named { length(entry.name) + 4 } else { 0 };
        length(&entry.line()).saturating_sub(named)
    };
    // The most useful ones come first, and last a field that scripts read under a better name as well.
    let (documented, extensions): (Vec<_>, Vec<_>) = parameters
        .iter_mut()
        .zip(extensions)
        .partition(|(_, extension)| !extension);
    let (computed, sent) = fields.split_at_mut(record.computed.len());
    let (aliased, sent): (Vec<_>, Vec<_>) = sent
        .iter_mut()
        .partition(|entry| record.has_alias(entry.name));
    for entry in documented
        .into_iter()
        .map(|(entry, _)| entry)
        .chain(computed)
    {
        entry.described = fits(cost(entry));
    }
    if fits(length(binding.description).saturating_sub(length(description))) {
        description = binding.description;
    }
    let extensions = extensions.into_iter().map(|(entry, _)| entry);
    for entry in sent.into_iter().chain(extensions).chain(aliased) {
        entry.described = fits(cost(entry));
    }
    page(description, &parameters, &fields)
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Returns the page of details.
pub(super) fn details(integration: &Integration, binding: &Binding) -> String {
    let mut parameters: Vec<_> = parameters(binding, true)
        .into_iter()
        .map(|(_, entry)| entry)
        .collect();
    let mut fields = fields(binding.returns.record(), Some(binding.function), true);
    for entry in parameters.iter_mut().chain(&mut fields) {
        entry.described = true;
    }
    let others = other_names(binding.mistaken_for);
    [
        heading(
            integration,
            binding,
            &format!("{}{others}", binding.description),
        ),
        section_of_parameters(&parameters),
        returns(integration, binding),
        list(&fields),
        not_returned(binding.returns.record()),
    ]
    .concat()
}

/// Lists what the service never returns.
fn not_returned(record: &RecordShape) -> String {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, instead) in record.not_returned {
        match all.iter_mut().find(|(known, _)| known == instead) {
            Some((_, names)) => names.push(name),
            None => all.push((instead, vec![name])),
        }
    }
    let lines = all
        .into_iter()
        .map(|(instead, names)| format!("- No {}: {instead}.\n", listed(names)));
    lines.collect()
}

/// Writes the title, the full name, and what the function does.
fn heading(integration: &Integration, binding: &Binding, description: &str) -> String {
    let access = match binding.function.access {
        Access::Read => "Read: changes nothing.",
        Access::Write => "Write: changes data of the account.",
    };
    let (slug, name) = (integration.slug, binding.function.name);
    let returns = match binding.returns {
        Returns::Page(record) => format!("page of {}", record.name),
        Returns::Record(record) => record.name.to_owned(),
    };
    format!(
        "# {slug}.{name}: {}\n\n`app.integrations.{slug}.{name}{{…}} -> {returns}`\n\n{access} {description}\n",
        binding.title
    )
}

fn section_of_parameters(parameters: &[Entry]) -> String {
    let text = match parameters {
        [] => "None.\n".to_owned(),
        parameters => list(parameters),
    };
    format!("\n## Parameters\n\n{text}")
}

/// Describes what the function returns, before the list of fields.
fn returns(integration: &Integration, binding: &Binding) -> String {
    let record = binding.returns.record();
    let text = match binding.returns {
        Returns::Page(_) => {
            let paging = integration.service.paging_of(binding.function);
            let (items, meta) = (paging.items_key(), position_key(paging));
            let page = match meta_keys(paging) {
                "" => format!("`{{api_id, {items}}}`."),
                keys => format!("`{{api_id, {meta}, {items}}}`: `{meta}` has {keys}."),
            };
            format!(
                "{page}\n\
                 `for record in {}.each{{…}} do … end` iterates over the whole list.\n\nEach of `{items}` is a ",
                binding.function.name
            )
        }
        Returns::Record(_) => String::new(),
    };
    format!(
        "\n## Returns\n\n{text}{}: {}\n\n",
        record.name, record.description
    )
}

/// Returns the keys of a page's position.
fn meta_keys(paging: &Paging) -> &'static str {
    match paging.position {
        Position::Offset(_) => "`limit`, `offset`, `total_count?`, `next?`, `previous?`",
        Position::Cursor { .. } | Position::NextUrl(_) => "`total_count?`, `next?`",
        Position::NextLink => "`next?`",
        Position::Page { .. } | Position::LastId(_) | Position::Whole if paging.has_total() => {
            "`total_count?`"
        }
        Position::Page { .. } | Position::LastId(_) | Position::Whole => "",
    }
}

/// Lists the entries with their descriptions, and then the names of the others by type.
fn list(entries: &[Entry]) -> String {
    let (described, others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.described);
    let mut text: String = described.iter().map(|entry| entry.line()).collect();
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for entry in others {
        let name = format!("`{}`", entry.name);
        match kinds.iter_mut().find(|(kind, _)| *kind == entry.kind) {
            Some((_, names)) => names.push(name),
            None => kinds.push((&entry.kind, vec![name])),
        }
    }
    let kinds = kinds
        .into_iter()
        .map(|(kind, names)| format!("{kind}: {}", names.join(", ")));
    let mut names = kinds.collect::<Vec<_>>().join("; ");
    if names.len() > MAX_NAMES {
        let end = names.get(..MAX_NAMES).and_then(|cut| cut.rfind(','));
        names.truncate(end.unwrap_or_default());
        names.push_str(MORE);
    }
    if !names.is_empty() {
        let _ = writeln!(text, "- Also {names}.");
    }
    text
}

fn errors(binding: &Binding) -> String {
    let effect = match binding.function.access {
        Access::Read => "",
        Access::Write => {
            " After an `effect` of `unknown` it may have been done: check before you call again."
        }
    };
    format!(
        "\n## Errors\n\nRaises a table with `code`, `message`, `hint`, `effect` and `retryable`; see the page `errors`.{effect}\n"
    )
}

fn example(binding: &Binding) -> String {
    format!(
        "\n## Example\n\n```lua\n{}\n```\n",
        binding.example.trim_end()
    )
}
