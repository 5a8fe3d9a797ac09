//! The JSON Schema of the manifest agrees with the reader about the shape of a manifest.

#[expect(dead_code, reason = "only the manifests are needed here")]
mod cases;

use std::fs;

use anyhow::{Context, Result};
use jsonschema::Validator;
use plivo_codegen::Code;
use serde_json::Value;

const SCHEMA: &str = include_str!("../../manifest/schema.json");

/// The errors that a schema can find.
const SHAPE: [Code; 6] = [
    Code::NotAManifest,
    Code::EmptyManifest,
    Code::UnknownKey,
    Code::MissingKey,
    Code::UnknownValue,
    Code::WrongType,
];

fn validator() -> Result<Validator> {
    let schema: Value = serde_json::from_str(SCHEMA)?;
    assert_eq!(
        schema.get("$schema").and_then(Value::as_str),
        Some("https://json-schema.org/draft/2020-12/schema")
    );
    Ok(jsonschema::validator_for(&schema)?)
}

#[test]
fn it_takes_every_right_manifest() -> Result<()> {
    let validator = validator()?;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    for file in [
        "../manifest/plivo.yaml",
        "tests/lighthouse.yaml",
        "tests/manifests/postbox.yaml",
        "src/program/starter.yaml",
    ] {
        let text = fs::read_to_string(format!("{folder}{file}")).context(file)?;
        let manifest: Value = serde_yaml::from_str(&text)?;
        let faults: Vec<String> = validator
            .iter_errors(&manifest)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{file}: {faults:#?}");
    }
    Ok(())
}

#[test]
fn it_refuses_what_the_reader_refuses_in_shape_and_nothing_else() -> Result<()> {
    let validator = validator()?;
    let mut refused = 0;
    for case in cases::all()? {
        let Ok(manifest) = serde_yaml::from_slice::<Value>(&case.manifest) else {
            continue;
        };
        let text = std::str::from_utf8(&case.manifest)?;
        let errors = plivo_codegen::read(&case.name, text).err();
        let errors = errors.context("it is accepted")?;
        let any = |codes: &[Code]| errors.all().iter().any(|one| codes.contains(&one.code));
        // What a duplicate key means is up to the JSON parser.
        if any(&[Code::DuplicateKey, Code::TooDeep, Code::TooLarge]) {
            continue;
        }
        assert_eq!(!validator.is_valid(&manifest), any(&SHAPE), "{errors}");
        refused += usize::from(any(&SHAPE));
    }
    assert!(refused >= SHAPE.len(), "{refused}");
    Ok(())
}
