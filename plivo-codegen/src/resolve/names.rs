//! Checks names, and derives the Rust names from them.

use crate::code::Code;
use crate::ident::{Ident, NEVER_RAW, is_lua_name};
use crate::model::{BodyFormat, ClientPath, Method};

use super::scope::Scope;

/// The methods that every request builder and client has.
const METHODS: [&str; 21] = [
    "new",
    "from_request",
    "into_request",
    "send",
    "send_as",
    "send_raw",
    "send_raw_list",
    "stream",
    "stream_as",
    "pages",
    "pages_as",
    "with_timeout",
    "with_attempt_timeout",
    "with_retry",
    "with_mode",
    "api",
    "builder",
    "from_env",
    "builder_from_env",
    "default",
    "accounts",
];

/// The types and type parameters that generated code uses, which a type of the manifest must not shadow.
const TYPES: [&str; 13] = [
    "Client",
    "From",
    "Into",
    "M",
    "N",
    "Option",
    "Parameter",
    "ParameterLocation",
    "ParameterType",
    "Result",
    "Self",
    "String",
    "Vec",
];

/// Checks that a function or parameter does not have the name of a generated method.
pub(super) fn check_method(scope: &mut Scope<'_>, path: &str, name: &str) {
    if METHODS.contains(&name) {
        scope.key(
            Code::ReservedName,
            path,
            format!("`{name}` is the name of a generated method"),
            "rename it, and keep its name on the wire in `query:`, `body:`, `path:`, `header:` or `wire_name:`",
        );
    }
}

/// Checks that a type does not shadow one that generated code uses.
pub(super) fn check_type(scope: &mut Scope<'_>, path: &str, name: &str) {
    if TYPES.contains(&name) {
        scope.key(
            Code::ReservedName,
            path,
            format!("the type `{name}` shadows one that generated code uses"),
            "choose another name",
        );
    }
}

const SNAKE_HINT: &str =
    "use lower-case letters, digits and `_`, start with a letter, and avoid Lua keywords";

/// Checks that a value is a name in snake case.
pub(super) fn check_snake(scope: &mut Scope<'_>, path: &str, name: &str) {
    if !is_snake(name) {
        scope.value(Code::InvalidName, path, invalid_name(name), SNAKE_HINT);
    }
}

/// Checks that a key is a name in snake case, and returns it as a Rust identifier. `wire` is the manifest's key
/// for the name that the service uses, if there is one.
pub(super) fn snake_ident(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    wire: Option<&str>,
) -> Ident {
    if !is_snake(name) {
        let hint = match wire {
            Some(wire) => format!("{SNAKE_HINT}; write the name on the wire in `{wire}:`"),
            None => SNAKE_HINT.to_owned(),
        };
        scope.key(Code::InvalidName, path, invalid_name(name), hint);
    }
    Ident::new(name)
}

fn invalid_name(name: &str) -> String {
    format!("`{name}` is not a valid name in Lua and Rust")
}

/// Checks that a key is the name of a type, and returns it as a Rust identifier.
pub(super) fn type_ident(scope: &mut Scope<'_>, path: &str, name: &str) -> Ident {
    if !is_type(name) {
        scope.key(Code::InvalidName, path, invalid_type(name), TYPE_HINT);
    }
    check_type(scope, path, name);
    Ident::new(name)
}

/// Checks that a value is the name of a variant.
pub(super) fn check_variant(scope: &mut Scope<'_>, path: &str, name: &str) {
    if !is_type(name) || name == "Unknown" {
        scope.value(Code::InvalidName, path, invalid_type(name), TYPE_HINT);
    }
}

const TYPE_HINT: &str = "write it in UpperCamelCase with letters and digits, such as `PhoneNumber`";

fn invalid_type(name: &str) -> String {
    format!("`{name}` is not a valid type name")
}

fn is_type(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
        && !NEVER_RAW.contains(&name)
}

