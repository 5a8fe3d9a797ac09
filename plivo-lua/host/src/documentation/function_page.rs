//! The pages of one function: a short one, and one with the details.

use std::fmt::Write as _;

use plivo_runtime::{Access, Paging, Position};

use super::commands::Commands;
use super::entry::{Detail, Entry, fields, other_names, parameters, sent};
use crate::integration::{Binding, Integration, ParameterText, RecordShape, Returns};
use crate::lua::listed;
use crate::table::position_key;

/// The maximum length of the short page, in characters. Only the details have descriptions that do not fit.
const MAX_LENGTH: usize = 3500;

/// The maximum length of a list of names without descriptions.
const MAX_NAMES: usize = 900;

/// Ends a list of names that is cut.
const MORE: &str = ", …`";

/// Returns the short page in Markdown: as many descriptions as fit, the most useful ones first.
pub(super) fn short(integration: &Integration, binding: &Binding, commands: &Commands) -> String {
    let details = commands.read(&format!(
        "integrations.{}.{}.details",
        integration.slug, binding.function.name
    ));
    let record = binding.returns.record();
    let (said, mut entries): (Vec<_>, Vec<Entry>) =
        parameters(binding, Detail::Short).into_iter().unzip();
    let count = entries.len();
    entries.extend(fields(record, Some(binding.function), Detail::Short));
    let page = |description: &str, entries: &[Entry]| {
        let (parameters, fields) = entries.split_at_checked(count).unwrap_or((entries, &[]));
        [
            heading(integration, binding, description),
            section_of_parameters(parameters),
            returns(integration, binding, Detail::Short),
            list(fields),
            format!("\n`?`: may be left out or nil. Every detail: {details}.\n"),
            errors(binding),
            example(binding),
        ]
        .concat()
    };
    let fits = |description: &str, entries: &[Entry]| {
        page(description, entries).chars().count() <= MAX_LENGTH
    };
    let ranks = parameter_ranks(&said).chain(field_ranks(record));
    let ranks = ranks.enumerate();
    let mut ranked: Vec<_> = ranks
        .filter_map(|(index, rank)| Some((rank?, index)))
        .collect();
    ranked.push((Rank::Description, 0));
    ranked.sort_unstable();
    let mut description = binding.brief;
    for (rank, index) in ranked {
        if rank == Rank::Description {
            if fits(binding.description, &entries) {
                description = binding.description;
            }
            continue;
        }
        let describe = |entries: &mut [Entry], described| {
            if let Some(entry) = entries.get_mut(index) {
                entry.described = described;
            }
        };
        describe(&mut entries, true);
        if !fits(description, &entries) {
            describe(&mut entries, false);
        }
    }
    page(description, &entries)
}

/// What the short page describes, first things first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Needed,
    /// The function, in full.
    Description,
    Field,
    Extension,
    /// A field that scripts read under a better name as well.
    Aliased,
}

