//! From a [`Manifest`] to an [`Api`]: every name checked and worked out, every reference followed.
//!
//! Nothing stops at the first fault. A part that cannot be resolved is reported and left out, and the
//! rest goes on; where anything was reported there is no [`Api`].

mod examples;
mod functions;
mod names;
mod paging;
mod records;
mod types;

use indexmap::{IndexMap, IndexSet};

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place, listed, nearest};
use crate::manifest::{self, Manifest};
use crate::model::{
    Accounts, Api, Auth, AuthScheme, Credential, CredentialKind, Integration, Paging, RateLimit,
    Region, Service,
};
use crate::places::{Places, join};

/// Resolves the whole manifest, or says everything that is wrong with it.
pub(crate) fn resolve(manifest: &Manifest, places: &Places) -> Result<Api, Vec<Diagnostic>> {
    let mut scope = Scope {
        manifest,
        places,
        wrong: Vec::new(),
    };
    let integration = integration(&mut scope);
    let credentials = credentials(&mut scope);
    let auth = auth(&mut scope);
    let enums = records::enums(&mut scope);
    let records = records::records(&mut scope);
    let paging = paging::resolve(&mut scope);
    let functions = functions::functions(&mut scope, &records, &paging);
    examples::check(&mut scope, &functions);
    let service = service(&mut scope, paging);
    let accounts = accounts(&mut scope);
    if scope.wrong.is_empty() {
        Ok(Api {
            origin: format!("`cargo xtask gen` from manifest/{}.yaml", integration.slug),
            integration,
            service,
            credentials,
            auth,
            accounts,
            enums,
            records,
            functions,
        })
    } else {
        Err(scope.wrong)
    }
}

/// What every step of the resolution sees, and where it reports.
struct Scope<'a> {
    manifest: &'a Manifest,
    places: &'a Places,
    wrong: Vec<Diagnostic>,
}

impl Scope<'_> {
    /// Reports a fault of the key at `path`.
    fn key(&mut self, code: Code, path: &str, message: impl Into<String>, help: impl Into<String>) {
        let place = self.places.key(path);
        self.wrong.push(Diagnostic::new(code, place, message, help));
    }

    /// Reports a fault of the value at `path`.
    fn value(
        &mut self,
        code: Code,
        path: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.places.value(path);
        self.wrong.push(Diagnostic::new(code, place, message, help));
    }

    /// Reports that the key at `path` collides with the one at `first`.
    fn collision(
        &mut self,
        code: Code,
        path: &str,
        first: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let first = self.places.key(first);
        let place = self.places.key(path);
        let collision = Diagnostic::new(code, place, message, help);
        self.wrong.push(collision.and(first, "the other is here"));
    }

    /// Shows another place beside what was reported last.
    fn see(&mut self, place: Place, label: &str) {
        if let Some(last) = self.wrong.last_mut() {
            last.related.push((place, label.to_owned()));
        }
    }

    /// Reports a text that says nothing.
    fn prose(&mut self, path: &str, name: &str, text: &str) -> String {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            let path = join(path, name);
            self.value(
                Code::EmptyText,
                &path,
                format!("`{name}` is empty"),
                "say what it is: every page and tool schema shows this text",
            );
        }
        let broken = |letter: char| letter.is_control() && (letter != '\n' || name == "brief");
        if trimmed.contains(broken) {
            let path = join(path, name);
            let help =
                "a brief text is one line, and no text holds control characters; fold it with `>-`";
            self.value(
                Code::BrokenText,
                &path,
                format!("`{name}` has a line break or a control character in it"),
                help,
            );
        }
        trimmed.to_owned()
    }

    /// Reports a name that nothing has.
    fn unknown<'n>(
        &mut self,
        code: Code,
        path: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let help = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", listed(known)),
        };
        self.value(code, path, format!("there is no {what} `{name}`"), help);
    }
}

