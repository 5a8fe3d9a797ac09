//! Typical mistakes of scripts that language models write: the error alone must name the fix.

use std::fmt::Write as _;

use crate::support::Stage;
use insta::assert_snapshot;

/// Each script with what its error must say.
const MISTAKES: &str = include_str!("mistakes.txt");

#[tokio::test]
async fn the_error_of_a_typical_mistake_names_the_fix() {
    let stage = Stage::new().await;
    let (mut errors, mut missing) = (String::new(), String::new());
    let mut script = "";
    for line in MISTAKES.lines() {
        let Some(fix) = line.strip_prefix("=> ") else {
            if line.starts_with('#') {
                let _ = writeln!(errors, "{line}\n");
            }
            script = line;
            continue;
        };
        let source = format!("local plivo = app.integrations.plivo\n{script}");
        let error = match stage.run(&source).await {
            (_, Err(error)) => error.to_string(),
            (printed, Ok(_)) => format!("no error: {printed}"),
        };
        let _ = writeln!(errors, "{script}\n{}\n", error.replace('\n', "\n  "));
        if !error.contains(fix) || error.starts_with("no error") {
            let _ = writeln!(missing, "{script}\n{error}\nlacks: {fix}\n");
        }
    }
    assert_snapshot!(errors);
    assert!(missing.is_empty(), "{missing}");
}
