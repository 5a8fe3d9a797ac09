//! Diagnostics: what is wrong with a manifest, and the report that its author reads.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::code::Code;

/// A range of characters on one line of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The length in characters.
    pub length: usize,
}

impl Span {
    /// The start of the file, for errors that concern the whole manifest.
    pub const START: Self = Self {
        line: 1,
        column: 1,
        length: 1,
    };
}

/// One error in a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of error.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where it is wrong.
    pub span: Span,
    /// Related spans, each with a label such as `first defined here`.
    pub related: Vec<(Span, String)>,
    /// How to fix it.
    pub hint: String,
}

impl Diagnostic {
    /// Creates a diagnostic without related spans.
    pub(crate) fn new(
        code: Code,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            span,
            related: Vec::new(),
            hint: hint.into(),
        }
    }

    /// Adds a related span.
    #[must_use]
    pub(crate) fn with_related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// All errors in one manifest, in the order of its lines. Displays as a report for its author.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostics {
    file: String,
    text: String,
    /// The byte offset at which each line of the text starts.
    line_starts: Vec<usize>,
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Collects the errors in `text`, which was read from `file`.
    pub(crate) fn new(file: &str, text: &str, mut all: Vec<Diagnostic>) -> Self {
        all.sort_by_key(|diagnostic| diagnostic.span);
        all.dedup();
        let after_newlines = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self {
            file: file.to_owned(),
            text: text.to_owned(),
            line_starts: std::iter::once(0).chain(after_newlines).collect(),
            all,
        }
    }

    /// Returns the single errors.
    #[must_use]
    pub fn all(&self) -> &[Diagnostic] {
        &self.all
    }

    /// Renders one error: code, message, location, excerpt and hint.
    #[must_use]
    pub fn report(&self, diagnostic: &Diagnostic) -> String {
        let spans = || diagnostic.related.iter().map(|(span, _)| *span);
        let first = spans()
            .map(|span| span.line)
            .fold(diagnostic.span.line, usize::min);
        let last = spans()
            .map(|span| span.line)
            .fold(diagnostic.span.line, usize::max);
        // Rendering takes time for every line of the source, so it gets only those that it may show.
        let start = self.line_start(first);
        let source = self
            .text
            .get(start..self.line_start(last + 1))
            .unwrap_or_default();
        let range = |span| {
            let Range { start: from, end } = self.byte_range(span);
            from - start..end - start
        };
        let related = diagnostic
            .related
            .iter()
            .map(|(span, label)| AnnotationKind::Context.span(range(*span)).label(label));
        let snippet = Snippet::source(source)
            .path(&self.file)
            .line_start(first)
            .annotation(AnnotationKind::Primary.span(range(diagnostic.span)))
            .annotations(related);
        let report = Level::ERROR
            .primary_title(&diagnostic.message)
            .id(diagnostic.code.name())
            .element(snippet)
            .element(Level::HELP.message(&diagnostic.hint));
        Renderer::plain().render(&[report])
    }

    /// Returns the byte offset at which a line starts, or the end of the text.
    fn line_start(&self, line: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1));
        start.copied().unwrap_or(self.text.len())
    }

    /// Returns the bytes of a span, which may end before the span does where the line is shorter.
    fn byte_range(&self, span: Span) -> Range<usize> {
        let start = self.line_start(span.line);
        let line = self.text.get(start..).unwrap_or_default();
        let line = line.lines().next().unwrap_or_default();
        let offset = |characters: usize| {
            let character = line.char_indices().nth(characters);
            start + character.map_or(line.len(), |(offset, _)| offset)
        };
        let column = span.column.saturating_sub(1);
        offset(column)..offset(column.saturating_add(span.length))
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.all {
            writeln!(formatter, "{}\n", self.report(diagnostic))?;
        }
        let count = self.all.len();
        let noun = if count == 1 { "error" } else { "errors" };
        write!(formatter, "{}: {count} {noun}", self.file)
    }
}

/// Prints the report, so that a failed `unwrap` or a `main` that returns the error is readable.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Diagnostics {}
