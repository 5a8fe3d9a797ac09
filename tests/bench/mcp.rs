//! The cost of the MCP server on top of Rust: a call of a tool over standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use plivo_lua::mcp::{self, Mode};
use tokio::runtime::{Builder, Runtime};

use crate::lua;
use crate::row::Row;
use crate::server::{self, Server};

/// The variable with the address of the service, for the process that serves MCP.
const SERVICE: &str = "PLIVO_BENCH_MCP";

/// Serves MCP if this is the process that [`row`] starts, and returns whether it is.
pub(crate) fn serve() -> bool {
    let Ok(address) = std::env::var(SERVICE) else {
        return false;
    };
    let host = lua::host(&server::client(&address));
    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    runtime
        .block_on(mcp::serve_stdio(mcp::Server::new(host, Mode::Tools)))
        .unwrap();
    true
}

/// Lists a page with a tool, until its answer has been read but not parsed.
pub(crate) fn row(server: &Server, runtime: &Runtime) -> Row {
    let mut session = Session::start(server);
    let client = server.client();
    Row::of_time(
        "list a page over MCP, 1 at a time",
        "the same from Rust",
        "at most 5",
        100,
        || {
            let answer = session.request("tools/call", CALL);
            assert!(answer.contains(r#""isError":false"#), "{answer}");
        },
        lua::from_rust(&client, runtime),
    )
}

const CALL: &str = r#"{"name":"plivo_list_messages","arguments":{"limit":20}}"#;

/// A client of a server in a process of its own.
struct Session {
    server: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    id: u32,
    answer: String,
}

impl Session {
    fn start(server: &Server) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(SERVICE, server.address());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = command.spawn().unwrap();
        let mut session = Self {
            requests: server.stdin.take().unwrap(),
            answers: BufReader::new(server.stdout.take().unwrap()),
            server,
            id: 0,
            answer: String::new(),
        };
        session.request(
            "initialize",
            r#"{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}"#,
        );
        session.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        session
    }

    /// Sends a request and returns the line that answers it.
    fn request(&mut self, method: &str, params: &str) -> &str {
        self.id += 1;
        let id = self.id;
        self.send(&format!(
            r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{params}}}"#
        ));
        self.answer.clear();
        self.answers.read_line(&mut self.answer).unwrap();
        &self.answer
    }

    fn send(&mut self, message: &str) {
        self.requests
            .write_all(format!("{message}\n").as_bytes())
            .unwrap();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
