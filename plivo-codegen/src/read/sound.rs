//! The sound parts of a manifest whose shape has errors elsewhere, so that errors in their meaning are reported with them.

use serde_yaml::{Mapping, Value};

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::Manifest;
use crate::resolve;
use crate::spans::Spans;
use crate::yaml::{self, Tree};

/// The sections whose entries stand for themselves.
const SECTIONS: [&str; 7] = [
    "credentials",
    "enums",
    "inputs",
    "codes",
    "records",
    "functions",
    "callbacks",
];

/// What replaces a section with an error that is needed.
const REPLACEMENTS: &str = "
integration: {slug: api, name: a, category: a, summary: a, description: a}
service: {base_url: https://a.example, base_path: /, paging: {items: items}}
auth: {strategy: none, label: a}
accounts: {description: a, example: an_account}
credentials: {}
records: {}
functions: {}
";

/// Returns the errors in the meaning of what has no error in its shape. Errors that may follow from one in a shape are
/// left out.
pub(super) fn errors(text: &str, tree: &Tree, shape: &[Diagnostic]) -> Vec<Diagnostic> {
    find(text, tree, shape).unwrap_or_default()
}

fn find(text: &str, tree: &Tree, shape: &[Diagnostic]) -> Option<Vec<Diagnostic>> {
    let yaml::Value::Mapping(sections) = tree.value(tree.root()?) else {
        return None;
    };
    let mut whole: Mapping = serde_yaml::from_str(text).ok()?;
    let mut faulty = Faulty::default();
    for (index, (key, value)) in sections.iter().enumerate() {
        let end = sections
            .get(index + 1)
            .and_then(|(key, _)| start(tree, *key));
        let range = (start(tree, *key)?, end.unwrap_or(END));
        let name = tree.text(*key);
        if !has_error(shape, range) {
            continue;
        }
        let entries = match tree.node(*value).map(|node| tree.value(node)) {
            Some(yaml::Value::Mapping(entries)) if SECTIONS.contains(&name) => entries,
            _ => {
                whole.remove(name);
                faulty.has_lost_section = true;
                faulty.ranges.push(range);
                faulty.names.push(name.to_owned());
                continue;
            }
        };
        let section = whole.get_mut(name).and_then(Value::as_mapping_mut)?;
        for (index, (key, _)) in entries.iter().enumerate() {
            let next = entries
                .get(index + 1)
                .and_then(|(key, _)| start(tree, *key));
            let range = (start(tree, *key)?, next.unwrap_or(range.1));
            if has_error(shape, range) {
                section.remove(tree.text(*key));
                faulty.ranges.push(range);
                faulty.names.push(tree.text(*key).to_owned());
            }
        }
    }
    let replacements: Mapping = serde_yaml::from_str(REPLACEMENTS).ok()?;
    for (name, section) in replacements {
        if !whole.contains_key(&name) {
            faulty.names.extend(name.as_str().map(str::to_owned));
            whole.insert(name, section);
        }
    }
    let manifest: Manifest = serde_yaml::from_value(Value::Mapping(whole)).ok()?;
    let spans = Spans::new(text, tree);
    let mut errors = resolve::resolve(&manifest, &spans).err()?;
    errors.retain(|error| !faulty.may_cause(error));
    Some(errors)
}

/// A line and a column.
type Position = (usize, usize);

const END: Position = (usize::MAX, usize::MAX);

fn position(span: Span) -> Position {
    (span.line, span.column)
}

fn start(tree: &Tree, index: usize) -> Option<Position> {
    tree.node(index).map(|node| position(node.span))
}

fn has_error(errors: &[Diagnostic], range: (Position, Position)) -> bool {
    errors
        .iter()
        .any(|error| is_within(position(error.span), range))
}

fn is_within(position: Position, (start, end): (Position, Position)) -> bool {
    start <= position && position < end
}

/// The parts of a manifest with errors in their shape.
#[derive(Default)]
struct Faulty {
    names: Vec<String>,
    /// Whether a whole section is left out, perhaps because its name is misspelled.
    has_lost_section: bool,
    ranges: Vec<(Position, Position)>,
}

impl Faulty {
    fn may_cause(&self, error: &Diagnostic) -> bool {
        let is_missing = |name: &str| self.names.iter().any(|known| known == name);
        let is_reference = matches!(
            error.code,
            Code::UnknownType
                | Code::UnknownRecord
                | Code::UnknownFunction
                | Code::UnknownCredential
        );
        let is_about_service = matches!(
            error.code,
            Code::MissingPagingParameter
                | Code::MissingRecordId
                | Code::PagingStrategy
                | Code::TimeRange
                | Code::UnfilledPlaceholder
                | Code::InvalidWireName
                | Code::DuplicateWireName
        );
        let at = position(error.span);
        self.ranges.iter().any(|range| is_within(at, *range))
            || at == position(Span::START)
            || is_reference && self.has_lost_section
            || is_about_service && is_missing("service")
            || error.message.split('`').skip(1).step_by(2).any(is_missing)
            || matches!(
                error.code,
                Code::CredentialKind | Code::AuthScheme | Code::UnknownCredential
            ) && is_missing("credentials")
    }
}
