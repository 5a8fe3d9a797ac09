//! The configurations in `docs/mcp.md`: each is valid JSON, and the program accepts each command line.

use std::process::{Command, Stdio};

use serde_json::Value;

const PAGE: &str = include_str!("../../../docs/mcp.md");

/// Returns the JSON blocks of the page.
fn configurations() -> Vec<Value> {
    let blocks = PAGE.split("```json\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().unwrap());
    blocks
        .map(|block| serde_json::from_str(block).unwrap_or_else(|error| panic!("{error}: {block}")))
        .collect()
}

/// Returns the servers of a configuration, whatever the client calls them.
fn servers(configuration: &Value) -> impl Iterator<Item = &Value> {
    ["mcpServers", "servers", "context_servers"]
        .into_iter()
        .filter_map(|key| configuration[key].as_object())
        .flat_map(|servers| servers.values())
}

#[test]
fn every_configuration_names_a_server() {
    let configurations = configurations();
    assert!(configurations.len() >= 5, "the page has lost its blocks");
    for configuration in &configurations {
        assert_eq!(servers(configuration).count(), 1, "{configuration}");
    }
}

#[test]
fn every_command_line_is_taken_and_the_server_ends_with_its_client() {
    let mut tried = 0;
    for configuration in configurations() {
        for server in servers(&configuration).filter(|server| server["command"].is_string()) {
            assert_eq!(server["command"], "plivo-lua");
            let arguments = server["args"].as_array().unwrap().iter();
            // The server ends well when its input is empty.
            let output = Command::new(env!("CARGO_BIN_EXE_plivo-lua"))
                .args(arguments.map(|argument| argument.as_str().unwrap()))
                .env("PLIVO_AUTH_ID", "MAXXXXXXXXXXXXXXXXXX")
                .env("PLIVO_AUTH_TOKEN", "a token")
                .stdin(Stdio::null())
                .output()
                .unwrap();
            assert!(output.status.success(), "{server}: {output:?}");
            assert!(
                output.stdout.is_empty() && output.stderr.is_empty(),
                "{output:?}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 4, "only {tried} command lines");
}
