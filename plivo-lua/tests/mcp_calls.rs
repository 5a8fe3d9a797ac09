//! The server and the service behind it: what is cancelled asks for nothing more, and no secret comes out.
#![cfg(feature = "cli")]
#![expect(
    clippy::unwrap_used,
    reason = "a program that cannot be started fails its test"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use plivo_sandbox::{Failure, Fault, Sandbox};
use serde_json::{Value, json};

/// A server on a stand-in that the test holds, past the beginning of the protocol.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Everything that it has written.
    said: String,
}

impl Server {
    fn on(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let account = sandbox.account("default").unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_plivo-lua"))
            .arg("mcp")
            .args(arguments)
            .env("XDG_CONFIG_HOME", "/nonexistent")
            .env_remove("PLIVO_LUA_ACCOUNTS")
            .env("PLIVO_BASE_ADDRESS", sandbox.base_url())
            .env("PLIVO_AUTH_ID", account.auth_id())
            .env("PLIVO_AUTH_TOKEN", account.auth_token())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self {
            child,
            input,
            output,
            said: String::new(),
        };
        let begin = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": { "name": "test", "version": "1" },
        });
        server.ask(0, "initialize", &begin);
        server.answer(0);
        server.line(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        server
    }

    fn line(&mut self, message: &Value) {
        writeln!(self.input, "{message}").unwrap();
    }

    fn ask(&mut self, id: u64, method: &str, params: &Value) {
        self.line(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    }

    fn call(&mut self, id: u64, tool: &str, arguments: &Value) {
        self.ask(
            id,
            "tools/call",
            &json!({ "name": tool, "arguments": arguments }),
        );
    }

    /// The next message that is wanted, past those that are not.
    fn next(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).unwrap() > 0,
                "{}",
                self.said
            );
            self.said.push_str(&line);
            let message = serde_json::from_str(&line).unwrap();
            if is_wanted(&message) {
                return message;
            }
        }
    }

    fn answer(&mut self, id: u64) -> Value {
        self.next(|message| message["id"] == id)
    }

    /// Ends it; everything that it has written on both of its outputs.
    fn end(mut self) -> String {
        drop(self.input);
        self.output.read_to_string(&mut self.said).unwrap();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut self.said).unwrap();
        assert!(self.child.wait().unwrap().success(), "{}", self.said);
        self.said
    }
}

/// Waits until a request is there.
async fn asked(sandbox: &Sandbox) {
    while sandbox.journal().is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_call_asks_for_nothing_more() {
    for (tool, arguments, write) in [
        ("plivo_list_messages", json!({ "limit": 100 }), "deny"),
        (
            "plivo_send_sms",
            json!({ "src": "+14155552671", "dst": "+14155551234", "text": "hi" }),
            "allow",
        ),
    ] {
        let sandbox = Sandbox::start().await.unwrap();
        sandbox.inject(Fault::new(Failure::Delay(Duration::from_secs(600))));
        let mut server = Server::on(&sandbox, &["--write", write]);
        server.call(7, tool, &arguments);
        asked(&sandbox).await;
        let cancelled = json!({ "requestId": 7, "reason": "enough" });
        server.line(
            &json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": cancelled }),
        );
        server.call(8, "plivo_list_numbers", &json!({ "limit": 1 }));
        let answer = server.answer(8);
        assert_eq!(answer["result"]["isError"], false, "{answer}");
        let paths: Vec<String> = sandbox
            .journal()
            .iter()
            .map(|request| request.path.rsplit('/').nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(paths, ["Message", "Number"], "{tool}");
        server.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_tells_how_far_it_is() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.inject(Fault::new(Failure::Delay(Duration::from_secs(600))).path("/Application/"));
    let mut server = Server::on(&sandbox, &["--mode", "code"]);
    let script = "local plivo = app.integrations.plivo plivo.list_numbers{} plivo.list_calls{} plivo.list_applications{}";
    let params = json!({
        "name": "run_script", "arguments": { "script": script }, "_meta": { "progressToken": "p" },
    });
    server.ask(7, "tools/call", &params);
    // The calls end one after another, and a message may come between them.
    server.next(|message| {
        let said = message["params"]["message"].as_str();
        message["method"] == "notifications/progress"
            && said.is_some_and(|said| said.starts_with("2 calls have ended, "))
    });
    let cancelled = json!({ "requestId": 7 });
    server.line(
        &json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": cancelled }),
    );
    server.end();
    assert_eq!(sandbox.journal().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_comes_out_whatever_the_service_says() {
    for mode in ["tools", "code"] {
        let sandbox = Sandbox::start().await.unwrap();
        let token = sandbox.account("default").unwrap().auth_token().to_owned();
        for status in [400, 401, 404, 500] {
            let body = json!({ "error": format!("your token {token} is not liked") });
            sandbox.inject(Fault::new(Failure::Response {
                status,
                headers: vec![("x-echo".to_owned(), token.clone())],
                body: body.to_string().into_bytes(),
            }));
        }
        sandbox.inject(Fault::new(Failure::GarbledBody));
        let mut server = Server::on(&sandbox, &["--mode", mode]);
        for id in 1..8 {
            if mode == "tools" {
                server.call(id, "plivo_get_number", &json!({ "number": "14155552671" }));
            } else {
                let script = "local well, e = pcall(app.integrations.plivo.get_number, '14155552671') print(e) dump(e) error(e)";
                server.call(id, "run_script", &json!({ "script": script }));
            }
            server.answer(id);
        }
        let said = server.end();
        assert!(said.contains("is not liked"), "{said}");
        assert!(said.contains("[hidden]"), "{said}");
        assert!(!said.contains(&token), "{said}");
    }
}
