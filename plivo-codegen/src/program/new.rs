//! Writes a project to start with: a manifest with its schema, a `Cargo.toml` and a program.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use plivo_codegen::emit;

/// The manifest for `--auth basic --paging offset` and the name `tides`; the other settings replace parts of it.
const STARTER: &str = include_str!("starter.yaml");
const MAIN: &str = include_str!("starter.rs.txt");

#[derive(Args)]
pub(crate) struct New {
    /// Folder to write to, created if missing; its name becomes that of the service
    #[arg(default_value = "tides")]
    folder: PathBuf,
    /// How requests are authenticated
    #[arg(long, value_enum, default_value = "basic")]
    auth: AuthStyle,
    /// How lists are split into pages
    #[arg(long, value_enum, default_value = "offset")]
    paging: PagingStyle,
    /// Checkout of the crates to depend on, in place of crates.io
    #[arg(long, value_name = "FOLDER")]
    crates: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum AuthStyle {
    /// User name and password
    Basic,
    /// A token in the header Authorization
    Bearer,
    /// A key in a header
    Header,
    /// A key in the query
    Query,
    /// No authentication
    None,
}

#[derive(Clone, Copy, ValueEnum)]
enum PagingStyle {
    /// The number of records to skip
    Offset,
    /// A page number
    Page,
    /// A cursor from the page before
    Cursor,
    /// The id of the last record
    LastId,
    /// The URL of the next page, in the response
    NextUrl,
    /// The URL of the next page, in the header Link
    LinkHeader,
    /// Whole lists
    None,
}

/// Writes the project and the steps that follow.
pub(crate) fn run(new: &New, out: &mut impl Write) -> Result<ExitCode> {
    let folder = new.folder.display();
    // `.` has a name of its own.
    let whole = new.folder.canonicalize();
    let whole = whole.as_ref().unwrap_or(&new.folder);
    let name = whole.file_name().and_then(|name| name.to_str());
    let name = name.with_context(|| format!("{folder} has no name; write `new NAME`"))?;
    let is_valid = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter)
    };
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.chars().all(is_valid) {
        bail!(
            "`{name}` cannot be the name of a package; start with a lower-case letter, and use such letters, digits and `-`"
        );
    }
    let manifest = manifest(name, new.auth, new.paging);
    plivo_codegen::read("api.yaml", &manifest)
        .with_context(|| format!("`{name}` cannot be the name of a service"))?;
    let files = [
        ("api.yaml", manifest),
        ("schema.json", emit::manifest_schema("`plivo-codegen new`")),
        ("Cargo.toml", package(name, new.crates.as_deref())?),
        ("src/main.rs", renamed(MAIN, name)),
        (".gitignore", "/target\n".to_owned()),
    ];
    let paths = files.map(|(path, text)| (new.folder.join(path), text));
    // What else git ignores is not the project's.
    let is_ignored = |path: &Path| path.ends_with(".gitignore") && path.exists();
    let count = paths.len();
    let paths = paths.into_iter().filter(|(path, _)| !is_ignored(path));
    let paths: Vec<_> = paths.collect();
    let ignore = if paths.len() < count {
        "Add /target to .gitignore. "
    } else {
        ""
    };
    if let Some((path, _)) = paths.iter().find(|(path, _)| path.exists()) {
        bail!("{} exists; choose another folder", path.display());
    }
    for (path, text) in &paths {
        let written = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = written.and_then(|()| fs::write(path, text));
        written.with_context(|| format!("cannot write {}", path.display()))?;
    }
    writeln!(
        out,
        "created api.yaml, schema.json, Cargo.toml and src/main.rs in {folder}; next:\n\
         \x20 cd {folder}\n\
         \x20 cargo run -- docs list_stations\n\
         \x20 cargo run -- call list_stations limit=5 --dry-run\n\
         {ignore}The first build takes a few minutes. Edit api.yaml and run it again; errors name the line. {}`cargo run -- mcp` starts the MCP \
         server.",
        match variables(new.auth) {
            [] => String::new(),
            names => {
                let names = names
                    .iter()
                    .map(|end| renamed(&format!("TIDES_{end}"), name));
                let names: Vec<_> = names.collect();
                format!("With credentials in {}, ", names.join(" and "))
            }
        }
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the ends of the environment variables with credentials.
fn variables(auth: AuthStyle) -> &'static [&'static str] {
    match auth {
        AuthStyle::Basic => &["USER", "KEY"],
        AuthStyle::Bearer | AuthStyle::Header | AuthStyle::Query => &["KEY"],
        AuthStyle::None => &[],
    }
}

