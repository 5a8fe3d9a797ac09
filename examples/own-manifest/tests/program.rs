//! The program of an integration that is not Plivo's, from outside.
#![expect(
    clippy::unwrap_used,
    reason = "a program that cannot be started fails its test"
)]

use std::io::Write;
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

/// Runs the program, and returns what it prints.
fn output(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_own-manifest"))
        .args(arguments)
        .env_remove("TIDES_KEY")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env("XDG_STATE_HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn printed(arguments: &[&str], input: &str) -> String {
    let output = output(arguments, input);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_command_works_on_the_sandbox() {
    let code = "return #app.integrations.tides.list_tides{harbour = 'Bergen'}.tides";
    for (arguments, input, wanted) in [
        (
            &["docs", "list_tides"][..],
            "",
            "Lists the high waters of a harbour",
        ),
        (&["schema", "list_tides"], "", "\"tides_list_tides\""),
        (&["accounts", "--sandbox"], "", "\"origin\": \"sandbox\""),
        (
            &[
                "call",
                "list_tides",
                "--sandbox",
                "harbour=Bergen",
                "above=120",
            ],
            "",
            "\"height\": 131",
        ),
        (
            &[
                "call",
                "list_tides",
                "--sandbox",
                "harbour=Bergen",
                "--dry-run",
            ],
            "",
            "\"path\": \"harbours/Bergen/tides\"",
        ),
        (
            &["run", "--sandbox", "--json", "-e", code],
            "",
            "\"result\": 2,",
        ),
        (&["repl", "--sandbox"], "1 + 1\n", "2\n"),
        (&["completions", "bash"], "", "own-manifest"),
        (&["man"], "", "own\\-manifest\\-call(1)"),
    ] {
        let said = printed(arguments, input);
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
}

#[test]
fn the_mcp_server_offers_its_function() {
    let input = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"tides_list_tides","arguments":{"harbour":"Bergen"}}}
"#;
    let said = printed(&["mcp", "--sandbox"], input);
    assert!(
        said.contains(r#""serverInfo":{"name":"own-manifest""#),
        "{said}"
    );
    assert!(said.contains(r#""height":131"#), "{said}");
}

#[test]
fn nothing_speaks_of_another_service() {
    let mut texts = String::new();
    for command in [
        "run", "repl", "call", "docs", "schema", "accounts", "mcp", "man",
    ] {
        texts.push_str(&printed(&[command, "--help"], ""));
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for arguments in [
        &["run", "-e", "return 1"][..],
        &["call", "list_tide", "--sandbox"],
        &["sandbox", "--port", &port],
    ] {
        let output = output(arguments, "");
        assert!(!output.status.success(), "{output:?}");
        texts.push_str(std::str::from_utf8(&output.stderr).unwrap());
    }
    for wanted in [
        "OWN_MANIFEST_ACCOUNTS",
        "OWN_MANIFEST_MCP_TOKEN",
        "TIDES_BASE_ADDRESS",
        "own-manifest call list_tides harbour=Bergen --sandbox",
        "no account is configured; set `TIDES_KEY`, or describe accounts in ",
        "no function is called `list_tide`; did you mean `list_tides`?",
    ] {
        assert!(texts.contains(wanted), "{wanted}: {texts}");
    }
    for foreign in ["livo", "phone", "SMS", "--write", "{program}", "{list"] {
        assert!(!texts.contains(foreign), "{foreign}: {texts}");
    }
}

#[test]
fn rust_and_lua_read_the_same() {
    let output = Command::new(env!("CARGO_BIN_EXE_client")).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed, include_str!("../output.txt"));
}
