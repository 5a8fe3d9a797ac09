//! Unknown types, and what was meant by them.

use crate::code::Code;
use crate::suggestion::did_you_mean;

use super::scope::Scope;

/// The types by the names that they have elsewhere.
const FOREIGN: [(&str, &[&str]); 10] = [
    (
        "integer",
        &["int", "int32", "int64", "long", "i32", "i64", "u32", "u64"],
    ),
    ("decimal", &["number", "float", "double", "f64", "money"]),
    ("string", &["str", "text", "uuid", "email"]),
    ("boolean", &["bool"]),
    ("datetime", &["date-time", "date_time", "timestamp", "time"]),
    ("url", &["uri", "link"]),
    ("phone_number", &["phone", "e164"]),
    ("object", &["json", "any"]),
    ("map of …", &["map", "dict", "hash"]),
    ("list of …", &["list", "array"]),
];

/// Reports an unknown type. What other languages call a type leads to its name here.
pub(super) fn report<'n>(
    scope: &mut Scope<'_>,
    path: &str,
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) {
    let own = |name: &str| {
        let mut foreign = FOREIGN.iter();
        foreign.find(|(_, names)| names.contains(&name))
    };
    let hint = match (own(name), name.strip_suffix("[]")) {
        (Some((own, _)), _) => format!("did you mean `{own}`?"),
        (None, Some(item)) => {
            let item = own(item).map_or(item, |(own, _)| own);
            format!("did you mean `list of {item}`?")
        }
        (None, None) => did_you_mean(name, known, "write one of"),
    };
    scope.unknown_with(Code::UnknownType, path, "type", name, hint);
}
