//! Colours of code, which the page needs no script for.

use super::markup::Markup;

const LUA: &[&str] = &[
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local",
    "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
];
const RUST: &[&str] = &[
    "async", "await", "else", "false", "fn", "for", "if", "in", "let", "match", "mut", "return",
    "true", "use", "while",
];

/// Returns code with its comments, strings, numbers, keywords, types and calls in elements of their own.
pub(super) fn highlight(language: &str, code: &str) -> Markup {
    let (comment, keywords) = match language {
        "lua" => ("--", LUA),
        "rust" => ("//", RUST),
        "sh" => ("# ", [].as_slice()),
        _ => ("\0", ["true", "false", "null"].as_slice()),
    };
    let mut parts = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric() || first == '_';
        let length = if rest.starts_with(comment) {
            rest.find('\n')
        } else if first == '"' {
            string_end(rest)
        } else if is_word {
            rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        } else {
            Some(first.len_utf8())
        };
        let (token, after) = rest.split_at(length.unwrap_or(rest.len()));
        rest = after;
        let class = if token.starts_with(comment) {
            "comment"
        } else if first == '"' {
            "string"
        } else if first.is_ascii_digit() {
            "number"
        } else if keywords.contains(&token) {
            "keyword"
        } else if !is_word || matches!(language, "sh" | "json" | "text") {
            ""
        } else if first.is_uppercase() {
            "type"
        } else if after.starts_with(['(', '{', '!']) {
            "call"
        } else {
            ""
        };
        let text = Markup::text(token);
        parts.push(if class.is_empty() {
            text
        } else {
            Markup::element("span", &[("class", class)], [text])
        });
    }
    let class = format!("language-{language}");
    Markup::element("code", &[("class", &class)], parts)
}

/// Returns the length of the string in double quotes that a text starts with.
fn string_end(text: &str) -> Option<usize> {
    let mut is_escaped = true; // the opening quote
    text.char_indices().find_map(|(index, letter)| {
        let ends = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends.then_some(index + 1)
    })
}
