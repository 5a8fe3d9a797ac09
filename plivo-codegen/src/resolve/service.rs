//! The URL of the service and its rate limits.

use indexmap::IndexSet;

use crate::code::Code;
use crate::model::{Paging, RateLimit, Region, Service};
use crate::spans::join;

use super::scope::{Scope, names_of};
use super::{auth, envelope, inputs, names};

/// Resolves the service.
pub(super) fn service(scope: &mut Scope<'_>, paging: Paging) -> Service {
    let given = &scope.manifest.service;
    base_url(scope, &given.base_url, given.region.is_some());
    base_path(scope, &given.base_path);
    if let Some(at) = &given.at {
        envelope::check_place(scope, "service.at", at, true);
    }
    inputs::check_fixed(scope, "service", &given.fixed);
    check_rate_limits(scope, &given.rate_limits);
    Service {
        base_url: given.base_url.clone(),
        base_path: given.base_path.clone(),
        region: given.region.as_ref().map(|given| region(scope, given)),
        body_format: given.body_format,
        datetime_format: given.datetime_format,
        phone_number_format: given.phone_number_format,
        paging,
        errors: envelope::errors(scope),
        rate_limits: given.rate_limits.clone(),
        concurrency: given.concurrency,
    }
}

fn base_url(scope: &mut Scope<'_>, url: &str, has_region: bool) {
    let path = "service.base_url";
    let is_local = |host: &&str| {
        let name = host.split([':', '/']).next();
        matches!(name, Some("localhost" | "127.0.0.1"))
    };
    let local = url.strip_prefix("http://").filter(is_local);
    let host = url.strip_prefix("https://").or(local).unwrap_or_default();
    if host.is_empty() || host.ends_with('/') || host.contains(is_no_host) {
        scope.value(
            Code::InvalidAddress,
            path,
            format!("`{url}` is not a valid base URL"),
            "write only scheme and host, such as `https://api.example.com`",
        );
    }
    let placeholders: Vec<&str> = names::placeholders(url).collect();
    if has_region && placeholders != ["region"] {
        scope.value(
            Code::InvalidAddress,
            path,
            "the base URL does not contain the region",
            "write `{region}` in it once, such as `https://{region}.example.com`",
        );
    } else if !has_region && !placeholders.is_empty() {
        scope.value(
            Code::InvalidAddress,
            path,
            "nothing fills the placeholder in the base URL",
            "add `service.region` with the values for `{region}`",
        );
    }
}

/// Returns whether a letter ends or precedes the host in a URL.
fn is_no_host(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '?' | '#' | '@' | '\\')
}

fn base_path(scope: &mut Scope<'_>, base_path: &str) {
    let path = "service.base_path";
    if !base_path.starts_with('/') || !base_path.ends_with('/') {
        scope.value(
            Code::InvalidAddress,
            path,
            "a base path must start and end with `/`",
            "write `/`, or for example `/v1/`",
        );
    }
    names::check_path(scope, path, base_path);
    // Report a placeholder once, even if the path contains it twice.
    for placeholder in names::placeholders(base_path).collect::<IndexSet<_>>() {
        auth::check_in_path(scope, path, placeholder);
    }
}

fn region(scope: &mut Scope<'_>, given: &Region) -> Region {
    if !given.values.contains_key(&given.default) {
        let path = "service.region.default";
        let known = names_of(&given.values);
        scope.unknown(Code::UnknownValue, path, "region", &given.default, known);
    }
    let mut region = given.clone();
    for (name, description) in &mut region.values {
        let is_valid = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if name.is_empty() || !name.chars().all(is_valid) {
            scope.key(
                Code::InvalidAddress,
                &join("service.region.values", name),
                format!("the region `{name}` cannot be part of a URL"),
                "use letters, digits and `-`",
            );
        }
        *description = scope.text("service.region.values", name, description);
    }
    region
}

fn check_rate_limits(scope: &mut Scope<'_>, given: &[RateLimit]) {
    let functions = &scope.manifest.functions;
    for (index, limit) in given.iter().enumerate() {
        if let Some(function) = &limit.function
            && !functions.contains_key(function)
        {
            let path = format!("service.rate_limits[{index}].function");
            let known = names_of(functions);
            scope.unknown(Code::UnknownFunction, &path, "function", function, known);
        }
    }
}
