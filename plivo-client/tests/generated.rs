//! Generated files create the runtime's values with constructors, so that a new field of the runtime breaks none of them.

use std::fs;

use plivo_client::{Call, FixedBy, Message};
use serde_json::json;

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

    for file in ["client", "codes", "enums", "functions", "records"] {
        let path = format!("{}/src/generated/{file}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        let found = text.lines().flat_map(struct_literals);
        let others: Vec<_> = found
            .filter(|name| !matches!(*name, "Self" | "Client"))
            .collect();
        assert!(others.is_empty(), "{file}: {others:?}");
    }
}

#[test]
fn a_record_explains_its_code_and_keeps_an_unknown_one() {
    let message = |code: &str| {
        let record = json!({ "message_uuid": "m", "error_code": code });
        serde_json::from_value::<Message>(record).unwrap()
    };
    let stopped = message("200");
    let reason = stopped.error_reason().unwrap();
    assert_eq!(reason.name, Some("Source Blocked By STOP"));
    assert_eq!(reason.fixed_by, Some(FixedBy::Recipient));
    assert_eq!(stopped.error_retryable(), Some(false));
    assert_eq!(message("80").error_retryable(), Some(true));
    // Nothing failed, or nobody knows why.
    for code in ["000", "", "452"] {
        assert_eq!(message(code).error_reason(), None, "{code}");
    }
    assert_eq!(message("452").error_code.as_deref(), Some("452"));

    // Some services send numbers as strings.
    for code in [json!(3110), json!("3110")] {
        let record = json!({ "call_uuid": "c", "hangup_cause_code": code });
        let call: Call = serde_json::from_value(record).unwrap();
        assert_eq!(call.hangup_reason().unwrap().name, Some("Declined"));
        assert_eq!(call.call_status().as_str(), "busy");
    }
}
