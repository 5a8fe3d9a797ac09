//! What the author of a wrong manifest reads: at least one manifest per code, each with its whole report.

mod cases;

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result};
use plivo_codegen::{Code, Diagnostics};
use serde_yaml::Value;

/// Returns what is wrong with a manifest.
fn diagnose(bytes: &[u8]) -> Result<Diagnostics> {
    plivo_codegen::text("api.yaml", bytes)
        .and_then(|text| plivo_codegen::read("api.yaml", text))
        .err()
        .context("the manifest is accepted")
}

fn codes(diagnostics: &Diagnostics) -> BTreeSet<Code> {
    diagnostics.all().iter().map(|one| one.code).collect()
}

#[test]
fn every_wrong_manifest_gets_its_report() -> Result<()> {
    let mut failures = String::new();
    for case in cases::all()? {
        let report = diagnose(&case.manifest).context(case.name.clone())?;
        let report = format!("{report}\n");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&case.path, format!("{}\n\n{report}", case.changes))?;
        } else if report != case.report {
            failures.push_str(&format!("{}:\n{report}", case.path.display()));
        }
    }
    assert!(failures.is_empty(), "{failures}");
    Ok(())
}

/// What looks like an error, or was one: changes of the valid manifest after which it is still valid.
#[test]
fn what_only_looks_wrong_is_accepted() -> Result<()> {
    let example = "print(app.integrations.beacon.switch_lamp{code";
    for (old, new) in [
        (
            example,
            "print(\"a\\z\n      -- b\", app.integrations.beacon.switch_lamp{code",
        ),
        (
            example,
            "local _\n      \tprint(app.integrations.beacon[\"switch_lamp\"]{code",
        ),
        (
            "category: harbours\n",
            "category: harbours \n  # of the sea\n",
        ),
        ("access: read\n", "access: read # it changes nothing\n"),
        ("title: List lighthouses", "title: \"List #1 lighthouses\""),
        ("query: offset,", "query: skip.records,"),
        (
            "height: {type: integer",
            "height: {type: integer, wire_name: size.height",
        ),
        ("path: Lighthouse/\n", "path: Lighthouse/all:list\n"),
        (
            "  base_path: /v2/{harbour}/\n",
            "  base_path: /v2/{harbour}/\n  body_format: form\n",
        ),
        ("from: [lamp]", "from: [lamp, lamp]"),
    ] {
        assert!(cases::VALID.contains(old), "{old}");
        plivo_codegen::read(new, &cases::VALID.replacen(old, new, 1))?;
    }
    Ok(())
}

#[test]
fn every_code_has_a_manifest_with_no_other_error() -> Result<()> {
    let cases = cases::all()?;
    for code in Code::ALL {
        let case = cases.iter().find(|case| case.name == code.name());
        let diagnostics = diagnose(&case.context(code.name())?.manifest)?;
        assert_eq!(
            codes(&diagnostics),
            BTreeSet::from([*code]),
            "{diagnostics}"
        );
        assert_eq!(code.name().parse(), Ok(*code));
    }
    assert_eq!(
        "unknown-kye".parse::<Code>().unwrap_err().to_string(),
        "unknown diagnostic `unknown-kye`; did you mean `unknown-key`?"
    );
    Ok(())
}

/// Returns the wrong and the right example of an explanation.
fn examples(explanation: &str) -> Option<(&str, &str)> {
    let mut blocks = explanation.split("```yaml\n").skip(1);
    let mut block = || blocks.next()?.split("```").next();
    Some((block()?, block()?))
}

/// Merges a fragment into the valid manifest.
fn with(fragment: &str) -> Result<String> {
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
    let mut whole: Value = serde_yaml::from_str(cases::VALID)?;
    merge(&mut whole, serde_yaml::from_str(fragment)?);
    Ok(serde_yaml::to_string(&whole)?)
}

#[test]
fn explanations_are_true() -> Result<()> {
    for code in Code::ALL {
        let explanation = code.explanation();
        assert!(explanation.starts_with(&format!("# {code}\n\n")), "{code}");
        assert!(code.summary().ends_with('.'), "{code}: {}", code.summary());
        let Some((wrong, right)) = examples(explanation) else {
            assert_eq!(*code, Code::NotUtf8, "{code} has no examples");
            continue;
        };
        // A fragment with invalid syntax cannot be merged.
        if !codes(&diagnose(wrong.as_bytes())?).contains(code) {
            let diagnostics = diagnose(with(wrong)?.as_bytes())?;
            assert_eq!(
                codes(&diagnostics),
                BTreeSet::from([*code]),
                "{diagnostics}"
            );
        }
        plivo_codegen::read("right.yaml", &with(right)?)?;
    }
    Ok(())
}
