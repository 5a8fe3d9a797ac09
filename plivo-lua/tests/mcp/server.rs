//! A server that a test speaks to, line by line.

use std::fmt::Display;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use plivo_sandbox::Sandbox;
use serde_json::{Value, json};

/// A running server, after the handshake of the protocol.
pub(crate) struct Server {
    child: Child,
    /// Its input, unless a flood has it.
    input: Option<ChildStdin>,
    flood: Option<JoinHandle<ChildStdin>>,
    output: BufReader<ChildStdout>,
    /// Everything that it has written.
    written: String,
}

impl Server {
    /// Starts one with a sandbox of its own.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::spawn(command(arguments).arg("--sandbox"))
    }

    /// Starts one on a sandbox that the test holds.
    pub(crate) fn on(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let account = sandbox.account("default").unwrap();
        let mut command = command(arguments);
        command
            .env("PLIVO_BASE_ADDRESS", sandbox.base_url())
            .env("PLIVO_AUTH_ID", account.auth_id())
            .env("PLIVO_AUTH_TOKEN", account.auth_token());
        Self::spawn(&mut command)
    }

    fn spawn(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self {
            child,
            input: Some(input),
            flood: None,
            output,
            written: String::new(),
        };
        let handshake = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": { "name": "test", "version": "1" },
        });
        let reply = server.request("initialize", &handshake);
        assert_eq!(reply["result"]["serverInfo"]["name"], "plivo-lua");
        server.notify("initialized", &json!({}));
        server
    }

    /// Sends lines from another thread, and returns once all are written, or the server reads no further.
    pub(crate) fn flood(&mut self, count: u64, line: impl Fn(u64) -> String + Send + 'static) {
        let mut input = self.input.take().unwrap();
        let (progress, progresses) = mpsc::channel();
        self.flood = Some(thread::spawn(move || {
            for number in 0..count {
                writeln!(input, "{}", line(number)).unwrap();
                if number % 100 == 0 {
                    let _ = progress.send(());
                }
            }
            input
        }));
        while progresses.recv_timeout(Duration::from_secs(2)).is_ok() {}
    }

    /// Waits until a flood is written.
    pub(crate) fn join(&mut self) {
        let flood = self.flood.take();
        self.input = Some(flood.unwrap().join().unwrap());
    }

    /// Returns the most memory that the server has held, in MiB.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak(&self) -> usize {
        peak(self.child.id())
    }

    /// Returns the id of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn line(&mut self, line: &impl Display) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    pub(crate) fn notify(&mut self, event: &str, params: &Value) {
        let method = format!("notifications/{event}");
        self.line(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting for its answer.
    pub(crate) fn send(&mut self, id: u64, method: &str, params: &Value) {
        self.line(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    }

    /// Sends a request, and returns its answer.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        self.send(1, method, params);
        self.next(|_| true)
    }

    /// Calls a tool, and returns the answer.
    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        self.request("tools/call", &tool_call(tool, arguments))
    }

    /// Returns the next message that is wanted, past those that are not.
    pub(crate) fn next(&mut self, is_wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut line = String::new();
            let length = self.output.read_line(&mut line).unwrap();
            assert!(length > 0, "{}", self.written);
            self.written.push_str(&line);
            let message = serde_json::from_str(&line).unwrap();
            if is_wanted(&message) {
                return message;
            }
        }
    }

    /// Closes its input, and returns everything that it has written on both of its outputs.
    pub(crate) fn end(mut self) -> String {
        drop(self.input);
        self.output.read_to_string(&mut self.written).unwrap();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut self.written).unwrap();
        assert!(self.child.wait().unwrap().success(), "{}", self.written);
        self.written
    }

    /// Ends it at once.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Checks that it still answers, and that it ends well with its input.
    pub(crate) fn still_works(mut self) {
        let page = self.call("plivo_list_numbers", &json!({ "limit": 1 }));
        let numbers = &page["result"]["structuredContent"]["objects"];
        assert_eq!(numbers.as_array().unwrap().len(), 1, "{page}");
        self.end();
    }
}

pub(crate) fn tool_call(tool: &str, arguments: &Value) -> Value {
    json!({ "name": tool, "arguments": arguments })
}

/// Returns the text of a tool's answer.
pub(crate) fn text(answer: &Value) -> &str {
    answer["result"]["content"][0]["text"].as_str().unwrap()
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plivo-lua"));
    command
        .arg("mcp")
        .args(arguments)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env_remove("PLIVO_LUA_ACCOUNTS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Returns the most memory that a process has held, in MiB.
#[cfg(target_os = "linux")]
pub(crate) fn peak(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak: usize = peak
        .unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap();
    peak / 1024
}
