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

/// The widest column that is shown unasked: as wide as a UUID.
const WIDEST: usize = 36;

/// The columns of a table: their headings, and how wide each is.
#[derive(Debug, Default)]
pub(super) struct Columns {
    shown: Vec<Column>,
    /// Those in which no row had anything so far.
    empty: Vec<Column>,
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
    /// Chooses columns by the first rows: in order, each that has something in it, is not too wide and fits in what is left of the
    /// width. The first one is always there, cut if need be.
    pub(super) fn fit(headings: &[&str], rows: &[Vec<String>], width: usize) -> Self {
        let (mut columns, mut used) = (Self::default(), 0);
        for column in natural(headings, rows) {
            let is_first = columns.shown.is_empty();
            let needed = used + GAP.len() + column.width;
            if column.width == 0 {
                columns.empty.push(column);
            } else if is_first {
                used = column.width.min(width);
                columns.shown.push(Column {
                    width: used,
                    ..column
                });
            } else if column.width <= WIDEST && needed <= width {
                used = needed;
                columns.shown.push(column);
            } else {
                columns.left_out.push(column.heading);
            }
        }
        columns
    }

    /// Takes all columns, and cuts the widest ones until they fit.
    pub(super) fn all(headings: &[&str], rows: &[Vec<String>], width: usize) -> Self {
        let mut shown = natural(headings, rows);
        for column in &mut shown {
            column.width = column.width.max(measure_text_width(&column.heading));
        }
        let gaps = shown.len().saturating_sub(1) * GAP.len();
        while gaps + shown.iter().map(|column| column.width).sum::<usize>() > width {
            match shown.iter_mut().max_by_key(|column| column.width) {
                Some(widest) if widest.width > 1 => widest.width -= 1,
                _ => break,
            }
        }
        Self {
            shown,
            ..Self::default()
        }
    }

    /// Takes notice of later rows, in which something may be where nothing was before.
    pub(super) fn notice(&mut self, rows: &[Vec<String>]) {
        let is_filled = |column: &Column| {
            let mut cells = rows.iter().filter_map(|row| row.get(column.index));
            cells.any(|cell| !cell.is_empty())
        };
        for column in std::mem::take(&mut self.empty) {
            if is_filled(&column) {
                self.left_out.push(column.heading);
            } else {
                self.empty.push(column);
            }
        }
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

/// Returns columns as wide as what is in them; those that have only a heading are 0 wide.
fn natural(headings: &[&str], rows: &[Vec<String>]) -> Vec<Column> {
    let columns = headings.iter().enumerate().map(|(index, heading)| {
        let cells = rows.iter().filter_map(|row| row.get(index));
        let width = match cells.map(|cell| measure_text_width(cell)).max() {
            Some(0) => 0,
            widest => widest.unwrap_or(0).max(measure_text_width(heading)),
        };
        Column {
            index,
            heading: (*heading).to_owned(),
            width,
        }
    });
    columns.collect()
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
    let columns = Columns::all(headings, rows, width);
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
        let strip = |text: String| anstream::adapter::strip_str(&text).to_string();
        let shown = |width| {
            let columns = Columns::fit(&headings, &rows, width);
            let rows: String = rows.iter().map(|row| columns.row(row)).collect();
            (strip(columns.heading() + &rows), columns.left_out)
        };
        let whole = "id  title                        state\n1   a title that is rather long  new\n22  短い                         done\n";
        assert_eq!(shown(40), (whole.to_owned(), Vec::new()));
        let cut = "id  state\n1   new\n22  done\n";
        assert_eq!(shown(20), (cut.to_owned(), vec!["title".to_owned()]));

        // What was asked for is cut, not left out.
        let row = vec!["1".to_owned(), "rather long".to_owned()];
        assert_eq!(
            strip(table(&["id", "title"], &[row], 10)),
            "id  title\n1   rathe…\n"
        );
        let mut columns = Columns::fit(&headings, &rows, 40);
        columns.notice(&[["3", "used", "", ""].map(str::to_owned).to_vec()]);
        assert_eq!(columns.left_out, ["unused"]);
    }

    #[test]
    fn a_cell_is_one_line_that_moves_no_cursor() {
        assert_eq!(cell(Some(&json!("a\nb\u{1b}[2J"))), "a\\nb\\u001b[2J");
        assert_eq!(cell(Some(&json!(["a", 1]))), "[\"a\",1]");
        assert_eq!(cell(Some(&json!(null))), "");
    }
}
