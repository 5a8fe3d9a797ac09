//! The notation of annotations: comments, classes, fields and types.

use crate::emit::fragments::lua;
use crate::model::Api;

/// The full name of a type.
pub(super) fn type_name(api: &Api, name: &str) -> String {
    format!("{}.{name}", api.integration.slug)
}

/// A doc comment, paragraph by paragraph.
pub(super) fn comment(text: &str) -> String {
    let lines: Vec<String> = text
        .trim()
        .lines()
        .map(|line| format!("---{}", line.trim_end()))
        .collect();
    lines.join("\n")
}

/// A class that takes no other fields, from its description and its lines of fields.
pub(super) fn class(name: &str, description: &str, fields: &[String]) -> String {
    let mut lines = vec![comment(description), format!("---@class (exact) {name}")];
    lines.extend_from_slice(fields);
    lines.join("\n")
}

/// One field of a class. The `#` keeps the description from being read as more of the type.
pub(super) fn field(name: &str, type_name: &str, description: &str) -> String {
    format!(
        "---@field {} {type_name} # {}",
        field_name(name),
        one_line(description)
    )
}

/// A text on one line, as what follows a tag must be.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name as `@field` takes it: in brackets where it could be read as something else.
pub(super) fn field_name(name: &str) -> String {
    /// Words with a meaning of their own at the beginning of a field.
    const SCOPES: [&str; 5] = ["package", "private", "protected", "public", "internal"];
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !SCOPES.contains(&name);
    if plain {
        name.to_owned()
    } else {
        format!("[{}]", lua::quoted(name))
    }
}

/// A type that `nil` belongs to as well.
pub(super) fn optional(type_name: &str) -> String {
    format!("{}?", grouped(type_name))
}

/// A type that something can be written behind: `A|B` in parentheses.
pub(super) fn grouped(type_name: &str) -> String {
    let mut depth = 0_i32;
    for letter in type_name.chars() {
        match letter {
            '(' | '<' => depth += 1,
            ')' | '>' => depth -= 1,
            '|' if depth == 0 => return format!("({type_name})"),
            _ => {}
        }
    }
    type_name.to_owned()
}
