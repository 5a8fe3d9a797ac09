//! What the author of a wrong manifest reads: a manifest a code, each with its whole report.

#![expect(clippy::expect_used, reason = "a test cannot go on without it")]

use std::collections::BTreeSet;
use std::fs;

use plivo_codegen::{Code, Diagnostics};
use serde_yaml::Value;

const RIGHT: &str = include_str!("lighthouse.yaml");

#[test]
fn a_right_manifest_is_read() {
    let api =
        plivo_codegen::read("lighthouse.yaml", RIGHT).unwrap_or_else(|wrong| panic!("{wrong}"));
    let names: Vec<_> = api
        .functions
        .iter()
        .map(|function| function.full_name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "beacon.beacon_list_lighthouses",
            "beacon.beacon_switch_lamp"
        ]
    );
}

/// What is wrong with a manifest's bytes, by code.
fn refusal(name: &str, bytes: &[u8]) -> Diagnostics {
    plivo_codegen::text(name, bytes)
        .and_then(|text| plivo_codegen::read(name, text))
        .expect_err("the manifest is refused")
}

fn codes(wrong: &Diagnostics) -> BTreeSet<Code> {
    wrong.all().iter().map(|one| one.code).collect()
}

#[test]
fn a_wrong_manifest_is_refused_with_its_place() {
    insta::glob!("refused/*.yaml", |path| {
        let name = path.file_name().expect("a file").to_string_lossy();
        let wrong = refusal(&name, &fs::read(path).expect("the manifest is readable"));
        insta::assert_snapshot!(wrong.to_string());
    });
}

#[test]
fn every_code_has_its_manifest() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/refused");
    let mut failures = String::new();
    for code in Code::ALL {
        let bytes = fs::read(format!("{folder}/{code}.yaml")).expect("a manifest of that name");
        let wrong = refusal(&format!("{code}.yaml"), &bytes);
        if codes(&wrong) != BTreeSet::from([*code]) {
            failures.push_str(&format!("{code} alone was expected:\n{wrong}\n"));
        }
        assert_eq!(code.name().parse(), Ok(*code));
    }
    assert!(failures.is_empty(), "{failures}");
    assert_eq!(
        "unknown-kye".parse::<Code>().unwrap_err().to_string(),
        "there is no diagnostic `unknown-kye`; did you mean `unknown-key`?"
    );
}

/// The two examples of an explanation.
fn examples(explanation: &str) -> Option<(&str, &str)> {
    let mut blocks = explanation.split("```yaml\n").skip(1);
    let mut block = || blocks.next()?.split("```").next();
    Some((block()?, block()?))
}

/// The right manifest with the keys of `fragment` put into it.
fn with(fragment: &str) -> String {
    fn merge(into: &mut Value, from: Value) {
        match (into, from) {
            (Value::Mapping(into), Value::Mapping(from)) => {
                for (key, value) in from {
                    match into.get_mut(&key) {
                        Some(old) => merge(old, value),
                        None => drop(into.insert(key, value)),
                    }
                }
            }
            (into, from) => *into = from,
        }
    }
    let mut whole: Value = serde_yaml::from_str(RIGHT).expect("YAML");
    merge(&mut whole, serde_yaml::from_str(fragment).expect("YAML"));
    serde_yaml::to_string(&whole).expect("YAML")
}

#[test]
fn what_is_explained_is_true() {
    let mut failures = String::new();
    for code in Code::ALL {
        let explanation = code.explanation();
        assert!(explanation.starts_with(&format!("# {code}\n\n")), "{code}");
        assert!(code.summary().ends_with('.'), "{code}: {}", code.summary());
        let Some((wrong, right)) = examples(explanation) else {
            assert_eq!(*code, Code::NotUtf8, "{code} has no examples");
            continue;
        };
        // What breaks the syntax cannot be put into another manifest.
        let alone = plivo_codegen::read("wrong.yaml", wrong).expect_err("half a manifest");
        if !codes(&alone).contains(code) {
            let report = refusal("wrong.yaml", with(wrong).as_bytes());
            if codes(&report) != BTreeSet::from([*code]) {
                failures.push_str(&format!("{code} alone was expected:\n{report}\n"));
            }
        }
        if let Err(report) = plivo_codegen::read("right.yaml", &with(right)) {
            failures.push_str(&format!("{code} should be gone:\n{report}\n"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