fn integration(scope: &mut Scope<'_>) -> Integration {
    let given = &scope.manifest.integration;
    names::snake(scope, "integration.slug", &given.slug);
    Integration {
        slug: given.slug.clone(),
        name: scope.prose("integration", "name", &given.name),
        category: scope.prose("integration", "category", &given.category),
        brief: scope.prose("integration", "brief", &given.brief),
        description: scope.prose("integration", "description", &given.description),
        links: given
            .links
            .iter()
            .map(|(name, address)| (name.clone(), address.clone()))
            .collect(),
    }
}

fn credentials(scope: &mut Scope<'_>) -> Vec<Credential> {
    let mut all = Vec::new();
    for (key, given) in &scope.manifest.credentials {
        let path = join("credentials", key);
        let rust = names::value_ident(scope, &path, key, None);
        all.push(Credential {
            key: key.clone(),
            rust,
            kind: given.kind,
            label: scope.prose(&path, "label", &given.label),
            environment: scope.prose(&path, "environment", &given.environment),
            description: scope.prose(&path, "description", &given.description),
        });
    }
    all
}

fn auth(scope: &mut Scope<'_>) -> Auth {
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
            "nothing says how the credentials travel"
        } else {
            "the credentials travel in several ways"
        };
        let help = "keep one of `basic:`, `bearer:`, `header:` and `query:`";
        scope.key(Code::AuthScheme, "auth", message, help);
    }
    Auth {
        strategy: scope.prose("auth", "strategy", &given.strategy),
        label: scope.prose("auth", "label", &given.label),
        scheme: schemes.into_iter().next().unwrap_or(AuthScheme::Bearer(0)),
    }
}

/// The name of a header, which is a token of HTTP.
fn header_name(scope: &mut Scope<'_>, name: &str) -> String {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    if name.is_empty() || !name.chars().all(fits) {
        let message = format!("`{name}` cannot be the name of a header");
        let help = "write letters, digits and `-`, such as `X-Api-Key`";
        scope.value(Code::AuthScheme, "auth.header.name", message, help);
    }
    name.to_owned()
}

fn credential(scope: &mut Scope<'_>, path: &str, key: &str) -> usize {
    let manifest = scope.manifest;
    manifest.credentials.get_index_of(key).unwrap_or_else(|| {
        scope.unknown(
            Code::UnknownCredential,
            path,
            "credential",
            key,
            names_of(&manifest.credentials),
        );
        0
    })
}

/// The credential that proves who asks: one that is never shown.
fn secret(scope: &mut Scope<'_>, path: &str, key: &str) -> usize {
    let manifest = scope.manifest;
    if let Some(given) = manifest.credentials.get(key)
        && given.kind != CredentialKind::Secret
    {
        scope.value(
            Code::CredentialKind,
            path,
            format!("`{key}` opens the service, and its kind lets it be shown"),
            format!("write `kind: secret` in `credentials.{key}`"),
        );
        let place = scope.places.value(&join(&join("credentials", key), "kind"));
        scope.see(place, "the kind");
    }
    credential(scope, path, key)
}

