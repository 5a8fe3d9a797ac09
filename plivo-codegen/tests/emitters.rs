//! What the emitters of text write: for an invented service with one of every kind of thing, artefact by
//! artefact; and for the workspace's own manifest, that nothing is left out.

use plivo_codegen::emit::{self, Files};
use plivo_codegen::model::Api;

const POSTBOX: &str = include_str!("manifests/postbox.yaml");
const OWN: &str = include_str!("../../manifest/plivo.yaml");

/// The model of a manifest that is right; where it is not, its report is what a failing test shows.
#[expect(clippy::panic, reason = "a test cannot go on without it")]
fn model(file: &str, text: &str) -> Api {
    match plivo_codegen::read(file, text) {
        Ok(api) => api,
        Err(wrong) => panic!("{wrong}"),
    }
}

fn postbox() -> Files {
    emit::all(&model("postbox.yaml", POSTBOX)).texts()
}

#[test]
fn agent_markdown() {
    insta::assert_snapshot!("agent_markdown", postbox()["postbox-lua/docs/postbox.md"]);
}

#[test]
fn reference() {
    insta::assert_snapshot!("reference", postbox()["postbox-lua/docs/reference.md"]);
}

#[test]
fn lua_types() {
    insta::assert_snapshot!("lua_types", postbox()["postbox-lua/types/postbox.d.lua"]);
}

#[test]
fn tools() {
    insta::assert_snapshot!("tools", postbox()["postbox-lua/tools.json"]);
}

#[test]
fn schema() {
    insta::assert_snapshot!("schema", postbox()["manifest/schema.json"]);
}

#[test]
fn texts_end_in_one_newline_and_hold_no_carriage_return() {
    for (path, text) in postbox() {
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{path} ends otherwise"
        );
        assert!(!text.contains('\r'), "{path} has a carriage return");
        assert!(
            !text.lines().any(|line| line.ends_with(' ')),
            "{path} has blanks at the end of a line"
        );
    }
}

#[test]
fn the_same_manifest_gives_the_same_bytes() {
    assert_eq!(postbox(), postbox());
}

#[test]
fn the_name_of_one_service_is_in_no_text_of_another() {
    for (path, text) in postbox() {
        // The crates that the generated Rust calls are named after this workspace.
        if !path.contains("/generated/") {
            assert!(
                !text.to_lowercase().contains("plivo"),
                "{path} speaks of another service"
            );
        }
    }
}

/// The generator knows no service: its own name, and those of its examples, are all that it mentions.
#[test]
fn the_generator_mentions_no_service_outside_its_name() {
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    folders.push(concat!(env!("CARGO_MANIFEST_DIR"), "/explain").into());
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
            let text = text
                .replace("plivo-codegen", "")
                .replace("plivo_codegen", "");
            for (line, number) in text.lines().zip(1..) {
                let path = path.display();
                assert!(!line.contains("plivo"), "{path}:{number}: {line}");
            }
            read += 1;
        }
    }
    assert!(read > 60, "{read}");
}

/// The model of the workspace's own manifest, and the files that are made from it.
fn own() -> (Api, Files) {
    let api = model("manifest/plivo.yaml", OWN);
    let files = emit::all(&api).texts();
    (api, files)
}

#[test]
fn every_artefact_names_every_function_and_parameter() {
    let (api, files) = own();
    for function in &api.functions {
        for path in [
            "docs/plivo.md",
            "docs/reference.md",
            "types/plivo.d.lua",
            "tools.json",
        ] {
            let text = &files[&format!("plivo-lua/{path}")];
            assert!(
                text.contains(&function.name),
                "{path} lacks {}",
                function.name
            );
            for parameter in &function.parameters {
                let documented_alone = path == "docs/plivo.md";
                assert!(
                    text.contains(&parameter.name) || (documented_alone && parameter.extension),
                    "{path} lacks {} of {}",
                    parameter.name,
                    function.name
                );
            }
        }
    }
}

#[test]
fn reference_and_types_name_every_field_and_extra_name() {
    let (api, files) = own();
    for record in &api.records {
        let fields = record.fields.iter().map(|field| &field.name);
        for name in fields.chain(record.names.iter().map(|name| &name.name)) {
            let reference = &files["plivo-lua/docs/reference.md"];
            assert!(
                reference.contains(&format!("\n| `{name}` | ")),
                "the reference lacks {name} of {}",
                record.name
            );
            let types = &files["plivo-lua/types/plivo.d.lua"];
            assert!(
                types.contains(&format!("\n---@field {name} ")),
                "the types lack {name} of {}",
                record.name
            );
        }
    }
}
