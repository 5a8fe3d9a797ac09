//! The result as a table: operation, SDK, what was tried, what came of it; then notes, then what is wrong.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::sdk::Sdk;

const GOOD: Style = AnsiColor::Green.on_default();
const WRONG: Style = AnsiColor::Red.on_default().bold();
const HEAD: Style = Style::new().bold();
/// The width of what was tried; longer lists go on in the next line.
const TRIED: usize = 72;
/// The width of a note.
const NOTE: usize = 96;

/// What came of all calls, of both SDKs.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// How many requests the calls took.
    pub(super) requests: usize,
    rows: Vec<&'static str>,
    cells: BTreeMap<(&'static str, Sdk), Cell>,
    /// In order, each once.
    notes: Vec<(Sdk, String)>,
    wrong: Vec<String>,
}

/// One SDK's part of a row.
#[derive(Debug, Default)]
struct Cell {
    tried: Vec<String>,
    calls: usize,
    good: usize,
}

impl Table {
    /// An empty table with these rows.
    pub(super) fn of(rows: &[&'static str]) -> Self {
        Self {
            rows: rows.to_vec(),
            ..Self::default()
        }
    }

    /// Enters a call.
    pub(super) fn call(
        &mut self,
        row: &'static str,
        sdk: Sdk,
        tried: &[String],
        wrong: Option<String>,
    ) {
        let cell = self.cells.entry((row, sdk)).or_default();
        cell.calls += 1;
        cell.good += usize::from(wrong.is_none());
        for name in tried {
            if !cell.tried.contains(name) {
                cell.tried.push(name.clone());
            }
        }
        let wrong = wrong.map(|wrong| format!("{row}, {sdk}: {wrong}"));
        self.wrong.extend(wrong);
    }

    /// Enters what is wrong with no call in particular.
    pub(super) fn wrong(&mut self, sdk: Sdk, wrong: &str) {
        self.wrong.push(format!("{sdk}: {wrong}"));
    }

    /// Enters what an SDK does in a way of its own.
    pub(super) fn note(&mut self, sdk: Sdk, note: impl Into<String>) {
        let note = (sdk, note.into());
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn is_good(&self) -> bool {
        self.wrong.is_empty()
    }

    /// Writes all of it.
    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let width = self.rows.iter().map(|row| row.len()).max();
        let width = width.unwrap_or_default();
        writeln!(
            out,
            "{HEAD}{:width$}  {:6}  {:TRIED$}  result{HEAD:#}",
            "operation", "SDK", "filters tried"
        )?;
        for row in &self.rows {
            let mut lead = *row;
            for sdk in Sdk::ALL {
                if let Some(cell) = self.cells.get(&(*row, sdk)) {
                    cell.print(out, &format!("{lead:width$}  {sdk:6}"))?;
                    lead = "";
                }
            }
        }
        self.remarks(out)?;
        self.sum(out)
    }

    fn remarks(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.notes.is_empty() {
            writeln!(out, "\n{HEAD}what the SDKs do in ways of their own{HEAD:#}")?;
        }
        let mut notes: Vec<_> = self.notes.iter().collect();
        notes.sort_by_key(|(sdk, _)| *sdk);
        for (sdk, note) in notes {
            let mut lead = sdk.to_string();
            for line in wrapped(note.split(' '), " ", NOTE) {
                writeln!(out, "  {lead:6}  {line}")?;
                lead.clear();
            }
        }
        if !self.is_good() {
            writeln!(out, "\n{WRONG}wrong{WRONG:#}")?;
        }
        let mut wrong = self.wrong.iter();
        wrong.try_for_each(|wrong| writeln!(out, "  {wrong}"))
    }

    fn sum(&self, out: &mut impl Write) -> io::Result<()> {
        let calls: usize = self.cells.values().map(|cell| cell.calls).sum();
        let good: usize = self.cells.values().map(|cell| cell.good).sum();
        let style = if self.is_good() { GOOD } else { WRONG };
        let (wrong, notes, requests) = (self.wrong.len(), self.notes.len(), self.requests);
        let verdict = format!("{good} of {calls} calls came out as the stand-in holds it");
        writeln!(
            out,
            "\n{style}{verdict}{style:#}: {wrong} wrong, {notes} notes, {requests} requests"
        )
    }
}

impl Cell {
    fn print(&self, out: &mut impl Write, lead: &str) -> io::Result<()> {
        let (style, word) = match self.calls - self.good {
            0 => (GOOD, "ok"),
            _ => (WRONG, "wrong"),
        };
        let tried = match self.tried.as_slice() {
            [] => vec!["none".to_owned()],
            tried => wrapped(tried.iter().map(String::as_str), ", ", TRIED),
        };
        let mut lines = tried.iter();
        if let Some(first) = lines.next() {
            let (good, calls) = (self.good, self.calls);
            writeln!(
                out,
                "{lead}  {first:TRIED$}  {good} of {calls} {style}{word}{style:#}"
            )?;
        }
        let indent = lead.len();
        lines.try_for_each(|line| writeln!(out, "{:indent$}  {line}", ""))
    }
}

/// Words in lines of at most `width` characters.
fn wrapped<'a>(words: impl Iterator<Item = &'a str>, between: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.len() + between.len() + word.len() < width => {
                line.push_str(between);
                line.push_str(word);
            }
            last => {
                if let Some(line) = last {
                    line.push_str(between.trim_end());
                }
                lines.push(word.to_owned());
            }
        }
    }
    lines
}
