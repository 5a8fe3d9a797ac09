//! Rust identifiers that can be sent between threads, unlike those of `proc_macro2`.

use std::fmt;

use proc_macro2::{Span, TokenStream};
use quote::{IdentFragment, ToTokens};

/// The keywords of all Rust editions, except those that cannot be raw.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// The keywords that cannot be raw.
pub(crate) const NEVER_RAW: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// A Rust identifier, written raw (`r#type`) if it is a keyword.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ident {
    name: Box<str>,
    raw: bool,
}

impl Ident {
    /// Returns the identifier if `name` is one and is not a keyword.
    pub(crate) fn plain(name: &str) -> Option<Self> {
        let ident = Self::new(name);
        (*ident.name == *name && !ident.raw).then_some(ident)
    }

    /// Returns the identifier for `name`, raw if it is a keyword. An invalid name, which is reported elsewhere,
    /// becomes a placeholder.
    pub(crate) fn new(name: &str) -> Self {
        let first = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
        let rest = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let name = if NEVER_RAW.contains(&name) {
            format!("{name}_")
        } else if name.starts_with(first) && name.chars().all(rest) {
            name.to_owned()
        } else {
            "unnamed".to_owned()
        };
        Self {
            raw: KEYWORDS.contains(&name.as_str()),
            name: name.into(),
        }
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.raw { "r#" } else { "" })?;
        formatter.write_str(&self.name)
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        if self.raw {
            proc_macro2::Ident::new_raw(&self.name, span).to_tokens(tokens);
        } else {
            proc_macro2::Ident::new(&self.name, span).to_tokens(tokens);
        }
    }
}

impl IdentFragment for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

/// The keywords of all Lua versions, which cannot follow a dot.
const LUA_KEYWORDS: [&str; 22] = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
];

/// Returns whether a name in lower case can follow a dot in Lua.
pub(crate) fn is_lua_name(name: &str) -> bool {
    let is_letter =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(is_letter)
        && !LUA_KEYWORDS.contains(&name)
}
