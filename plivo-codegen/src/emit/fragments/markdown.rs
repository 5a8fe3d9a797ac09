//! Markdown. A page is a list of blocks with an empty line between them.

/// Joins blocks to a page.
pub(in crate::emit) fn page(blocks: &[String]) -> String {
    format!("{}\n", blocks.join("\n\n"))
}

/// Returns a table. Cells are Markdown, in which only what would end a cell or a row is escaped.
pub(in crate::emit) fn table<const COLUMNS: usize>(
    head: [&str; COLUMNS],
    rows: &[[String; COLUMNS]],
) -> String {
    let mut lines = vec![row(&head), row(&["---"; COLUMNS])];
    lines.extend(rows.iter().map(|cells| row(cells)));
    lines.join("\n")
}

fn row<Text: AsRef<str>>(cells: &[Text]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text.as_ref())).collect();
    format!("| {} |", cells.join(" | "))
}

/// Returns a text on one line with its pipes escaped, which is necessary in code as well.
fn cell(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        let mut before = ' ';
        for letter in word.chars() {
            if letter == '|' && before != '\\' {
                escaped.push('\\');
            }
            escaped.push(letter);
            before = letter;
        }
    }
    escaped
}

/// Returns a fenced code block whose fence is longer than any in the code.
pub(in crate::emit) fn fenced(language: &str, code: &str) -> String {
    let fence = "`".repeat(longest_run_of_backticks(code).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", code.trim_end())
}

/// Returns a text as inline code.
pub(in crate::emit) fn code(text: &str) -> String {
    match longest_run_of_backticks(text) {
        0 => format!("`{text}`"),
        // Spaces separate a backtick at either end from the fence. They are not rendered.
        longest => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// Returns a string literal as inline code.
pub(in crate::emit) fn quoted(value: &str) -> String {
    code(&format!("\"{value}\""))
}

fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// Returns a text that ends like a sentence.
pub(in crate::emit) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Returns a text on one line.
pub(in crate::emit) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
