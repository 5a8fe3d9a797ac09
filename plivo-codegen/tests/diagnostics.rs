//! What the author of a wrong manifest reads: one manifest a fault, each with its whole report.

use std::fs;

#[test]
fn a_right_manifest_is_read() {
    let text = include_str!("lighthouse.yaml");
    let api =
        plivo_codegen::read("lighthouse.yaml", text).unwrap_or_else(|wrong| panic!("{wrong}"));
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

#[test]
fn a_wrong_manifest_is_refused_with_its_place() {
    insta::glob!("refused/*.yaml", |path| {
        let text = fs::read_to_string(path).expect("the manifest is readable");
        let name = path.file_name().expect("a file").to_string_lossy();
        let wrong = plivo_codegen::read(&name, &text).expect_err("the manifest is refused");
        insta::assert_snapshot!(wrong.to_string());
    });
}
