//! The Markdown of the documentation, laid out for a terminal.

use anstyle::{AnsiColor, Style};
use console::measure_text_width;

const TITLE: Style = Style::new().bold().underline();
const HEADING: Style = Style::new().bold();
const CODE: Style = AnsiColor::Cyan.on_default();

/// Returns a page as lines that fit the width, with the marks of Markdown replaced by styles.
pub(super) fn render(text: &str, width: usize) -> String {
    let (mut page, mut is_code) = (String::new(), false);
    // Those of the table that is read.
    let mut headings = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            page.push_str(&format!("    {CODE}{line}{CODE:#}\n"));
        } else if let Some(title) = line.strip_prefix("# ") {
            page.push_str(&paragraph("", title, TITLE, width));
        } else if line.starts_with("##") {
            page.push_str(&paragraph(
                "",
                line.trim_start_matches(['#', ' ']),
                HEADING,
                width,
            ));
        } else if let Some(item) = line.strip_prefix("- ") {
            page.push_str(&paragraph("• ", item, Style::new(), width));
        } else if line.starts_with('|') {
            let cells = cells(line);
            if headings.is_empty() {
                headings = cells;
            } else if !line.starts_with("| ---") {
                page.push_str(&row(&headings, &cells, width));
            }
        } else {
            headings.clear();
            let text = line.trim_start();
            let indent = " ".repeat(line.len() - text.len());
            page.push_str(&paragraph(&indent, text, Style::new(), width));
        }
    }
    page
}

/// Returns the cells of a table's row.
fn cells(line: &str) -> Vec<String> {
    const BAR: &str = "\u{0}";
    let line = line.replace("\\|", BAR);
    let cells = line.trim_matches('|').split('|');
    cells.map(|cell| cell.trim().replace(BAR, "|")).collect()
}

/// Returns a row of a table as an item: its first cell, the middle ones in parentheses, and the last one. A terminal is too narrow for
/// columns of text.
fn row(headings: &[String], cells: &[String], width: usize) -> String {
    let text = match cells {
        [] => String::new(),
        [name] => name.clone(),
        [name, middle @ .., last] => {
            let middle = headings.iter().skip(1).zip(middle);
            let middle = middle.filter_map(|(heading, cell)| match cell.as_str() {
                "" | "no" => None,
                "yes" => Some(heading.to_lowercase()),
                cell => Some(cell.to_owned()),
            });
            let middle = middle.collect::<Vec<_>>().join(", ");
            match middle.as_str() {
                "" => format!("{name}: {last}"),
                middle => format!("{name} ({middle}): {last}"),
            }
        }
    };
    paragraph("• ", &text, Style::new(), width)
}

/// Returns a text in lines, the first after a mark and the others as far to the right; `code` has a style of its own.
fn paragraph(mark: &str, text: &str, style: Style, width: usize) -> String {
    let indent = measure_text_width(mark);
    let (mut page, mut column) = (format!("{mark}{style}"), indent);
    let mut is_code = false;
    for (index, word) in text.split(' ').enumerate() {
        let length = measure_text_width(&word.replace('`', ""));
        if index > 0 && column + 1 + length > width {
            page.push_str(&format!("\n{}", " ".repeat(indent)));
            column = indent;
        } else if index > 0 {
            page.push(' ');
            column += 1;
        }
        column += length;
        for (part, piece) in word.split('`').enumerate() {
            if part > 0 {
                is_code = !is_code;
                page.push_str(&if is_code {
                    CODE.render().to_string()
                } else {
                    format!("{CODE:#}{style}")
                });
            }
            page.push_str(&piece.replace("**", ""));
        }
    }
    if is_code {
        page.push_str(&format!("{CODE:#}"));
    }
    format!("{page}{style:#}\n")
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn a_page_fits_the_width_and_has_no_marks() {
        let page = "# beacon.switch_lamp: Switch\n\nIt `turns` the lamp of a lighthouse on.\n\n| Name | Type | Required | Description |\n| --- | --- | --- | --- |\n| `lamp` | string | yes | `lit` or `dark`. |\n| `code` | string | no | A. |\n\n```lua\nx = 1\n```\n- one and two and three\n  more of the same item";
        let shown = anstream::adapter::strip_str(&render(page, 22)).to_string();
        assert_eq!(
            shown,
            "beacon.switch_lamp:\nSwitch\n\nIt turns the lamp of a\nlighthouse on.\n\n• lamp (string,\n  required): lit or\n  dark.\n• code (string): A.\n\n    x = 1\n• one and two and\n  three\n  more of the same\n  item\n"
        );
        assert!(render(page, 22).contains("\u{1b}[36mturns\u{1b}[0m"));
    }
}
