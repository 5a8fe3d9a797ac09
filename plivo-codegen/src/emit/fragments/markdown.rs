//! Markdown, piece by piece: a page is a list of blocks with an empty line between two.

/// A page of `blocks`: one empty line between two, one newline at the end.
pub(in crate::emit) fn page(blocks: &[String]) -> String {
    format!("{}\n", blocks.join("\n\n"))
}

/// A table. Its cells are Markdown; whatever would end a cell or a row is escaped here.
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

/// A text on one line, with its pipes escaped: inside code as well, since rows are cut first.
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

/// A fenced block of code, under a fence longer than any inside it.
pub(in crate::emit) fn fenced(language: &str, code: &str) -> String {
    let fence = "`".repeat(longest_run_of_backticks(code).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", code.trim_end())
}

/// A text as inline code.
pub(in crate::emit) fn code(text: &str) -> String {
    match longest_run_of_backticks(text) {
        0 => format!("`{text}`"),
        // Spaces keep a backtick at either end apart from the fence; a reader never sees them.
        longest => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// A value of a list as inline code: in the quotes that scripts write around it.
pub(in crate::emit) fn quoted(value: &str) -> String {
    code(&format!("\"{value}\""))
}

fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// A text that ends as a sentence does, so that another can follow it.
pub(in crate::emit) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
