//! The `rust-version` of each package is enough for everything that it is built from.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

/// What some packages need and do not declare.
const UNDECLARED: [(&str, &str); 1] = [("rustyline", "1.95")]; // `cfg_select!`

/// Returns a version as numbers, such as (1, 88).
fn numbers(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// Returns the elements of an array.
fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn it_covers_every_dependency() -> Result<()> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").context("cargo runs the tests")?;
    let root = Path::new(&package).parent().context("the workspace")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(root)
        .output()?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages: HashMap<&str, &Value> = list(&metadata, "packages")
        .map(|package| (text(package, "id"), package))
        .collect();
    let resolve = metadata.get("resolve").context("no resolution")?;
    let nodes: HashMap<&str, &Value> = list(resolve, "nodes")
        .map(|node| (text(node, "id"), node))
        .collect();
    let needs = |id: &str| {
        let package = packages.get(id)?;
        let known = UNDECLARED
            .iter()
            .find(|(name, _)| *name == text(package, "name"));
        Some(numbers(known.map_or_else(
            || text(package, "rust_version"),
            |(_, version)| version,
        )))
    };
    let mut problems = Vec::new();
    for member in list(&metadata, "workspace_members").filter_map(Value::as_str) {
        let ours = needs(member).context("an unknown member")?;
        let (mut seen, mut rest) = (HashSet::new(), vec![member]);
        while let Some(id) = rest.pop() {
            if !seen.insert(id) {
                continue;
            }
            if needs(id).is_some_and(|theirs| theirs > ours) {
                problems.push(format!("{member} says {ours:?}, and {id} needs more"));
            }
            let built = |dependency: &&Value| {
                list(dependency, "dep_kinds").any(|kind| text(kind, "kind") != "dev")
            };
            let node = nodes.get(id).context("a package that is not resolved")?;
            rest.extend(list(node, "deps").filter(built).map(|one| text(one, "pkg")));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}
