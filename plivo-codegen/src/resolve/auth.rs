//! Credentials, and how requests carry them.

use crate::code::Code;
use crate::manifest::{CredentialKind, KeyAuth, Keys};
use crate::model::{Auth, AuthScheme, Credential};
use crate::spans::join;

use super::names;
use super::scope::{Scope, names_of};

/// Resolves the credentials.
pub(super) fn credentials(scope: &mut Scope<'_>) -> Vec<Credential> {
    let mut all = Vec::new();
    for (key, given) in &scope.manifest.credentials {
        let path = join("credentials", key);
        let rust = names::snake_ident(scope, &path, key, None);
        all.push(Credential {
            key: key.clone(),
            rust,
            kind: given.kind,
            label: scope.text(&path, "label", &given.label),
            environment: scope.text(&path, "environment", &given.environment),
            description: scope.text(&path, "description", &given.description),
        });
    }
    all
}

/// Resolves the authentication scheme.
pub(super) fn auth(scope: &mut Scope<'_>) -> Auth {
    let given = &scope.manifest.auth;
    let basic = given.basic.as_ref().map(|basic| AuthScheme::Basic {
        username: credential(scope, "auth.basic.username", &basic.username),
        password: secret(scope, "auth.basic.password", &basic.password),
    });
    let bearer = given.bearer.as_ref();
    let bearer = bearer.map(|token| AuthScheme::Bearer(secret(scope, "auth.bearer", token)));
    let mut schemes: Vec<AuthScheme> = basic.into_iter().chain(bearer).collect();
    let is_ambiguous = schemes.len() > 1;
    for (index, key) in keys(given.header.as_ref()) {
        let path = format!("auth.header{index}");
        let prefix = key.prefix.clone().unwrap_or_default();
        schemes.push(AuthScheme::Header {
            name: header_name(scope, &path, &key.name),
            prefix: header_prefix(scope, &path, prefix),
            credential: secret(scope, &join(&path, "credential"), &key.credential),
        });
    }
    for (index, key) in keys(given.query.as_ref()) {
        let path = format!("auth.query{index}");
        if key.prefix.is_some() {
            let hint = "remove it, or send the key in `header:`";
            scope.key(
                Code::AuthScheme,
                &join(&path, "prefix"),
                "a key in the query has no prefix",
                hint,
            );
        }
        schemes.push(AuthScheme::Query {
            name: key.name.clone(),
            credential: secret(scope, &join(&path, "credential"), &key.credential),
        });
    }
    let is_none = given.strategy == "none";
    let problem = match schemes.len() {
        0 if !is_none => Some((
            "there is no authentication scheme",
            "write one of `basic:`, `bearer:`, `header:` and `query:`, or `strategy: none`",
        )),
        1.. if is_none => Some((
            "`strategy: none` has an authentication scheme",
            "name the strategy",
        )),
        _ if is_ambiguous => Some((
            "there is more than one authentication scheme in the header `Authorization`",
            "keep one of `basic:` and `bearer:`",
        )),
        _ => None,
    };
    if let Some((message, hint)) = problem {
        scope.key(Code::AuthScheme, "auth", message, hint);
    }
    Auth {
        strategy: scope.text("auth", "strategy", &given.strategy),
        label: scope.text("auth", "label", &given.label),
        schemes,
    }
}

/// Returns each key with its index in the list, as a path has it.
fn keys(given: Option<&Keys>) -> impl Iterator<Item = (String, &KeyAuth)> {
    let (keys, is_list) = given.map(Keys::all).unwrap_or_default();
    let keys = keys.iter().enumerate();
    keys.map(move |(index, key)| {
        let index = if is_list {
            format!("[{index}]")
        } else {
            String::new()
        };
        (index, key)
    })
}

/// Checks what precedes a key.
fn header_prefix(scope: &mut Scope<'_>, path: &str, prefix: String) -> String {
    if !prefix.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let hint = "write printable ASCII characters, such as `\"Token \"`";
        let message = "the prefix has characters that no header can contain";
        scope.value(Code::AuthScheme, &join(path, "prefix"), message, hint);
    }
    prefix
}

/// Checks the name of a header.
fn header_name(scope: &mut Scope<'_>, path: &str, name: &str) -> String {
    if !names::is_header(name) {
        let message = format!("`{name}` is not a valid header name");
        let hint = names::HEADER_HINT;
        scope.value(Code::AuthScheme, &join(path, "name"), message, hint);
    }
    name.to_owned()
}

/// Resolves a reference to a credential.
fn credential(scope: &mut Scope<'_>, path: &str, key: &str) -> usize {
    let credentials = &scope.manifest.credentials;
    credentials.get_index_of(key).unwrap_or_else(|| {
        let known = names_of(credentials);
        scope.unknown(Code::UnknownCredential, path, "credential", key, known);
        0
    })
}

/// Resolves a reference to a credential that must be a secret.
fn secret(scope: &mut Scope<'_>, path: &str, key: &str) -> usize {
    let credentials = &scope.manifest.credentials;
    if credentials
        .get(key)
        .is_some_and(|one| one.kind != CredentialKind::Secret)
    {
        scope.value(
            Code::CredentialKind,
            path,
            format!("`{key}` authenticates requests, but its kind allows it to be shown"),
            format!("write `kind: secret` in `credentials.{key}`"),
        );
        see_kind(scope, key);
    }
    credential(scope, path, key)
}

/// Checks a reference to a credential in the path of the service, where a secret would be visible.
pub(super) fn check_in_path(scope: &mut Scope<'_>, path: &str, key: &str) {
    credential(scope, path, key);
    let credentials = &scope.manifest.credentials;
    if credentials
        .get(key)
        .is_some_and(|one| one.kind == CredentialKind::Secret)
    {
        scope.value(
            Code::CredentialKind,
            path,
            format!("the secret `{key}` would be part of every URL, which logs show"),
            "send it in `auth` only, or declare it as `kind: text` if it is public",
        );
        see_kind(scope, key);
    }
}

/// Adds the span of a credential's kind to the last error.
fn see_kind(scope: &mut Scope<'_>, key: &str) {
    let span = scope.spans.value(&join(&join("credentials", key), "kind"));
    scope.add_related(span, "the kind");
}
