//! The result as a table: operation, SDK, what was tried, what came of it; then notes, then what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::sdk::Sdk;

const OK: Style = AnsiColor::Green.on_default();
const WRONG: Style = AnsiColor::Red.on_default().bold();
const HEAD: Style = Style::new().bold();
/// The width of what was tried; longer lists go on in the next line.
const WIDTH: usize = 76;

/// What came of all calls, of both SDKs.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// In the order in which the operations were first seen.
    rows: Vec<(&'static str, BTreeMap<Sdk, Cell>)>,
    notes: BTreeSet<(Sdk, String)>,
    wrong: Vec<String>,
    pub(super) requests: usize,
}

/// One SDK's part of a row.
#[derive(Debug, Default)]
struct Cell {
    tried: Vec<String>,
    calls: usize,
    good: usize,
}

impl Table {
    /// Enters a call.
    pub(super) fn call(
        &mut self,
        row: &'static str,
        sdk: Sdk,
        tried: &[String],
        wrong: Option<String>,
    ) {
        let place = self
            .rows
            .iter()
            .position(|(name, _)| *name == row)
            .unwrap_or_else(|| {
                self.rows.push((row, BTreeMap::new()));
                self.rows.len() - 1
            });
        let Some((_, cells)) = self.rows.get_mut(place) else {
            return;
        };
        let cell = cells.entry(sdk).or_default();
        cell.calls += 1;
        cell.good += usize::from(wrong.is_none());
        for name in tried {
            if !cell.tried.contains(name) {
                cell.tried.push(name.clone());
            }
        }
        self.wrong
            .extend(wrong.map(|wrong| format!("{row}, {sdk}: {wrong}")));
    }

    /// Enters what is wrong with no call in particular.
    pub(super) fn wrong(&mut self, sdk: Sdk, wrong: &str) {
        self.wrong.push(format!("{sdk}: {wrong}"));
    }

    /// Enters what an SDK does in a way of its own.
    pub(super) fn note(&mut self, sdk: Sdk, note: impl Into<String>) {
        self.notes.insert((sdk, note.into()));
    }

    pub(super) fn is_good(&self) -> bool {
        self.wrong.is_empty()
    }

    /// Writes all of it.
    pub(super) fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let width = self
            .rows
            .iter()
            .map(|(row, _)| row.len())
            .max()
            .unwrap_or_default();
        writeln!(
            out,
            "{HEAD}{:width$}  {:6}  {:WIDTH$}  result{HEAD:#}",
            "operation", "SDK", "filters tried"
        )?;
        for (row, cells) in &self.rows {
            let mut row = *row;
            for (sdk, cell) in cells {
                cell.print(out, (row, width), *sdk)?;
                row = "";
            }
        }
        self.remarks(out)?;
        let cells = || self.rows.iter().flat_map(|(_, cells)| cells.values());
        let calls: usize = cells().map(|cell| cell.calls).sum();
        let good: usize = cells().map(|cell| cell.good).sum();
        let style = if self.is_good() { OK } else { WRONG };
        writeln!(
            out,
            "\n{style}{good} of {calls} calls as the stand-in holds it{style:#}, {} requests, {} notes, {} wrong",
            self.requests,
            self.notes.len(),
            self.wrong.len()
        )
    }

    fn remarks(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.notes.is_empty() {
            writeln!(
                out,
                "\n{HEAD}notes{HEAD:#}, on what the SDKs do in ways of their own"
            )?;
        }
        for (sdk, note) in &self.notes {
            let mut begin = format!("  {sdk:6}  ");
            for line in wrapped(note.split(' '), " ", WIDTH + width_of_lead()) {
                writeln!(out, "{begin}{line}")?;
                begin = " ".repeat(begin.len());
            }
        }
        if !self.wrong.is_empty() {
            writeln!(out, "\n{WRONG}wrong{WRONG:#}")?;
        }
        self.wrong
            .iter()
            .try_for_each(|wrong| writeln!(out, "  {wrong}"))
    }
}

/// What notes have more room than filters.
const fn width_of_lead() -> usize {
    20
}

impl Cell {
    fn print(&self, out: &mut impl Write, (row, width): (&str, usize), sdk: Sdk) -> io::Result<()> {
        let tried = if self.tried.is_empty() {
            vec!["none".to_owned()]
        } else {
            self.tried.clone()
        };
        let style = if self.good == self.calls { OK } else { WRONG };
        let word = if self.good == self.calls {
            "ok"
        } else {
            "wrong"
        };
        let result = format!("{style}{word}{style:#} {} of {}", self.good, self.calls);
        let mut lead = (row.to_owned(), sdk.to_string(), Some(result));
        for line in wrapped(tried.iter().map(String::as_str), ", ", WIDTH) {
            let (row, sdk, result) = &lead;
            match result {
                Some(result) => writeln!(out, "{row:width$}  {sdk:6}  {line:WIDTH$}  {result}")?,
                None => writeln!(out, "{row:width$}  {sdk:6}  {line}")?,
            }
            lead = (String::new(), String::new(), None);
        }
        Ok(())
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
