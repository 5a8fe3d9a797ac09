//! The server over HTTP: who has no token locks nobody out, sessions are few, and a call ends with its connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command};
use std::time::Duration;

use plivo_sandbox::{Failure, Fault, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::server::{command, tool_call};

const TOKEN: &str = "a token of the test";
const BOTH: &str = "application/json, text/event-stream";

/// A running server.
struct HttpServer {
    child: Child,
    address: SocketAddr,
}

impl HttpServer {
    fn start(options: &[&str], configure: impl FnOnce(&mut Command)) -> Self {
        let mut command = command(options);
        command
            .args(["--http", "0"])
            .env("PLIVO_LUA_MCP_TOKEN", TOKEN);
        configure(&mut command);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        errors.read_line(&mut line).unwrap();
        let address = line.strip_prefix("http://").unwrap().split('/').next();
        let address = address.unwrap().parse().unwrap();
        Self { child, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_mins(1)))
            .unwrap();
        stream
    }

    /// Sends a message, and returns the connection on which the answer comes.
    fn send(&self, session: Option<&str>, accept: &str, message: &Value) -> TcpStream {
        let mut stream = self.connect();
        let body = message.to_string();
        let session = session.map_or(String::new(), |id| format!("Mcp-Session-Id: {id}\r\n"));
        write!(
            stream,
            "POST /mcp HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {TOKEN}\r\nAccept: {accept}\r\n\
             Content-Type: application/json\r\nConnection: close\r\n{session}Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        stream
    }

    /// Starts a session, and returns the status of the answer and the session's id.
    fn initialize(&self, accept: &str) -> (u16, Option<String>) {
        let params = json!({
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" },
        });
        let message =
            json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params });
        let answer = whole(self.send(None, accept, &message));
        let session = answer
            .lines()
            .find_map(|line| line.strip_prefix("mcp-session-id: "))
            .map(|id| id.trim().to_owned());
        if let Some(session) = &session {
            let started = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
            whole(self.send(Some(session), BOTH, &started));
        }
        (status(&answer), session)
    }

    fn call(&self, session: &str, tool: &str, arguments: &Value) -> TcpStream {
        let params = tool_call(tool, arguments);
        let message =
            json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        self.send(Some(session), BOTH, &message)
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Returns all that the server sends.
fn whole(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn half_written_requests_without_a_token_lock_nobody_out() {
    let server = HttpServer::start(&["--sandbox"], |_| ());
    let strangers: Vec<_> = (0..600)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"POST /mcp HTTP/1.1\r\nHost: ").unwrap();
            stream
        })
        .collect();
    assert_eq!(server.initialize(BOTH).0, 200);
    #[cfg(target_os = "linux")]
    {
        let process = server.child.id();
        let files = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap();
        let files = files.count();
        assert!(files < 250, "{files} files");
        let peak = crate::server::peak(process);
        assert!(peak < 100, "{peak} MiB");
    }
    drop(strangers);
}

#[test]
fn sessions_are_few_and_an_ended_one_makes_room() {
    let server = HttpServer::start(&["--sandbox"], |_| ());
    let mut sessions: Vec<_> = (0..80).map(|_| server.initialize(BOTH)).collect();
    let open = sessions.iter().filter(|(status, _)| *status == 200).count();
    assert_eq!(open, 64);
    let (status_of_last, none) = sessions.pop().unwrap();
    assert_eq!((status_of_last, none), (503, None));
    let first = sessions.swap_remove(0).1.unwrap();
    let mut stream = server.connect();
    write!(
        stream,
        "DELETE /mcp HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {TOKEN}\r\nMcp-Session-Id: {first}\r\nConnection: close\r\n\r\n",
        server.address
    )
    .unwrap();
    assert!(status(&whole(stream)) < 300);
    assert_eq!(server.initialize(BOTH).0, 200);
}

#[test]
fn a_client_that_accepts_anything_is_answered() {
    let server = HttpServer::start(&["--sandbox"], |_| ());
    for accept in ["*/*", "text/html, */*;q=0.8", BOTH] {
        assert_eq!(server.initialize(accept).0, 200, "{accept}");
    }
    assert_eq!(server.initialize("text/html").0, 406);
}

/// Starts a server on a sandbox whose numbers take ten minutes to answer.
fn slow() -> (Runtime, Sandbox, HttpServer) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    let slow = Fault::new(Failure::Delay(Duration::from_mins(10)));
    sandbox.inject(slow.path("/Number/").times(1_000));
    let account = sandbox.account("default").unwrap();
    let server = HttpServer::start(&[], |command| {
        command
            .env("PLIVO_BASE_ADDRESS", sandbox.base_url())
            .env("PLIVO_AUTH_ID", account.auth_id())
            .env("PLIVO_AUTH_TOKEN", account.auth_token());
    });
    (runtime, sandbox, server)
}

#[test]
fn a_call_ends_with_the_connection_of_its_client() {
    let (_runtime, sandbox, server) = slow();
    let session = server.initialize(BOTH).1.unwrap();
    // As many as may run at once: the last call waits until one of these has ended.
    let calls: Vec<_> = (1..=16)
        .map(|count| {
            let arguments = json!({ "number": "14155552671" });
            let call = server.call(&session, "plivo_get_number", &arguments);
            while sandbox.journal().len() < count {
                std::thread::sleep(Duration::from_millis(2));
            }
            call
        })
        .collect();
    drop(calls);
    let answer = whole(server.call(&session, "plivo_list_applications", &json!({})));
    assert!(answer.contains("app_id"), "{answer}");
}

#[test]
fn messages_of_megabytes_are_few_at_once() {
    let (_runtime, _sandbox, server) = slow();
    let session = server.initialize(BOTH).1.unwrap();
    let params = json!({
        "name": "plivo_get_number",
        "arguments": { "number": "14155552671" },
        "_meta": { "x": "x".repeat(1_000_000) },
    });
    let message = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    let calls = (0..60).map(|_| server.send(Some(&session), BOTH, &message));
    let mut refused = 0;
    let open: Vec<_> = calls
        .filter_map(|mut call| {
            let mut start = [0; 12];
            call.read_exact(&mut start).unwrap();
            refused += usize::from(start.ends_with(b"503"));
            start.ends_with(b"200").then_some(call)
        })
        .collect();
    assert_eq!((open.len(), refused), (8, 52));
    let lists =
        json!({ "jsonrpc": "2.0", "id": 2, "method": "ping", "params": { "x": vec![0; 30_000] } });
    assert_eq!(
        status(&whole(server.send(Some(&session), BOTH, &lists))),
        413
    );
    drop(open);
    #[cfg(target_os = "linux")]
    assert!(crate::server::peak(server.child.id()) < 100);
}
