//! The notation of annotations: comments, classes, fields and types.

use crate::emit::fragments::lua;
use crate::emit::fragments::markdown::one_line;
use crate::model::Api;

/// Returns the full name of a type.
pub(super) fn type_name(api: &Api, name: &str) -> String {
    format!("{}.{name}", api.integration.slug)
}

/// Returns a doc comment.
pub(super) fn comment(text: &str) -> String {
    let lines: Vec<String> = text
        .trim()
        .lines()
        .map(|line| format!("---{}", line.trim_end()))
        .collect();
    lines.join("\n")
}

/// Returns a class that allows no other fields.
pub(super) fn class(name: &str, description: &str, fields: &[String]) -> String {
    let mut lines = vec![comment(description), format!("---@class (exact) {name}")];
    lines.extend_from_slice(fields);
    lines.join("\n")
}

/// Returns a field of a class. The `#` separates the description from the type.
pub(super) fn field(name: &str, type_name: &str, description: &str) -> String {
    format!(
        "---@field {} {type_name} # {}",
        field_name(name),
        one_line(description)
    )
}

/// Returns the name of a field, in brackets if it would be ambiguous.
pub(super) fn field_name(name: &str) -> String {
    /// The visibility keywords of fields.
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

/// Adds `nil` to a type.
pub(super) fn optional(type_name: &str) -> String {
    format!("{}?", grouped(type_name))
}

/// Adds `nil` to a type that may be it.
pub(super) fn optional_if(may_be_nil: bool, type_name: String) -> String {
    if may_be_nil {
        optional(&type_name)
    } else {
        type_name
    }
}

/// Puts a union in parentheses.
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
