//! Tables for people: what fits the width of the terminal, and what was left out.

use std::io::{IsTerminal, stdout};

use anstyle::{AnsiColor, Style};
use console::{Term, measure_text_width, truncate_str};
use serde_json::Value;

use crate::escape_invisible;

const HEADING: Style = Style::new().bold().underline();
/// The first column, which names the row.
const NAME: Style = AnsiColor::Green.on_default();
const GAP: &str = "  ";

/// Returns the width of the terminal that standard output is, if it is one.
pub(super) fn terminal_width() -> Option<usize> {
    /// What a terminal has that does not say.
    const USUAL: usize = 80;
    let size = stdout()
        .is_terminal()
        .then(|| Term::stdout().size_checked())?;
    Some(
        size.map_or(USUAL, |(_, columns)| usize::from(columns))
            .max(20),
    )
}

/// The columns of a table: their headings, and how wide each is.
#[derive(Debug)]
pub(super) struct Columns {
    shown: Vec<Column>,
    /// The headings of what did not fit.
    pub(super) left_out: Vec<String>,
}

#[derive(Debug)]
struct Column {
    /// Its index in the rows.
    index: usize,
    heading: String,
    width: usize,
}

impl Columns {
    /// Chooses the columns from the first rows: in order, each that has something in it and fits in what is left of the
    /// width. The first one is always there, cut if need be.
    pub(super) fn fit(headings: &[&str], rows: &[Vec<String>], width: usize) -> Self {
        let (mut shown, mut left_out, mut used) = (Vec::new(), Vec::new(), 0);
        for (index, heading) in headings.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.get(index));
            let widest = cells.map(|cell| measure_text_width(cell)).max();
            if widest.unwrap_or(0) == 0 && !rows.is_empty() {
                continue;
            }
            let mut wanted = widest.unwrap_or(0).max(measure_text_width(heading));
            if shown.is_empty() {
                wanted = wanted.min(width);
            } else {
                used += GAP.len();
            }
            if used + wanted > width {
                used -= GAP.len();
                left_out.push((*heading).to_owned());
                continue;
            }
            used += wanted;
            shown.push(Column {
                index,
                heading: (*heading).to_owned(),
                width: wanted,
            });
        }
        Self { shown, left_out }
    }

    /// Returns the line of headings.
    pub(super) fn heading(&self) -> String {
        let cells = self
            .shown
            .iter()
            .map(|column| (column, HEADING, column.heading.as_str()));
        line(cells)
    }

    /// Returns the line of a row.
    pub(super) fn row(&self, row: &[String]) -> String {
        let cells = self.shown.iter().enumerate().map(|(position, column)| {
            let style = if position == 0 { NAME } else { Style::new() };
            (
                column,
                style,
                row.get(column.index).map_or("", String::as_str),
            )
        });
        line(cells)
    }
}

fn line<'a>(cells: impl Iterator<Item = (&'a Column, Style, &'a str)>) -> String {
    let (mut text, mut spaces) = (String::new(), 0);
    for (column, style, cell) in cells {
        let cell = truncate_str(cell, column.width, "…");
        text.push_str(&" ".repeat(spaces));
        text.push_str(&format!("{style}{cell}{style:#}"));
        spaces = column.width - measure_text_width(&cell).min(column.width) + GAP.len();
    }
    text.push('\n');
    text
}

/// Returns a whole table.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let columns = Columns::fit(headings, rows, width);
    let rows = rows.iter().map(|row| columns.row(row));
    std::iter::once(columns.heading()).chain(rows).collect()
}

/// Returns one record: a line for each of its fields, uncut.
pub(super) fn record(fields: impl Iterator<Item = (String, String)>) -> String {
    let fields: Vec<_> = fields.filter(|(_, value)| !value.is_empty()).collect();
    let names = fields.iter().map(|(name, _)| measure_text_width(name));
    let width = names.max().unwrap_or(0);
    let lines = fields.iter().map(|(name, value)| {
        let space = " ".repeat(width - measure_text_width(name) + GAP.len());
        format!("{NAME}{name}{NAME:#}{space}{value}\n")
    });
    lines.collect()
}

/// Returns what a cell shows of a value, on one line; nothing if there is none.
pub(super) fn cell(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.replace('\n', "\\n").replace('\t', "\\t"),
        Some(value) => value.to_string(),
    };
    escape_invisible(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Columns, cell, table};

    #[test]
    fn a_table_has_the_columns_that_fit_and_names_the_others() {
        let headings = ["id", "unused", "title", "state"];
        let rows = [
            ["1", "", "a title that is rather long", "new"]
                .map(str::to_owned)
                .to_vec(),
            ["22", "", "短い", "done"].map(str::to_owned).to_vec(),
        ];
        let shown =
            |width| anstream::adapter::strip_str(&table(&headings, &rows, width)).to_string();
        assert_eq!(
            shown(40),
            "id  title                        state\n1   a title that is rather long  new\n22  短い                         done\n"
        );
        assert_eq!(shown(20), "id  state\n1   new\n22  done\n");
        assert_eq!(Columns::fit(&headings, &rows, 20).left_out, ["title"]);
        assert_eq!(Columns::fit(&headings, &[], 9).left_out, ["title", "state"]);
    }

    #[test]
    fn a_cell_is_one_line_that_moves_no_cursor() {
        assert_eq!(cell(Some(&json!("a\nb\u{1b}[2J"))), "a\\nb\\u001b[2J");
        assert_eq!(cell(Some(&json!(["a", 1]))), "[\"a\",1]");
        assert_eq!(cell(Some(&json!(null))), "");
    }
}
