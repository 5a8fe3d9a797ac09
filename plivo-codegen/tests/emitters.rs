//! What the emitters write for an invented service with every kind of parameter and field, and for the manifest
//! of this workspace, whose other artefacts are committed.

use anyhow::Result;
use plivo_codegen::emit::{self, Layout};

const POSTBOX: &str = include_str!("manifests/postbox.yaml");
const OWN: &str = include_str!("../../manifest/plivo.yaml");

#[test]
fn the_reference_shows_every_kind_of_parameter_and_field() -> Result<()> {
    let api = plivo_codegen::read("postbox.yaml", POSTBOX)?;
    insta::assert_snapshot!(
        "reference",
        emit::files(&api, &Layout::workspace(&api.integration.slug))["postbox-lua/docs/reference.md"]
    );
    Ok(())
}

#[test]
fn texts_are_tidy_and_mention_no_other_service() -> Result<()> {
    let api = plivo_codegen::read("postbox.yaml", POSTBOX)?;
    for (path, text) in emit::files(&api, &Layout::workspace(&api.integration.slug)) {
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}");
        assert!(!text.contains('\r'), "{path} has a carriage return");
        assert!(
            !text.lines().any(|line| line.ends_with(' ')),
            "{path} has trailing spaces"
        );
        // Generated Rust names the runtime crates, which are called after this workspace.
        let mentions = text.to_lowercase().contains("plivo");
        assert!(!mentions || path.contains("/generated/"), "{path}");
    }
    Ok(())
}

#[test]
fn reference_and_types_name_every_field() -> Result<()> {
    let api = plivo_codegen::read("manifest/plivo.yaml", OWN)?;
    let files = emit::files(&api, &Layout::workspace(&api.integration.slug));
    let (reference, types) = (
        &files["plivo-lua/docs/reference.md"],
        &files["plivo-lua/types/plivo.d.lua"],
    );
    for record in &api.records {
        let fields = record.fields.iter().map(|field| &field.name);
        for name in fields.chain(record.computed_fields.iter().map(|name| &name.name)) {
            let in_reference = reference.contains(&format!("\n| `{name}` | "));
            assert!(
                in_reference,
                "the reference lacks {name} of {}",
                record.name
            );
            let in_types = types.contains(&format!("\n---@field {name} "));
            assert!(in_types, "the types lack {name} of {}", record.name);
        }
    }
    Ok(())
}