/// Converts a name to upper camel case: `in-progress` to `InProgress`, `voice,sms` to `VoiceSms`.
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

/// Converts a value to the name of a variant. A value without letters and digits becomes the code points of its
/// characters: `*` becomes `U2A`. `Unknown` is reserved for values that are not listed.
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

/// Returns the names between braces in a path.
pub(super) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Checks that nothing in a path changes its meaning in a URL.
pub(super) fn check_path(scope: &mut Scope<'_>, path: &str, text: &str) {
    let is_lost = |segment: &str| {
        let segment = segment.to_ascii_lowercase().replace("%2e", ".");
        matches!(segment.as_str(), "." | "..")
    };
    let is_odd = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '?' | '#' | '\\')
    };
    let part = text.split('/').find(|segment| is_lost(segment));
    let odd = text.chars().find(|letter| is_odd(*letter));
    let problem = match (part, odd) {
        (Some(part), _) => format!("`{part}` leads out of the path of the service"),
        (None, Some(odd)) => format!("a path cannot contain `{}`", odd.escape_debug()),
        (None, None) if text.contains("//") => "a part of the path is empty".to_owned(),
        (None, None) => return,
    };
    scope.value(
        Code::InvalidAddress,
        path,
        problem,
        "write the parts of the path between `/`, and declare query parameters with `query:`",
    );
}

/// Returns whether requests with this method have a body.
pub(super) fn has_body(method: Method) -> bool {
    matches!(method, Method::Post | Method::Put | Method::Patch)
}

/// Checks the keys of a body that dots separate.
pub(super) fn check_body_key(scope: &mut Scope<'_>, path: &str, wire: &str) {
    let is_json = scope.manifest.service.body_format == BodyFormat::Json;
    if is_json && wire.contains('[') || wire.contains('.') && wire.split('.').any(str::is_empty) {
        scope.value(
            Code::InvalidWireName,
            path,
            format!("`{wire}` is not a path of keys in the body"),
            "separate the keys of objects inside each other with dots: `from.phone_number`",
        );
    }
}

/// The headers that the client sets.
const CLIENT_HEADERS: [&str; 8] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
    "user-agent",
];

/// Checks the name of a header that a function sets.
pub(super) fn check_header(scope: &mut Scope<'_>, path: &str, name: &str) {
    let is_set = CLIENT_HEADERS.contains(&name.to_ascii_lowercase().as_str());
    if is_set || !is_header(name) {
        let (message, hint) = if is_set {
            (
                format!("the client sets the header `{name}`"),
                "remove it; credentials belong in `auth:`",
            )
        } else {
            (format!("`{name}` is not a valid header name"), HEADER_HINT)
        };
        scope.key(Code::InvalidWireName, path, message, hint);
    }
}

pub(super) const HEADER_HINT: &str = "use letters, digits and `-`, such as `X-Api-Key`";

/// Returns whether a text is the name of a header.
pub(super) fn is_header(name: &str) -> bool {
    let is_token =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    !name.is_empty() && name.chars().all(is_token)
}

/// Returns whether a name can follow a dot in Lua and be a Rust identifier, raw or not.
fn is_snake(name: &str) -> bool {
    is_lua_name(name)
        // Rust has no raw form of `self`, which therefore becomes `self_`.
        && !name
            .strip_suffix('_')
            .is_some_and(|name| NEVER_RAW.contains(&name))
}

/// Parses the path of a function in the client crate, such as `calls::list`.
pub(super) fn client_path(scope: &mut Scope<'_>, path: &str, text: &str) -> Option<ClientPath> {
    let segments: Option<ClientPath> = text.split("::").map(Ident::plain).collect();
    if segments.is_none() {
        scope.value(
            Code::InvalidFunctionPath,
            path,
            format!("`{text}` is not the path of a function"),
            "write it as `module::function`",
        );
    }
    segments
}