/// Returns the manifest: the default one with other parts, and with another name.
fn manifest(name: &str, auth: AuthStyle, paging: PagingStyle) -> String {
    let (begin, end) = (
        "# The credentials that",
        "# How scripts use several accounts.",
    );
    let mut text = STARTER.to_owned();
    if let Some(credentials) = credentials(auth)
        && let (Some(begin), Some(end)) = (text.find(begin), text.find(end))
    {
        text.replace_range(begin..end, &credentials);
    }
    if let Some((settings, parameter)) = pages(paging)
        && let (Some(begin), Some(end)) =
            (text.find("      offset:\n"), text.find("    example: |"))
    {
        text.replace_range(begin..end, parameter);
        text = text.replacen("limit: limit, offset: offset, page_size: 50", settings, 1);
    }
    renamed(&text, name)
}

/// Returns a text about `tides` for a service of another name.
fn renamed(text: &str, name: &str) -> String {
    let slug = name.replace('-', "_");
    let words = slug.replace('_', " ");
    let (first, rest) = words.split_at(words.len().min(1));
    let title = format!("{}{rest}", first.to_uppercase());
    let host = format!("{}.example", slug.replace('_', "-"));
    // The new name may contain the old one, so each piece of the text is replaced once.
    let names = [
        ("tides.example", host),
        ("TIDES", slug.to_uppercase()),
        ("Tides", title),
        ("tides", slug),
    ];
    replaced(text, &names)
}

/// Replaces each of these words, the first ones first.
fn replaced(text: &str, names: &[(&str, String)]) -> String {
    let Some(((old, new), others)) = names.split_first() else {
        return text.to_owned();
    };
    let parts: Vec<_> = text.split(old).map(|part| replaced(part, others)).collect();
    parts.join(new)
}

/// Returns the credentials, and how they are sent.
fn credentials(auth: AuthStyle) -> Option<String> {
    let (strategy, label, sent) = match auth {
        AuthStyle::Basic => return None,
        AuthStyle::Bearer => ("token", "Token", "bearer: key"),
        AuthStyle::Header => (
            "api_key",
            "API key",
            "header: {name: X-Api-Key, credential: key}",
        ),
        AuthStyle::Query => ("api_key", "API key", "query: {name: key, credential: key}"),
        AuthStyle::None => {
            return Some(
                "# The service needs no credentials.\ncredentials: {}\n\n\
                 auth:\n  strategy: none\n  label: No authentication\n\n"
                    .to_owned(),
            );
        }
    };
    Some(format!(
        "# The credentials that a user needs, and how requests carry them.\n\
         credentials:\n  key:\n    kind: secret\n    label: Key\n    environment: TIDES_KEY\n    \
         description: The key of the account, from its settings.\n\n\
         auth:\n  strategy: {strategy}\n  label: {label}\n  {sent}\n\n"
    ))
}

/// The parameter that takes the position in a list.
const AFTER: &str = "      after:\n        type: string\n        query: after\n        \
    summary: Where to go on.\n        description: Where to go on, from the page before.\n        example: c2tlcnJ5\n";

/// Returns the settings of paging, and the parameter that chooses a page.
fn pages(paging: PagingStyle) -> Option<(&'static str, &'static str)> {
    Some(match paging {
        PagingStyle::Offset => return None,
        PagingStyle::Page => (
            "limit: limit, page: {parameter: page}, page_size: 50",
            "      page:\n        type: integer\n        minimum: 1\n        default: 1\n        query: page\n        \
             summary: Number of the page.\n        description: Number of the page, from 1.\n        example: 1\n",
        ),
        PagingStyle::Cursor => (
            "limit: limit, cursor: {parameter: after, next: next_cursor}, page_size: 50",
            AFTER,
        ),
        PagingStyle::LastId => (
            "limit: limit, last_id: after, has_more: has_more, page_size: 50",
            AFTER,
        ),
        PagingStyle::NextUrl => ("limit: limit, next_url: next, page_size: 50", ""),
        PagingStyle::LinkHeader => ("limit: limit, link_header: true, page_size: 50", ""),
        PagingStyle::None => ("limit: limit", ""),
    })
}

/// Returns the `Cargo.toml`, a workspace of its own so that the folder can be inside of another.
fn package(name: &str, crates: Option<&Path>) -> Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let source = |folder: &str| -> Result<String> {
        let Some(crates) = crates else {
            return Ok(format!("version = {version:?}"));
        };
        let path = crates.join(folder);
        let path = path
            .canonicalize()
            .with_context(|| format!("cannot find {}", path.display()))?;
        Ok(format!("path = {:?}", path.display().to_string()))
    };
    let (host, macros) = (source("plivo-lua/host")?, source("plivo-codegen/macros")?);
    Ok(format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n\
         plivo-lua-host = {{ {host}, features = [\"lua54\", \"vendored\", \"rustls\", \"program\"] }}\n\
         plivo-macros = {{ {macros} }}\n\n\
         [workspace]\n"
    ))
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::{AuthStyle, PagingStyle, manifest};

    #[test]
    fn every_manifest_to_start_with_is_valid() {
        for auth in AuthStyle::value_variants() {
            for paging in PagingStyle::value_variants() {
                let text = manifest("my-tides", *auth, *paging);
                plivo_codegen::read("api.yaml", &text)
                    .map_err(|error| error.to_string())
                    .unwrap();
            }
        }
    }
}
