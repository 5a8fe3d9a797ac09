//! Nothing in the packages assumes Unix, except what is marked as such.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Crates that have only parts of Unix.
const CRATES: [&str; 3] = ["libc", "nix", "rustix"];

/// Modules whose child `unix` is there on Unix alone.
const MODULES: [&str; 2] = ["os", "signal"];

/// How paths begin that other systems do not have.
const PATHS: [&str; 6] = ["/bin/", "/dev/", "/etc/", "/proc/", "/tmp/", "/usr/"];

/// Texts that begin so and are no paths of this machine.
const TEXTS: [&str; 1] = ["\"/dev/null\""]; // a file that is not there, in the header of a diff

/// Adds what the tokens name of Unix, outside of what is compiled for Unix alone.
fn search(tokens: TokenStream, found: &mut Vec<String>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut module = String::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                let is_of_file = tokens
                    .next_if(|next| matches!(next, TokenTree::Punct(sign) if sign.as_char() == '!'))
                    .is_some();
                let attribute = tokens.next().map(|next| next.to_string());
                let attribute = attribute.unwrap_or_default().replace([' ', '\n'], "");
                if !attribute.starts_with("[cfg(unix)")
                    && !attribute.starts_with("[cfg(all(test,unix)")
                {
                    continue;
                }
                if is_of_file {
                    return;
                }
                // An item or a statement ends so.
                let _ = tokens.find(|next| match next {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    TokenTree::Punct(sign) => sign.as_char() == ';',
                    _ => false,
                });
            }
            TokenTree::Ident(word) => {
                let word = word.to_string();
                let is_module = word == "unix" && MODULES.contains(&module.as_str());
                if is_module || CRATES.contains(&word.as_str()) {
                    found.push(word.clone());
                }
                module = word;
            }
            TokenTree::Literal(text) => {
                let text = text.to_string();
                let inner = text
                    .trim_start_matches(['b', 'c', 'r', '#'])
                    .trim_matches('"');
                if text != inner
                    && !TEXTS.contains(&text.as_str())
                    && PATHS.iter().any(|path| inner.starts_with(path))
                {
                    found.push(text);
                }
            }
            TokenTree::Group(group) => search(group.stream(), found),
            TokenTree::Punct(_) => {}
        }
    }
}

fn named(text: &str) -> Result<Vec<String>> {
    let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut found = Vec::new();
    search(tokens, &mut found);
    Ok(found)
}

/// Returns the Rust files of the folders `src` below a folder.
fn sources(folder: &Path, in_source: bool, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            let in_source = in_source || path.file_name().is_some_and(|name| name == "src");
            sources(&path, in_source, files)?;
        } else if in_source && path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

#[test]
fn the_packages_name_nothing_of_unix_alone() -> Result<()> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").context("cargo runs the tests")?;
    let root = Path::new(&package).parent().context("the workspace")?;
    let mut files = Vec::new();
    for folder in [
        "plivo-client",
        "plivo-codegen",
        "plivo-lua",
        "plivo-sandbox",
    ] {
        sources(&root.join(folder), false, &mut files)?;
    }
    assert!(files.len() > 100, "{files:?}");
    let mut problems = Vec::new();
    for file in files {
        for name in named(&fs::read_to_string(&file)?)? {
            problems.push(format!("{} names {name}", file.display()));
        }
    }
    assert!(
        problems.is_empty(),
        "mark it with #[cfg(unix)], and say what happens elsewhere:\n{}",
        problems.join("\n")
    );
    Ok(())
}

#[test]
fn what_is_marked_may_name_it() -> Result<()> {
    for (text, names) in [
        ("use std::os::unix::fs::symlink;", 1),
        ("fn f() { let path = \"/dev/zero\"; }", 1),
        ("fn f() { tokio::signal::unix::signal(kind) }", 1),
        (
            "#[cfg(unix)] fn f() { rustix::process::getuid() } fn g() { rustix::x() }",
            1,
        ),
        (
            "#[cfg(unix)] use std::os::unix::fs; fn g() { open(\"/etc/hosts\") }",
            1,
        ),
        ("#[cfg(not(unix))] fn f() { libc::exit(1) }", 1),
        ("#![cfg(unix)] use std::os::unix::fs;", 0),
        (
            "/// As `/dev/null`, \"/dev/null\".\nfn unix() { Format::Unix }",
            0,
        ),
    ] {
        assert_eq!(named(text)?.len(), names, "{text}");
    }
    Ok(())
}
