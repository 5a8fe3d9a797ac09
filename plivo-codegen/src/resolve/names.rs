//! Names: what a manifest may call things, and what that becomes in Rust.

use crate::code::Code;

use crate::ident::{Ident, NEVER_RAW};

use super::Scope;

/// Words that Lua keeps for itself, of every version: a name that is one cannot follow a dot.
const LUA_KEYWORDS: [&str; 22] = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
];

/// What every request builder and client has already.
const METHODS: [&str; 22] = [
    "new",
    "from_call",
    "into_call",
    "send",
    "send_as",
    "listed",
    "answer",
    "stream",
    "stream_as",
    "pages",
    "pages_as",
    "timeout",
    "attempt_timeout",
    "connect_timeout",
    "retry",
    "with_mode",
    "call",
    "connection",
    "builder",
    "from_env",
    "builder_from_env",
    "default",
];

/// What generated code calls by these names, so that no type of a manifest's may hide it.
const TYPES: [&str; 20] = [
    "Box",
    "Client",
    "Default",
    "Duration",
    "Enumeration",
    "Err",
    "From",
    "Into",
    "Kind",
    "None",
    "Ok",
    "Option",
    "Parameter",
    "Place",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Vec",
];

/// Checks the key at `path` as a function or a parameter, beside the methods that generated code has.
pub(super) fn method(scope: &mut Scope<'_>, path: &str, name: &str) {
    if METHODS.contains(&name) {
        scope.key(
            Code::TakenName,
            path,
            format!("`{name}` is a method that generated code has already"),
            "choose another name; a parameter keeps its name on the wire in `query:`, `body:` or `path:`",
        );
    }
}

/// Checks the name of a type that the key at `path` becomes.
pub(super) fn free_type(scope: &mut Scope<'_>, path: &str, name: &str) {
    if TYPES.contains(&name) {
        scope.key(
            Code::TakenName,
            path,
            format!("the type `{name}` would hide one that generated code uses"),
            "choose another name",
        );
    }
}

const LETTERS: &str =
    "use lower case letters, digits and `_`, beginning with a letter, and no Lua keyword";

/// Checks a name that Lua and Rust both use: lower case words joined by `_`.
pub(super) fn snake(scope: &mut Scope<'_>, path: &str, name: &str) {
    if !is_snake(name) {
        scope.value(Code::InvalidName, path, no_name(name), LETTERS);
    }
}

/// Checks the key at `path` as a name in Lua and Rust, and makes the Rust one. `wire` is the key for what the service
/// calls it, where it has another name for it.
pub(super) fn value_ident(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    wire: Option<&str>,
) -> Ident {
    if !is_snake(name) {
        let help = match wire {
            Some(wire) => format!("{LETTERS}; the service's own name goes into `{wire}:`"),
            None => LETTERS.to_owned(),
        };
        scope.key(Code::InvalidName, path, no_name(name), help);
    }
    Ident::new(name)
}

fn no_name(name: &str) -> String {
    format!("`{name}` cannot be a name in Lua and Rust")
}

/// Checks the key at `path` as the name of a type, and makes the Rust one.
pub(super) fn type_ident(scope: &mut Scope<'_>, path: &str, name: &str) -> Ident {
    let upper = name.starts_with(|first: char| first.is_ascii_uppercase());
    if !upper
        || !name.chars().all(|letter| letter.is_ascii_alphanumeric())
        || NEVER_RAW.contains(&name)
    {
        scope.key(
            Code::InvalidName,
            path,
            format!("`{name}` cannot be the name of a type"),
            "write it in UpperCamelCase with letters and digits alone, such as `PhoneNumber`",
        );
    }
    free_type(scope, path, name);
    Ident::new(name)
}

/// `list_messages`, `in-progress` or `voice,sms` as `ListMessages`, `InProgress`, `VoiceSms`.
pub(super) fn upper_camel(name: &str) -> String {
    let mut camel = String::new();
    for word in name.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            camel.push(first.to_ascii_uppercase());
            camel.extend(letters.map(|letter| letter.to_ascii_lowercase()));
        }
    }
    if camel.starts_with(|first: char| first.is_ascii_digit()) {
        format!("Value{camel}")
    } else {
        camel
    }
}

/// A value as the name of a variant: by its letters and digits, or, where it has none that Rust takes, by the
/// numbers of its signs, `*` as `U2A`. `Unknown` is the variant of values to come.
pub(super) fn variant(value: &str) -> String {
    match upper_camel(value).as_str() {
        "" if value.is_empty() => "Empty".to_owned(),
        "" => {
            let numbers = value.chars().map(|sign| format!("U{:X}", u32::from(sign)));
            numbers.collect::<Vec<_>>().concat()
        }
        "Unknown" => "ValueUnknown".to_owned(),
        camel => camel.to_owned(),
    }
}

/// The names between braces in a path.
pub(super) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Whether `name` can follow a dot in Lua and be written, raw perhaps, in Rust.
pub(super) fn is_snake(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
        && !LUA_KEYWORDS.contains(&name)
        // What `self` becomes in Rust, which has no raw form.
        && !name
            .strip_suffix('_')
            .is_some_and(|name| NEVER_RAW.contains(&name))
}
