//! What every step of the resolution reads, and where it reports errors.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Span};
use crate::manifest::Manifest;
use crate::spans::{Spans, join};
use crate::suggestion::did_you_mean;

/// The most further places that one error shows.
const MAX_RELATED: usize = 5;

/// The manifest that is resolved, with its spans and the errors so far.
pub(super) struct Scope<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) spans: &'a Spans<'a>,
    errors: Vec<Diagnostic>,
    /// What has an unknown type: the paths of parameters and fields.
    untyped: BTreeSet<String>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(manifest: &'a Manifest, spans: &'a Spans<'a>) -> Self {
        Self {
            manifest,
            spans,
            errors: Vec::new(),
            untyped: BTreeSet::new(),
        }
    }

    /// Returns the result of the resolution, or all errors.
    pub(super) fn finish<T>(self, resolved: T) -> Result<T, Vec<Diagnostic>> {
        if self.errors.is_empty() {
            Ok(resolved)
        } else {
            Err(self.errors)
        }
    }

    /// Reports an error at the key at `path`.
    pub(super) fn key(
        &mut self,
        code: Code,
        path: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let span = self.spans.key(path);
        self.add(path, Diagnostic::new(code, span, message, hint));
    }

    /// Reports an error at the value at `path`.
    pub(super) fn value(
        &mut self,
        code: Code,
        path: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let span = self.spans.value(path);
        self.add(path, Diagnostic::new(code, span, message, hint));
    }

    fn add(&mut self, path: &str, error: Diagnostic) {
        self.note_untyped(error.code, path);
        self.errors.push(error);
    }

    fn note_untyped(&mut self, code: Code, path: &str) {
        let typed = path.strip_suffix(".type");
        self.untyped.extend(
            typed
                .filter(|_| code == Code::UnknownType)
                .map(str::to_owned),
        );
    }

    /// Returns whether the parameter or field at `path` has an unknown type. What follows from that is no mistake of its own.
    pub(super) fn is_untyped(&self, path: &str) -> bool {
        self.untyped.contains(path)
    }

    /// Reports that the key at `path` conflicts with the one at `first`.
    pub(super) fn conflict(
        &mut self,
        code: Code,
        path: &str,
        first: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.key(code, path, message, hint);
        let first = self.spans.key(first);
        self.add_related(first, "conflicts with this");
    }

    /// Adds a related span to the last error.
    pub(super) fn add_related(&mut self, span: Span, label: &str) {
        if let Some(last) = self.errors.last_mut() {
            last.related.push((span, label.to_owned()));
        }
    }

    /// Trims a text, and reports an empty one, one with control characters and one that a comment cuts.
    pub(super) fn text(&mut self, path: &str, name: &str, text: &str) -> String {
        let trimmed = text.trim();
        self.check_comment(&join(path, name));
        let is_invalid = |letter: char| match letter {
            '\n' => name == "summary",
            '\t' | '\r' => name != "example",
            other => other.is_control(),
        };
        if trimmed.is_empty() {
            self.value(
                Code::EmptyText,
                &join(path, name),
                format!("`{name}` is empty"),
                "write a text: pages and tool schemas show it",
            );
        } else if trimmed.contains(is_invalid) {
            self.value(
                Code::InvalidText,
                &join(path, name),
                format!("`{name}` contains a line break or a control character"),
                "write a summary on one line, fold it with `>-`, and remove control characters",
            );
        }
        trimmed.to_owned()
    }

    /// Reports an unquoted text before a comment: it may end earlier than its author meant.
    pub(super) fn check_comment(&mut self, path: &str) {
        if let Some(sign) = self.spans.comment(path) {
            self.errors.push(Diagnostic::new(
                Code::InvalidText,
                sign,
                "the text ends here, because ` #` starts a comment",
                "put the whole text in quotes, or the comment on a line of its own",
            ));
        }
    }

    /// Reports the default of a required parameter or field.
    pub(super) fn unused_default(&mut self, path: &str, name: &str) {
        self.key(
            Code::UnusedDefault,
            &join(path, "default"),
            format!("`{name}` is required, so its default is never used"),
            "remove `default:`, or `required: true` if it may be missing",
        );
    }

    /// Reports a reference to something that is not declared, with the nearest known name or all of them.
    pub(super) fn unknown<'n>(
        &mut self,
        code: Code,
        path: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let hint = did_you_mean(name, known, "write one of");
        self.unknown_with(code, path, what, name, hint);
    }

    /// Reports a reference to something that is not declared. Several references to one name are one mistake, since the
    /// declaration has probably another name.
    pub(super) fn unknown_with(
        &mut self,
        code: Code,
        path: &str,
        what: &str,
        name: &str,
        hint: String,
    ) {
        self.note_untyped(code, path);
        let message = format!("unknown {what} `{name}`");
        let mut errors = self.errors.iter_mut();
        if let Some(first) = errors.find(|one| one.code == code && one.message == message) {
            if first.related.len() < MAX_RELATED {
                let span = self.spans.value(path);
                first.related.push((span, "and here".to_owned()));
            }
            return;
        }
        self.value(code, path, message, hint);
    }
}

/// Returns the keys of a section.
pub(super) fn names_of<T>(section: &IndexMap<String, T>) -> impl Iterator<Item = &str> + Clone {
    section.keys().map(String::as_str)
}
