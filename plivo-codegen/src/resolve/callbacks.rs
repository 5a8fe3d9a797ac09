//! Callbacks and their signatures.

use crate::code::Code;
use crate::manifest::{self, SignedContent};
use crate::model::{Callback, CallbackContent, Record, Signature};
use crate::spans::join;

use super::names;
use super::scope::{Scope, names_of};

/// Resolves every callback.
pub(super) fn callbacks(scope: &mut Scope<'_>, records: &[Record]) -> Vec<Callback> {
    let given = scope.manifest.callbacks.iter();
    given
        .map(|(name, given)| callback(scope, records, name, given))
        .collect()
}

fn callback(
    scope: &mut Scope<'_>,
    records: &[Record],
    name: &str,
    given: &manifest::Callback,
) -> Callback {
    let path = join("callbacks", name);
    names::check_snake(scope, &path, name);
    let slug = &scope.manifest.integration.slug;
    let mut functions = scope
        .manifest
        .functions
        .iter()
        .flat_map(|(function, given)| {
            let parameters = given.parameters.values();
            let estimates = parameters.filter_map(|one| Some(one.estimate.as_ref()?.name.clone()));
            estimates.chain([function.clone(), format!("{slug}_{function}")])
        });
    let verifier = format!("verify_{name}");
    if functions.any(|function| function == verifier) {
        let message =
            format!("`{verifier}`, which verifies this callback, is the name of a function");
        scope.key(Code::NameCollision, &path, message, "rename one of them");
    }
    let record = records
        .iter()
        .position(|record| record.name == given.record);
    if record.is_none() {
        let known = names_of(&scope.manifest.records);
        let path = join(&path, "record");
        scope.unknown(Code::UnknownRecord, &path, "record", &given.record, known);
    }
    Callback {
        name: name.to_owned(),
        title: scope.text(&path, "title", &given.title),
        summary: scope.text(&path, "summary", &given.summary),
        description: scope.text(&path, "description", &given.description),
        record: record.unwrap_or_default(),
        url: url(scope, &join(&path, "url"), given.url.as_deref()),
        body_format: given.body_format,
    }
}

/// Resolves `FUNCTION.PARAMETER`.
fn url(scope: &mut Scope<'_>, path: &str, given: Option<&str>) -> Option<(String, String)> {
    let given = given?;
    let (function, parameter) = given.split_once('.').unwrap_or((given, ""));
    let Some(known) = scope.manifest.functions.get(function) else {
        let known = names_of(&scope.manifest.functions);
        scope.unknown(Code::UnknownFunction, path, "function", function, known);
        return None;
    };
    if !known.parameters.contains_key(parameter) {
        let known = names_of(&known.parameters);
        scope.unknown(Code::UnknownField, path, "parameter", parameter, known);
    }
    Some((function.to_owned(), parameter.to_owned()))
}

/// Resolves every signature.
pub(super) fn signatures(scope: &mut Scope<'_>) -> Vec<Signature> {
    let given = scope.manifest.signatures.iter().enumerate();
    given
        .map(|(index, given)| signature(scope, &format!("signatures[{index}]"), given))
        .collect()
}

fn signature(scope: &mut Scope<'_>, path: &str, given: &manifest::Signature) -> Signature {
    let headers = given.headers.iter().enumerate();
    let headers: Vec<_> = headers
        .map(|(index, name)| header(scope, &format!("{path}.headers[{index}]"), name))
        .collect();
    if headers.is_empty() {
        scope.value(
            Code::InvalidSignature,
            &join(path, "headers"),
            "a signature has no header",
            "name the header that contains the signature",
        );
    }
    Signature {
        name: scope.text(path, "name", &given.name),
        headers,
        prefix: given.prefix.clone(),
        encoding: given.encoding,
        content: content(scope, path, given).unwrap_or(CallbackContent::Body),
        covers_fields: given.covers_fields,
    }
}

fn content(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Signature,
) -> Option<CallbackContent> {
    let nonce = given.nonce.as_ref();
    let nonce = nonce.map(|name| header(scope, &join(path, "nonce"), name));
    let problem = match (given.content, &given.function, nonce) {
        (Some(SignedContent::Body), None, None) => return Some(CallbackContent::Body),
        (Some(SignedContent::Body), None, Some(_)) => (
            "only the body is signed, and `nonce` names a header",
            "remove `nonce`",
        ),
        (Some(SignedContent::TimestampAndBody), None, Some(header)) => {
            return Some(CallbackContent::TimestampAndBody(header));
        }
        (Some(SignedContent::UrlAndNonce), None, Some(header)) => {
            return Some(CallbackContent::UrlAndNonce(header));
        }
        (None, Some(function), Some(nonce)) => {
            let function = names::client_path(scope, &join(path, "function"), function)?;
            return Some(CallbackContent::Function(function, nonce));
        }
        (Some(_), None, None) | (None, Some(_), None) => (
            "`nonce` is missing",
            "name the header with the nonce or the time that is signed",
        ),
        (Some(_), Some(_), _) => (
            "both `content` and `function` say what is signed",
            "keep one",
        ),
        (None, None, _) => (
            "nothing says what is signed",
            "add `content: body`, another `content`, or a `function`",
        ),
    };
    scope.key(Code::InvalidSignature, path, problem.0, problem.1);
    None
}

/// Checks the name of a header, and returns it in lower case.
fn header(scope: &mut Scope<'_>, path: &str, name: &str) -> String {
    let is_valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if name.is_empty() || !name.bytes().all(is_valid) {
        scope.value(
            Code::InvalidSignature,
            path,
            "this is not the name of a header",
            "write it like `X-Signature`",
        );
    }
    name.to_ascii_lowercase()
}
