//! What is wrong with a manifest, and where: the report that its author reads.

use std::fmt;

/// A stretch of one line of the manifest; line and column count from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
    /// The length, in characters.
    pub length: usize,
}

impl Place {
    /// The beginning of the file: where something is missing from the whole.
    pub const START: Self = Self {
        line: 1,
        column: 1,
        length: 1,
    };
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Another place that belongs to it, with what is there.
    pub related: Option<(Place, String)>,
    /// The way out.
    pub help: String,
}

/// Everything that is wrong with one manifest, in the order of its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostics {
    file: String,
    text: String,
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Gathers what is wrong with `text`, which was read from `file`.
    pub(crate) fn new(file: &str, text: &str, mut all: Vec<Diagnostic>) -> Self {
        all.sort_by_key(|diagnostic| diagnostic.place);
        all.dedup();
        Self {
            file: file.to_owned(),
            text: text.to_owned(),
            all,
        }
    }

    /// Each thing that is wrong.
    #[must_use]
    pub fn all(&self) -> &[Diagnostic] {
        &self.all
    }

    /// The report of one of them: message, place, excerpt and help.
    #[must_use]
    pub fn report(&self, diagnostic: &Diagnostic) -> String {
        let deepest = diagnostic
            .related
            .iter()
            .map(|(place, _)| place.line)
            .chain([diagnostic.place.line])
            .max();
        let gutter = deepest.unwrap_or(1).to_string().len();
        let mut report = format!(
            "error: {}\n{:gutter$}--> {}:{}:{}\n",
            diagnostic.message, "", self.file, diagnostic.place.line, diagnostic.place.column
        );
        let mut excerpts = vec![(diagnostic.place, '^', "")];
        excerpts.extend(
            diagnostic
                .related
                .iter()
                .map(|(place, label)| (*place, '-', label.as_str())),
        );
        excerpts.sort_by_key(|(place, ..)| *place);
        for (place, mark, label) in excerpts {
            self.excerpt(&mut report, place, gutter, mark, label);
        }
        report.push_str(&format!("{:gutter$} = help: {}\n", "", diagnostic.help));
        report
    }

    fn excerpt(&self, report: &mut String, place: Place, gutter: usize, mark: char, label: &str) {
        let line = self
            .text
            .lines()
            .nth(place.line.saturating_sub(1))
            .unwrap_or_default();
        let indent = " ".repeat(place.column.saturating_sub(1));
        let rest = line
            .chars()
            .count()
            .saturating_sub(place.column.saturating_sub(1))
            .max(1);
        let marks = mark.to_string().repeat(place.length.clamp(1, rest));
        let underline = format!("{indent}{marks} {label}");
        report.push_str(&format!(
            "{:gutter$} |\n{:>gutter$} | {line}\n{:gutter$} | {}\n",
            "",
            place.line,
            "",
            underline.trim_end()
        ));
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.all {
            writeln!(formatter, "{}", self.report(diagnostic))?;
        }
        let (count, noun) = match self.all.len() {
            1 => ("one".to_owned(), "thing"),
            many => (many.to_string(), "things"),
        };
        write!(
            formatter,
            "{}: {count} {noun} to mend; nothing was written",
            self.file
        )
    }
}

/// The same report, so that a failed `unwrap` or a `main` that returns it shows what a person can read.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Diagnostics {}

/// The known name nearest to `name`, where one is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

/// The names as a list for a help line: "`a`, `b` or `c`".
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let last = names.pop().unwrap_or_default();
    if names.is_empty() {
        last
    } else {
        format!("{} or {last}", names.join(", "))
    }
}
