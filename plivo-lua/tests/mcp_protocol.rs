//! What is no message, no tool or too much: the server answers with an error of the protocol, and lives on.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A server on the stand-in, past the beginning of the protocol.
struct Server {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_plivo-lua"))
            .args(["mcp", "--sandbox"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut server = Self {
            child,
            input,
            output,
        };
        let begin = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": { "name": "test", "version": "1" },
        });
        let reply = server.ask("initialize", &begin);
        assert_eq!(reply["result"]["serverInfo"]["name"], "plivo-lua");
        server.line(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        server
    }

    fn line(&mut self, line: &str) {
        writeln!(self.input, "{line}").unwrap();
    }

    fn answer(&mut self) -> Value {
        serde_json::from_str(&self.output.next().unwrap().unwrap()).unwrap()
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.line(
            &json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string(),
        );
        self.answer()
    }

    fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        self.ask(
            "tools/call",
            &json!({ "name": tool, "arguments": arguments }),
        )
    }

    /// That it still answers, and that it ends well with its input.
    fn lives(mut self) {
        let page = self.call("plivo_list_numbers", &json!({ "limit": 1 }));
        assert_eq!(
            page["result"]["structuredContent"]["objects"]
                .as_array()
                .unwrap()
                .len(),
            1,
            "{page}"
        );
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn what_is_no_message_gets_an_error() {
    let mut server = Server::start(&[]);
    for (line, code) in [
        ("{", -32700),
        ("nonsense", -32700),
        ("[1, 2]", -32600),
        (r#"{"jsonrpc":"2.0","id":7,"meth":"x"}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":7,"method":"no/such"}"#, -32601),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"nome":1}}"#,
            -32601,
        ),
    ] {
        server.line(line);
        let answer = server.answer();
        assert_eq!(answer["error"]["code"], code, "{line}: {answer}");
    }
    server.line("");
    server.lives();
}

#[test]
fn a_giant_message_is_refused_whole() {
    let mut server = Server::start(&[]);
    let giant =
        json!({ "name": "plivo_get_call", "arguments": { "call_id": "x".repeat(1 << 21) } });
    let answer = server.ask("tools/call", &giant);
    assert_eq!(answer["error"]["code"], -32600);
    assert!(
        answer["error"]["message"]
            .as_str()
            .unwrap()
            .contains("at most 1048576 bytes")
    );
    server.lives();
}

#[test]
fn an_unknown_tool_is_an_error_of_the_protocol_and_a_wrong_call_is_one_of_the_tool() {
    let mut server = Server::start(&[]);
    let unknown = server.call("plivo_fax", &json!({}));
    assert_eq!(unknown["error"]["code"], -32602);
    assert!(
        unknown["error"]["message"]
            .as_str()
            .unwrap()
            .contains("`plivo_get_call`")
    );

    for (tool, arguments, says) in [
        ("plivo_get_call", json!({}), "call_id"),
        (
            "plivo_get_call",
            json!({ "call_id": [1, { "a": null }] }),
            "call_id",
        ),
        (
            "plivo_list_numbers",
            json!({ "limit": 1.5 }),
            "not a whole number",
        ),
        (
            "plivo_list_numbers",
            json!({ "account": "uss" }),
            "did you mean `us`?",
        ),
        (
            "plivo_list_numbers",
            json!({ "account": 1 }),
            "`account` is not a string",
        ),
        ("plivo_send_sms", json!({}), "denies"),
    ] {
        let wrong = server.call(tool, &arguments);
        assert_eq!(wrong["result"]["isError"], true, "{wrong}");
        let text = wrong["result"]["content"][0]["text"].as_str().unwrap();
        assert!(
            text.contains(says) && text.contains(r#""effect":"none""#),
            "{text}"
        );
    }
    server.lives();
}

#[test]
fn a_long_list_is_cut_to_whole_records_and_says_how_to_go_on() {
    let mut server = Server::start(&[]);
    let page = server.call(
        "plivo_list_messages",
        &json!({ "limit": 100, "start_time": "2025-12-01" }),
    );
    let page = &page["result"]["structuredContent"];
    assert!(
        page.to_string().len() <= 41_000,
        "{}",
        page.to_string().len()
    );
    let shown = page["objects"].as_array().unwrap().len();
    assert_eq!(page["cut"]["shown"], shown);
    assert!(
        page["cut"]["hint"]
            .as_str()
            .unwrap()
            .contains(&format!("`offset` {shown} further"))
    );
    server.lives();
}

#[test]
fn code_mode_costs_little_and_keeps_scripts_in_bounds() {
    let mut server = Server::start(&["--mode", "code", "--time-limit", "1"]);
    let listed = server.ask("tools/list", &json!({}));
    let tools = listed["result"]["tools"].to_string();
    assert!(tools.len() < 900, "{} bytes: {tools}", tools.len());

    let endless = server.call("run_script", &json!({ "script": "while true do end" }));
    assert_eq!(endless["result"]["isError"], true);
    let text = endless["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("the script was ended"), "{text}");

    let flood = json!({ "script": "for line = 1, 5000 do print('a line of text') end" });
    let flood = server.call("run_script", &flood);
    let text = flood["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.len() < 41_000 && text.ends_with("filter or count inside the script"));
    let wrong = server.call("run_script", &json!({ "code": "return 1" }));
    assert_eq!(wrong["result"]["isError"], true);
    drop(server.input);
    assert!(server.child.wait().unwrap().success());
}