fn service(scope: &mut Scope<'_>, paging: Paging) -> Service {
    let manifest = scope.manifest;
    let manifest::Service {
        base_address,
        region,
        base_path,
        bodies,
        datetimes,
        paging: _,
        rate_limits,
        concurrency,
    } = &manifest.service;
    if !base_address.starts_with("https://") || base_address.ends_with('/') {
        scope.value(
            Code::InvalidAddress,
            "service.base_address",
            format!("`{base_address}` is not the address of a service"),
            "write scheme and host alone, such as `https://api.example.com`",
        );
    }
    let regions = region.as_ref().map(|given| one_region(scope, given));
    let placeholders: Vec<&str> = names::placeholders(base_address).collect();
    let expected: &[&str] = if region.is_some() { &["region"] } else { &[] };
    if placeholders != expected {
        let (message, help) = if region.is_some() {
            (
                "there are regions, and the address does not say where they stand in it",
                "write `{region}` once into it, such as `https://{region}.example.com`",
            )
        } else {
            (
                "nothing fills the placeholder in the address",
                "add `service.region` with the regions that may stand for `{region}`",
            )
        };
        scope.value(Code::InvalidAddress, "service.base_address", message, help);
    }
    if !base_path.starts_with('/') || !base_path.ends_with('/') {
        scope.value(
            Code::InvalidAddress,
            "service.base_path",
            "a base path begins and ends with `/`",
            "write `/v1/` for example, or `/`",
        );
    }
    // One that stands twice is told once.
    for placeholder in names::placeholders(base_path).collect::<IndexSet<_>>() {
        let path = "service.base_path";
        credential(scope, path, placeholder);
        if let Some(given) = manifest.credentials.get(placeholder)
            && given.kind == CredentialKind::Secret
        {
            scope.value(
                Code::CredentialKind,
                path,
                format!("the secret `{placeholder}` would stand in every address, which logs show"),
                "send it by `auth` alone; where the service wants a public part of it here, declare that as `kind: text`",
            );
            let place = scope
                .places
                .value(&join(&join("credentials", placeholder), "kind"));
            scope.see(place, "the kind");
        }
    }
    for (index, limit) in rate_limits.iter().enumerate() {
        if let Some(function) = &limit.function
            && !manifest.functions.contains_key(function)
        {
            let path = format!("service.rate_limits[{index}].function");
            scope.unknown(
                Code::UnknownFunction,
                &path,
                "function",
                function,
                names_of(&manifest.functions),
            );
        }
    }
    Service {
        base_address: base_address.clone(),
        base_path: base_path.clone(),
        region: regions,
        bodies: *bodies,
        datetimes: *datetimes,
        paging,
        rate_limits: rate_limits
            .iter()
            .map(|limit| RateLimit {
                requests: limit.requests,
                seconds: limit.seconds,
                function: limit.function.clone(),
            })
            .collect(),
        concurrency: *concurrency,
    }
}

fn one_region(scope: &mut Scope<'_>, given: &manifest::Region) -> Region {
    if !given.values.contains_key(&given.default) {
        scope.unknown(
            Code::UnknownChoice,
            "service.region.default",
            "region",
            &given.default,
            names_of(&given.values),
        );
    }
    let mut values = Vec::new();
    for (name, meaning) in &given.values {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if name.is_empty() || !name.chars().all(fits) {
            scope.key(
                Code::InvalidAddress,
                &join("service.region.values", name),
                format!("the region `{name}` cannot be part of an address"),
                "write letters, digits and `-`",
            );
        }
        let meaning = scope.prose("service.region.values", name, meaning);
        values.push((name.clone(), meaning));
    }
    Region {
        default: given.default.clone(),
        values,
    }
}

fn accounts(scope: &mut Scope<'_>) -> Accounts {
    let manifest = scope.manifest;
    let example = &manifest.accounts.example;
    names::snake(scope, "accounts.example", example);
    let prefix = format!("{}_", manifest.integration.slug);
    let second = example
        .strip_prefix(&prefix)
        .is_some_and(|name| manifest.functions.contains_key(name));
    if example == "default" {
        let help =
            "name another account, such as `us`: `default` always means the one that needs no name";
        scope.value(
            Code::AccountName,
            "accounts.example",
            "`default` is the account without a name",
            help,
        );
    }
    if second || manifest.functions.contains_key(example) {
        scope.value(
            Code::AccountName,
            "accounts.example",
            format!("the account `{example}` would hide the function of that name"),
            "choose a name that no function has",
        );
        let function = manifest.functions.get_key_value(example.as_str());
        let name = function.map_or_else(
            || example.trim_start_matches(&prefix),
            |(name, _)| name.as_str(),
        );
        let place = scope.places.key(&join("functions", name));
        scope.see(place, "the function");
    }
    Accounts {
        description: scope.prose("accounts", "description", &manifest.accounts.description),
        example: example.clone(),
    }
}

/// The keys of a section, to find the nearest in.
fn names_of<T>(section: &IndexMap<String, T>) -> impl Iterator<Item = &str> + Clone {
    section.keys().map(String::as_str)
}
