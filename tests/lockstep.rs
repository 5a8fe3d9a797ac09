//! Every generated file agrees with the manifest and covers all of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use plivo_codegen::emit::{self, Files, Layout};
use plivo_codegen::model::{Api, Literal, ParameterLocation};
use plivo_codegen::tree::{Mode, Outcome};
use plivo_tests::{MANIFEST, api, root, text};
use xtask::generate;

fn generate(root: &Path, mode: Mode) -> (Outcome, String) {
    let mut out = anstream::StripStream::new(Vec::new());
    let outcome = generate::run(root, mode, &mut out).unwrap();
    (outcome, String::from_utf8(out.into_inner()).unwrap())
}

/// Returns the generated files of the workspace.
fn committed(api: &Api) -> Files {
    emit::files(api, &Layout::workspace(&api.integration.slug))
}

/// Copies the manifest and everything generated from it.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let api = api().unwrap();
    for path in committed(&api).keys().map(String::as_str).chain([MANIFEST]) {
        let target = folder.path().join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(root().join(path), target).unwrap();
    }
    folder
}

#[test]
fn regenerating_changes_nothing() {
    let (outcome, report) = generate(root(), Mode::Check);
    assert_eq!(outcome, Outcome::UpToDate, "{report}");
}

#[test]
fn one_changed_description_shows_in_every_artefact_that_carries_it() {
    let folder = copy();
    let manifest = folder.path().join(MANIFEST);
    let before = fs::read_to_string(&manifest).unwrap();
    let after = before.replacen(
        "summary: List the account's phone numbers.",
        "summary: List every number.",
        1,
    );
    assert_ne!(before, after);
    fs::write(&manifest, after).unwrap();

    let (outcome, report) = generate(folder.path(), Mode::Check);
    assert_eq!(outcome, Outcome::Stale);
    let touched: Vec<&str> = report
        .lines()
        .filter_map(|line| line.strip_prefix("--- "))
        .collect();
    insta::assert_snapshot!(touched.join("\n"));
    assert!(report.contains("+List every number."), "{report}");

    let (outcome, _) = generate(folder.path(), Mode::Write);
    assert_eq!(outcome, Outcome::Written);
    let (outcome, report) = generate(folder.path(), Mode::Check);
    assert_eq!(outcome, Outcome::UpToDate, "{report}");
}

#[test]
fn a_refused_manifest_writes_nothing() {
    let folder = copy();
    let manifest = folder.path().join(MANIFEST);
    let broken =
        fs::read_to_string(&manifest)
            .unwrap()
            .replacen("returns: Call\n", "returns: Cal\n", 1);
    fs::write(&manifest, broken).unwrap();
    let error = generate::run(folder.path(), Mode::Write, &mut Vec::new()).unwrap_err();
    let error = error.to_string();
    for part in [
        "unknown record `Cal`",
        "manifest/plivo.yaml:",
        "did you mean `Call`?",
    ] {
        assert!(error.contains(part), "{error}");
    }
    for (path, emitted) in committed(&api().unwrap()) {
        let left = fs::read_to_string(folder.path().join(&path)).unwrap();
        assert!(left == emitted, "{path} was written");
    }
}