/// Ranks parameters. Where some extensions are common, the others are only named.
fn parameter_ranks(said: &[&'static ParameterText]) -> impl Iterator<Item = Option<Rank>> {
    let is_marked = said.iter().any(|one| one.common);
    said.iter().map(move |one| {
        if one.common || !one.extension {
            Some(Rank::Needed)
        } else {
            (!is_marked).then_some(Rank::Extension)
        }
    })
}

/// Ranks the fields of a record. Where some are common, the others are only named.
fn field_ranks(record: &'static RecordShape) -> impl Iterator<Item = Option<Rank>> {
    let is_marked = sent(record).any(|field| field.common);
    let computed = record.computed.iter().map(|_| Some(Rank::Needed));
    computed.chain(sent(record).map(move |field| match field.common {
        true => Some(Rank::Needed),
        false if is_marked => None,
        false if record.has_alias(field.name) => Some(Rank::Aliased),
        false => Some(Rank::Field),
    }))
}

/// Returns the page of details.
pub(super) fn details(integration: &Integration, binding: &Binding, commands: &Commands) -> String {
    let page = commands.read(&format!(
        "integrations.{}.{}",
        integration.slug, binding.function.name
    ));
    let text = complete(integration, binding, Detail::Full);
    format!("{text}\nThe page {page} has the example.\n")
}

/// Returns everything that a search looks through.
pub(super) fn searched(integration: &Integration, binding: &Binding) -> String {
    complete(integration, binding, Detail::Searched)
}

fn complete(integration: &Integration, binding: &Binding, detail: Detail) -> String {
    let (said, mut parameters): (Vec<_>, Vec<Entry>) =
        parameters(binding, detail).into_iter().unzip();
    let mut fields = fields(binding.returns.record(), Some(binding.function), detail);
    for entry in parameters.iter_mut().chain(&mut fields) {
        entry.described = true;
    }
    let others = other_names(binding.mistaken_for, detail);
    let description = format!("{}{others}", binding.description);
    [
        heading(integration, binding, &description),
        section_of_parameters(&parameters),
        usual_names(&said),
        returns(integration, binding, detail),
        list(&fields),
        not_returned(binding.returns.record()),
    ]
    .concat()
}

/// Says which parameters other APIs call by another name, with the most usual one of each.
fn usual_names(said: &[&ParameterText]) -> String {
    // They are not in backquotes, because they cannot be used here.
    let names = said.iter().filter_map(|said| {
        let usual = said.mistaken_for.first()?;
        Some(format!("\"{usual}\" is `{}`", said.name))
    });
    match names.collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        names => format!("- Names of other APIs: {}.\n", names.join(", ")),
    }
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
        Access::Read => "Read-only.",
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
fn returns(integration: &Integration, binding: &Binding, detail: Detail) -> String {
    let record = binding.returns.record();
    let text = match binding.returns {
        Returns::Page(_) => {
            let paging = integration.service.paging_of(binding.function);
            let (items, meta) = (paging.items_key(), position_key(paging));
            let keys = meta_keys(paging);
            let page = match keys {
                "" => format!("`{{api_id, {items}}}`"),
                _ => format!("`{{api_id, {meta}, {items}}}`"),
            };
            let positions = match detail {
                Detail::Full | Detail::Searched if !keys.is_empty() => {
                    format!("`{meta}` has {keys}.\n")
                }
                _ => String::new(),
            };
            format!(
                "{page}; `for record in {}.each{{…}} do … end` reads all.\n{positions}\n\
                 `{items}` is a list of ",
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
        Position::Offset(_) => {
            "`limit`, `offset`, `next?`, `previous?`, `total_count` if the service counts"
        }
        Position::Cursor { .. } | Position::NextUrl(_) => {
            "`next?`, `total_count` if the service counts"
        }
        Position::NextLink => "`next?`",
        Position::Page { .. } | Position::LastId(_) | Position::Whole if paging.has_total() => {
            "`total_count` if the service counts"
        }
        Position::Page { .. } | Position::LastId(_) | Position::Whole => "",
    }
}

/// Lists the entries with their descriptions, and then the names of the others by type.
fn list(entries: &[Entry]) -> String {
    let (described, others): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|entry| entry.described);
    let mut text: String = described.iter().map(|entry| entry.line()).collect();
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for entry in others {
        match kinds.iter_mut().find(|(kind, _)| *kind == entry.kind) {
            Some((_, names)) => names.push(entry.name),
            None => kinds.push((&entry.kind, vec![entry.name])),
        }
    }
    let kinds = kinds
        .into_iter()
        .map(|(kind, names)| format!("{kind}: `{}`", names.join(", ")));
    let mut names = kinds.collect::<Vec<_>>().join("; ");
    if names.len() > MAX_NAMES {
        // Only the names of one type are joined by commas.
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
    match binding.function.access {
        Access::Read => "Errors: see the page `errors`.\n".to_owned(),
        Access::Write => "\n## Errors\n\nRaises a table with `code`, `message`, `hint`, `effect` and `retryable`; \
                          see the page `errors`. After an `effect` of `unknown` it may have been done: check before you call again.\n"
            .to_owned(),
    }
}

fn example(binding: &Binding) -> String {
    format!(
        "\n## Example\n\n```lua\n{}\n```\n",
        binding.example.trim_end()
    )
}
