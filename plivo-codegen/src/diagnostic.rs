//! What is wrong with a manifest, and where: the report that its author reads.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::code::Code;

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
    /// The kind of fault.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that belong to it, each with what is there: `first given here`.
    pub related: Vec<(Place, String)>,
    /// The way out.
    pub help: String,
}

impl Diagnostic {
    /// A fault at one place.
    pub(crate) fn new(
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message: message.into(),
            place,
            related: Vec::new(),
            help: help.into(),
        }
    }

    /// The same with another place that belongs to it, and what is there.
    #[must_use]
    pub(crate) fn and(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }
}

/// Everything that is wrong with one manifest, in the order of its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostics {
    file: String,
    /// The lines that reports show, by their number.
    lines: HashMap<usize, String>,
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Gathers what is wrong with `text`, which was read from `file`.
    pub(crate) fn new(file: &str, text: &str, mut all: Vec<Diagnostic>) -> Self {
        all.sort_by_key(|diagnostic| diagnostic.place);
        all.dedup();
        let shown: HashSet<usize> = all
            .iter()
            .flat_map(|diagnostic| {
                let related = diagnostic.related.iter().map(|(place, _)| place.line);
                related.chain([diagnostic.place.line])
            })
            .collect();
        let lines = text
            .lines()
            .zip(1..)
            .filter(|(_, number)| shown.contains(number));
        Self {
            file: file.to_owned(),
            lines: lines
                .map(|(line, number)| (number, line.to_owned()))
                .collect(),
            all,
        }
    }

    /// Each thing that is wrong.
    #[must_use]
    pub fn all(&self) -> &[Diagnostic] {
        &self.all
    }

    /// The report of one of them: code, message, place, excerpt and help.
    #[must_use]
    pub fn report(&self, diagnostic: &Diagnostic) -> String {
        let mut marks = vec![Mark {
            place: diagnostic.place,
            letter: '^',
            label: "",
        }];
        marks.extend(diagnostic.related.iter().map(|(place, label)| Mark {
            place: *place,
            letter: '-',
            label,
        }));
        marks.sort_by_key(|mark| mark.place);
        let deepest = marks.last().map_or(1, |mark| mark.place.line);
        let gutter = deepest.to_string().len();
        let mut report = format!(
            "error[{}]: {}\n{:gutter$}--> {}:{}:{}\n{:gutter$} |\n",
            diagnostic.code,
            diagnostic.message,
            "",
            self.file,
            diagnostic.place.line,
            diagnostic.place.column,
            ""
        );
        let mut shown: Option<(usize, String)> = None;
        for mark in marks {
            let number = mark.place.line;
            let line = self.lines.get(&number).map_or("", String::as_str);
            let (line, underline) = mark.excerpt(line);
            let this = Some((number, line));
            if shown != this {
                let before = shown.as_ref().map_or(number, |(number, _)| *number);
                if number > before + 1 {
                    report.push_str("...\n");
                }
                if let Some((_, line)) = &this {
                    report.push_str(&format!("{number:>gutter$} | {line}\n"));
                }
                shown = this;
            }
            report.push_str(&format!("{:gutter$} | {underline}\n", ""));
        }
        report.push_str(&format!(
            "{:gutter$} |\n{:gutter$} = help: {}\n",
            "", "", diagnostic.help
        ));
        report
    }
}

/// A stretch of a line that a report underlines.
struct Mark<'a> {
    place: Place,
    letter: char,
    label: &'a str,
}

impl Mark<'_> {
    /// The line, cut where it is very long, and what stands below it.
    fn excerpt(&self, line: &str) -> (String, String) {
        /// The letters of a line that are shown at most, and those before the mark in a longer one.
        const WIDEST: usize = 200;
        const BEFORE: usize = 60;
        let column = self.place.column.saturating_sub(1);
        let from = if column + BEFORE > WIDEST {
            column - BEFORE
        } else {
            0
        };
        let mut letters = line.chars().skip(from);
        let shown: String = letters.by_ref().take(WIDEST).collect();
        let lead = if from > 0 { "…" } else { "" };
        let tail = if letters.next().is_some() { "…" } else { "" };
        let before = shown.chars().take(column - from);
        // A tab stays one, so that the mark stands below what it means.
        let indent: String = before
            .map(|letter| if letter == '\t' { '\t' } else { ' ' })
            .collect();
        let rest = shown.chars().count().saturating_sub(column - from).max(1);
        let marks = self
            .letter
            .to_string()
            .repeat(self.place.length.clamp(1, rest));
        let pad = " ".repeat(lead.chars().count());
        let underline = format!("{pad}{indent}{marks} {}", self.label);
        (
            format!("{lead}{shown}{tail}"),
            underline.trim_end().to_owned(),
        )
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

/// The names as a list for a help line: "`a`, `b` or `c`"; the first ones alone, where there are many.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 16;
    let mut rest = names.into_iter();
    let mut names: Vec<String> = rest
        .by_ref()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = rest.count();
    let last = if more == 0 {
        names.pop().unwrap_or_default()
    } else {
        format!("{more} more")
    };
    if names.is_empty() {
        last
    } else {
        format!("{} or {last}", names.join(", "))
    }
}
