//! Credentials, and how requests carry them.

use crate::code::Code;
use crate::manifest::CredentialKind;
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
    let header = given.header.as_ref().map(|key| AuthScheme::Header {
        name: header_name(scope, &key.name),
        credential: secret(scope, "auth.header.credential", &key.credential),
    });
    let query = given.query.as_ref().map(|key| AuthScheme::Query {
        name: key.name.clone(),
        credential: secret(scope, "auth.query.credential", &key.credential),
    });
    let schemes: Vec<AuthScheme> = [basic, bearer, header, query]
        .into_iter()
        .flatten()
        .collect();
    if schemes.len() != 1 {
        let message = if schemes.is_empty() {
            "there is no authentication scheme"
        } else {
            "there is more than one authentication scheme"
        };
        let hint = "keep one of `basic:`, `bearer:`, `header:` and `query:`";
        scope.key(Code::AuthScheme, "auth", message, hint);
    }
    Auth {
        strategy: scope.text("auth", "strategy", &given.strategy),
        label: scope.text("auth", "label", &given.label),
        scheme: schemes.into_iter().next().unwrap_or(AuthScheme::Bearer(0)),
    }
}

/// Checks the name of a header.
fn header_name(scope: &mut Scope<'_>, name: &str) -> String {
    let is_token =
        |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    if name.is_empty() || !name.chars().all(is_token) {
        let message = format!("`{name}` is not a valid header name");
        let hint = "use letters, digits and `-`, such as `X-Api-Key`";
        scope.value(Code::AuthScheme, "auth.header.name", message, hint);
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
