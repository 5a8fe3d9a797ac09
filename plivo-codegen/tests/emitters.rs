//! What the text emitters write for an invented service that has one of everything.

use plivo_codegen::emit::{self, Files};

const MANIFEST: &str = include_str!("manifests/postbox.yaml");

fn files() -> Files {
    match plivo_codegen::read("postbox.yaml", MANIFEST) {
        Ok(api) => emit::all(&api),
        Err(wrong) => panic!("{wrong}"),
    }
}

#[test]
fn dump() {
    for (path, text) in files() {
        let path = std::path::Path::new("/tmp/textout").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}
