//! The JSON Schema of the manifest refuses what the reader refuses in shape, and takes what it takes.

use std::fs;

use anyhow::{Context, Result};
use jsonschema::Validator;
use plivo_codegen::Code;
use serde_json::Value;

const SCHEMA: &str = include_str!("../../manifest/schema.json");

/// The codes of shape: what a schema can see.
const SHAPE: [Code; 4] = [
    Code::UnknownKey,
    Code::MissingKey,
    Code::UnknownChoice,
    Code::WrongShape,
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
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/refused"))? {
        let path = entry?.path();
        let name = path.display().to_string();
        let bytes = fs::read(&path)?;
        let Ok(manifest) = serde_yaml::from_slice::<Value>(&bytes) else {
            continue;
        };
        let text = std::str::from_utf8(&bytes).context(name.clone())?;
        let wrong = plivo_codegen::read(&name, text)
            .err()
            .context("it is read")?;
        let in_shape = |code| SHAPE.contains(&code) || code == Code::EmptyManifest;
        let shape = wrong.all().iter().any(|one| in_shape(one.code));
        // What two keys of one name become is for the parser of JSON to say.
        let syntax = [Code::RepeatedKey, Code::TooDeep, Code::TooLarge];
        if wrong.all().iter().any(|one| syntax.contains(&one.code)) {
            continue;
        }
        assert_eq!(!validator.is_valid(&manifest), shape, "{wrong}");
        refused += usize::from(shape);
    }
    assert!(refused >= SHAPE.len(), "{refused}");
    Ok(())
}
