//! Where responses have what a function returns: the record in an envelope, a text, and failures.

use indexmap::IndexMap;

use crate::code::Code;
use crate::manifest::{self, Literal};
use crate::model::{Condition, Errors, FieldType, ITSELF, Record, Returns};
use crate::spans::join;

use super::scope::Scope;

/// Checks a place in a response: keys joined by dots. Returns whether it is one.
pub(super) fn check_place(
    scope: &mut Scope<'_>,
    path: &str,
    place: &str,
    may_be_itself: bool,
) -> bool {
    let is_key = |key: &str| !key.trim().is_empty() && !key.contains(['[', ']', '/', '$']);
    if (may_be_itself && place == ITSELF) || place.split('.').all(is_key) {
        return true;
    }
    scope.value(
        Code::InvalidWireName,
        path,
        format!("`{place}` is no place in a response"),
        "write a key, or keys joined by dots, such as `data.objects`; the first element of a list is `0`",
    );
    false
}

/// Resolves where the response of a function has its record.
pub(super) fn at(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Operation,
    returns: Returns,
) -> String {
    let default = scope.manifest.service.at.as_deref();
    if let Returns::Page(_) = returns {
        if given.at.is_some() {
            let message = "`at` is for a function that returns one record";
            let hint = "write `items:` for the place of a list's records";
            scope.key(Code::Envelope, &join(path, "at"), message, hint);
        }
        return ITSELF.to_owned();
    }
    for (key, is_given) in [
        ("items", given.items.is_some()),
        ("paging", given.paging.is_some()),
    ] {
        if is_given {
            let message = format!("`{key}` is for a function that returns a list");
            let hint = "remove it, or write `at:` for the place of the record";
            scope.key(Code::Envelope, &join(path, key), message, hint);
        }
    }
    if let Some(at) = &given.at {
        check_place(scope, &join(path, "at"), at, true);
    }
    given.at.as_deref().or(default).unwrap_or(ITSELF).to_owned()
}

/// Resolves the field that takes a text, to its wire name.
pub(super) fn text(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Operation,
    (returns, records): (Returns, &[Record]),
) -> Option<String> {
    let name = given.text.as_ref()?;
    let path = join(path, "text");
    let Returns::Record(index) = returns else {
        let message = "`text` is for a function that returns one record";
        let hint = "remove it, or return a record with a field for the text";
        scope.key(Code::Envelope, &path, message, hint);
        return None;
    };
    if given.at.as_deref().is_some_and(|at| at != ITSELF) {
        let message = "a response that is a text has no place for a record";
        let hint = "remove `at:` or `text:`";
        scope.key(Code::Envelope, &path, message, hint);
    }
    let mut fields = records.get(index)?.fields.iter();
    let field = fields.find(|field| field.name == *name && field.kind == FieldType::String);
    if field.is_none() {
        scope.value(
            Code::Envelope,
            &path,
            format!("the record has no string `{name}`"),
            "name the field of its record that takes the text",
        );
    }
    field.map(|field| field.wire.clone())
}

/// Resolves what failed responses contain.
pub(super) fn errors(scope: &mut Scope<'_>) -> Errors {
    let path = "service.errors";
    let given = &scope.manifest.service.errors;
    let places = [
        ("code", given.code.as_deref()),
        ("message", given.message.as_deref()),
        ("details", given.details.as_deref()),
        ("present", given.present.as_deref()),
    ];
    for (key, place) in places {
        if let Some(place) = place {
            check_place(scope, &join(path, key), place, false);
        }
    }
    if given.code.is_none() && !given.codes.is_empty() {
        scope.key(
            Code::Envelope,
            &join(path, "codes"),
            "nothing says where a response has the code",
            "add `code:`, such as `code: error.code`",
        );
    }
    let mut conditions = Vec::new();
    conditions.extend(values(scope, "when", &given.when, Condition::When));
    conditions.extend(values(scope, "unless", &given.unless, Condition::Unless));
    conditions.extend(given.present.clone().map(Condition::Present));
    let codes = given.codes.iter();
    Errors {
        code: given.code.clone(),
        message: given.message.clone(),
        details: given.details.clone(),
        conditions,
        codes: codes
            .map(|(code, meaning)| (code.clone(), *meaning))
            .collect(),
    }
}

/// Resolves conditions of one kind, their values as texts.
fn values(
    scope: &mut Scope<'_>,
    key: &str,
    given: &IndexMap<String, Literal>,
    condition: fn(String, Vec<String>) -> Condition,
) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for (place, literal) in given {
        let path = join(&join("service.errors", key), place);
        check_place(scope, &path, place, false);
        let values = match literal {
            Literal::List(values) => values.clone(),
            Literal::Values(values) => values.iter().filter_map(Literal::scalar).collect(),
            value => value.scalar().into_iter().collect(),
        };
        if values.is_empty() {
            let message = format!("`{place}` has no values");
            let hint =
                "write the value that it is compared with, or several, such as `[error, denied]`";
            scope.value(Code::Envelope, &path, message, hint);
        }
        conditions.push(condition(place.clone(), values));
    }
    conditions
}
