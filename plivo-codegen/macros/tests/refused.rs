//! What the compiler says where the macros refuse.

use std::fs;
use std::path::Path;

/// The crates of these programs stand beside the folder for temporary files, below `target`: manifests that they
/// name go there.
#[test]
fn what_is_wrong_is_said_once() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("manifests");
    fs::create_dir_all(&folder).unwrap();
    let right = include_str!("../../tests/lighthouse.yaml");
    let wrong = right
        .replacen(
            "returns: page of Lighthouse",
            "returns: page of Lighthuose",
            1,
        )
        .replacen(
            "{type: Lamp, required: true, body: lamp",
            "{type: Lmap, required: true, body: lamp",
            1,
        );
    fs::write(folder.join("right.yaml"), right).unwrap();
    fs::write(folder.join("wrong.yaml"), wrong).unwrap();
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}
