//! The folders of the crate are layers: each imports only those before it.

use std::fs;
use std::path::Path;

/// The layers, the lowest one first.
const LAYERS: [&str; 11] = [
    "nearest",
    "address",
    "json_path",
    "argument",
    "operation",
    "datetime",
    "error",
    "record",
    "transport",
    "request",
    "paging",
];

/// Returns the text of a module and the modules below it.
fn read(path: &Path) -> String {
    let mut text = fs::read_to_string(path.with_extension("rs")).unwrap_or_default();
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        text.push_str(&read(&entry.path()));
    }
    text
}

#[test]
fn a_layer_imports_only_those_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (index, layer) in LAYERS.iter().enumerate() {
        let text = read(&source.join(layer));
        assert!(!text.is_empty(), "{layer}");
        for above in LAYERS.iter().skip(index + 1) {
            assert!(
                !text.contains(&format!("use crate::{above}")),
                "{layer} imports {above}"
            );
        }
    }
}