/// The agents' page has the documented functions and parameters; every other artefact has all of them.
#[test]
fn every_artefact_names_everything() {
    let api = api().unwrap();
    let reference = text("plivo-lua/docs/reference.md").unwrap();
    let agents = text("plivo-lua/docs/plivo.md").unwrap();
    let types = text("plivo-lua/types/plivo.d.lua").unwrap();
    let tools = text("plivo-lua/tools.json").unwrap();
    let client = text("plivo-client/src/generated/functions.rs").unwrap();
    let client_records = text("plivo-client/src/generated/records.rs").unwrap();
    let wire = text("plivo-client/openapi.json").unwrap();
    let index = text("llms.txt").unwrap();
    let bindings = text("plivo-lua/src/generated/functions.rs").unwrap();
    let binding_records = text("plivo-lua/src/generated/records.rs").unwrap();

    for function in &api.functions {
        assert!(
            agents.contains(&format!("\n## {}\n\n{}\n", function.name, function.summary)),
            "{}",
            function.name
        );
        for artefact in [
            &reference, &types, &tools, &client, &bindings, &wire, &index,
        ] {
            assert!(artefact.contains(&function.name), "{}", function.name);
        }
        for parameter in &function.parameters {
            let name = &parameter.name;
            assert_eq!(
                agents.contains(&parameter.summary),
                !parameter.extension,
                "{name}: {}",
                parameter.summary
            );
            assert!(reference.contains(&format!("| `{name}` |")), "{name}");
            for artefact in [&types, &tools, &client, &bindings] {
                assert!(artefact.contains(name), "{}: {name}", function.name);
            }
            match &parameter.location {
                ParameterLocation::Query(wired)
                | ParameterLocation::Path(wired)
                | ParameterLocation::Header(wired) => {
                    assert!(wire.contains(&format!("\"name\": \"{wired}\"")), "{wired}");
                }
                ParameterLocation::Body(wired) => {
                    assert!(wire.contains(&format!("\"{wired}\": {{")), "{wired}");
                }
                ParameterLocation::Client => {}
            }
            if let Literal::Text(example) = &parameter.example {
                assert!(!example.is_empty(), "{}: {name}", function.name);
            }
        }
    }
    for record in &api.records {
        for field in &record.fields {
            let wired = &field.wire;
            assert!(wire.contains(&format!("\"{wired}\": {{")), "{wired}");
        }
        let fields = record.fields.iter().map(|field| &field.name);
        for name in fields.chain(record.computed_fields.iter().map(|extra| &extra.name)) {
            assert!(
                reference.contains(&format!("`{name}`")),
                "{}: {name}",
                record.name
            );
            for artefact in [&types, &client_records, &binding_records] {
                assert!(artefact.contains(name.as_str()), "{}: {name}", record.name);
            }
        }
    }
}

/// The codes of failures are in the Rust that raises them and in the annotations.
#[test]
fn the_annotations_have_every_code_of_a_failure() {
    let kinds = text("plivo-client/runtime/src/error/kind.rs").unwrap();
    let failures = text("plivo-lua/host/src/failure.rs").unwrap();
    let webhooks = text("plivo-client/runtime/src/webhook/error.rs").unwrap();
    let mut documented: BTreeSet<&str> = enclosed(&kinds, "Self::", "=> \"", "\"").collect();
    // The others are sentences.
    let codes = enclosed(&webhooks, "Self::", "=> \"", "\"");
    documented.extend(codes.filter(|code| !code.contains(' ')));
    for effect in ["none", "done", "unknown"] {
        assert!(documented.remove(effect), "{effect}");
    }
    documented.extend(enclosed(&failures, "/// | `", "", "`"));
    assert!(documented.remove("code"), "the heading of the table");

    let types = text("plivo-lua/types/plivo.d.lua").unwrap();
    let (_, codes) = types.split_once("---@alias plivo.error.code\n").unwrap();
    let (codes, _) = codes.split_once("\n\n").unwrap();
    assert_eq!(documented, enclosed(codes, "---| ", "\"", "\"").collect());
}

/// Returns what is between `open` and `close` on the lines that begin with `start`.
fn enclosed<'a>(
    text: &'a str,
    start: &'a str,
    open: &'a str,
    close: &'a str,
) -> impl Iterator<Item = &'a str> {
    let lines = text.lines().map(str::trim_start);
    lines.filter_map(move |line| {
        let (_, rest) = line.strip_prefix(start)?.split_once(open)?;
        Some(rest.split_once(close)?.0)
    })
}

/// The page of the manifest language shows how each key is written.
#[test]
fn every_key_of_the_manifest_has_an_example() {
    let page = plivo_tests::text("docs/manifest.md").unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let (with, without): (Vec<_>, Vec<_>) = rows.partition(|row| !row.ends_with("|  |"));
    assert!(with.len() > 100 && without.is_empty(), "{without:#?}");
}
