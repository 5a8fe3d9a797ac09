//! Documents of other formats, which people try to check.

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Span};
use crate::yaml::{Tree, Value};

/// The keys by which a document says what it is, and the formats.
const FORMATS: [(&str, &str); 3] = [
    ("openapi", "an OpenAPI"),
    ("swagger", "a Swagger"),
    ("asyncapi", "an AsyncAPI"),
];

/// Recognises a document of another format by a key at its top.
pub(super) fn recognise(tree: &Tree) -> Option<Diagnostic> {
    let Value::Mapping(entries) = tree.value(tree.root()?) else {
        return None;
    };
    entries.iter().find_map(|(key, value)| {
        let span = tree.node(*key)?.span;
        report(tree.text(*key), tree.text(*value), span)
    })
}

/// Recognises such a document if it is JSON that is not YAML, such as with tabs.
pub(super) fn recognise_text(text: &str) -> Option<Diagnostic> {
    let lines = (1..).zip(text.lines().take(20));
    let mut candidates = lines.filter(|_| text.trim_start().starts_with('{'));
    candidates.find_map(|(line, content)| {
        let offset = content.find('"')?;
        let (key, value) = content.split_once(':')?;
        let key = key.trim_matches(['{', '"', ' ', '\t']);
        let span = Span {
            line,
            column: content.get(..offset)?.chars().count() + 1,
            length: key.len() + 2,
        };
        report(key, value.trim_matches(['"', ',', ' ']), span)
    })
}

fn report(key: &str, version: &str, span: Span) -> Option<Diagnostic> {
    let (_, format) = FORMATS.iter().find(|(known, _)| *known == key)?;
    let version: String = version.chars().take(10).collect();
    Some(Diagnostic::new(
        Code::NotAManifest,
        span,
        format!("this is {format} {version} document, not a manifest"),
        "start with `plivo-codegen new`, and describe each operation that scripts call as a function",
    ))
}
