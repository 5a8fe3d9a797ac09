//! Generated files create the runtime's values with constructors, so that a new field of the runtime breaks none of them.

use std::fs;

/// Returns the path before each `{` of a line that is an expression.
fn struct_literals(line: &str) -> impl Iterator<Item = &str> {
    let is_item = ["impl", "pub ", "fn ", "use ", ") ->", "///"]
        .iter()
        .any(|item| line.trim_start().starts_with(item));
    let paths = line.split(" {").map(|before| {
        let start = before.rfind(|sign: char| !sign.is_alphanumeric() && !"_:".contains(sign));
        before
            .get(start.map_or(0, |start| start + 1)..)
            .unwrap_or_default()
    });
    let count = line.matches(" {").count();
    paths.take(count).filter(move |path| {
        let name = path.rsplit("::").next().unwrap_or_default();
        !is_item && name.starts_with(|sign: char| sign.is_ascii_uppercase())
    })
}

#[test]
fn generated_files_contain_no_struct_literal_of_the_runtime() {
    let literal = "static LIMIT: RateLimit = runtime::RateLimit { requests: 1 };";
    assert_eq!(
        struct_literals(literal).collect::<Vec<_>>(),
        ["runtime::RateLimit"]
    );

    for file in ["client", "enums", "functions", "records"] {
        let path = format!("{}/src/generated/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        let found = text.lines().flat_map(struct_literals);
        let others: Vec<_> = found
            .filter(|name| !matches!(*name, "Self" | "Client"))
            .collect();
        assert!(others.is_empty(), "{file}: {others:?}");
    }
}
