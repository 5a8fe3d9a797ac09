//! `listen`: what it accepts, forwards and refuses, and what it says of it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

use crate::program;

/// Plivo's signatures of these requests, made with this token.
const TOKEN: &str = "test_auth_token_0123456789";
const NONCE: &str = "05429567804466091622";
const PUBLIC: &str = "https://hooks.example.com";
const REPORT: &str = "MessageUUID=5b40a428-bfc7-4daf-9d06-726c558bf3b8&From=14151234567&To=14157654321\
                      &Status=delivered&ErrorCode=000&Units=1";
const V3: &str = "/Gtd4A3fYNGqqidXJEtX2ZwfPnlPCbue31e4o6Yillg=";
const V2: &str = "x6e6orKBKAB9fYwGaEOROmx8S9MXpQs9rcdjFZFbzaE=";
const REPEATED_FIELD: &str = "USf2qNjTIrM9Y9XUI3Bw7ioy+gYMLjJ+gvWLdFXFXOU=";

/// How long anything may take that happens at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// The running command.
struct Listening {
    child: Child,
    lines: Receiver<String>,
    said: String,
}

impl Listening {
    fn start(arguments: &[&str]) -> Self {
        let mut command = program(&[&["listen", "--json"], arguments].concat());
        command.env("PLIVO_AUTH_ID", "MA000000000000000000");
        command.env("PLIVO_AUTH_TOKEN", TOKEN);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            output
                .lines()
                .try_for_each(|line| sender.send(line.unwrap()))
        });
        Self {
            child,
            lines,
            said: String::new(),
        }
    }

    /// Returns what the next line says.
    fn next(&mut self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE).unwrap();
        self.said.push_str(&line);
        serde_json::from_str(&line).unwrap()
    }

    /// Returns the host and port that it listens on.
    fn address(&mut self) -> String {
        let address = self.next()["address"].as_str().unwrap().to_owned();
        address.trim_start_matches("http://").to_owned()
    }

    /// Presses Ctrl-C, and returns the exit code.
    fn interrupt(mut self) -> (Option<i32>, String) {
        let mut kill = Command::new("kill");
        kill.args(["-INT", &self.child.id().to_string()]);
        assert!(kill.status().unwrap().success());
        self.said.extend(self.lines.iter());
        (
            self.child.wait().unwrap().code(),
            std::mem::take(&mut self.said),
        )
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request and returns the status and the body of the response.
fn send(address: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
    let response = response(begin(address, path, headers, body));
    let status = response.split(' ').nth(1).map_or("0", |status| status);
    let (_, body) = response.split_once("\r\n\r\n").unwrap_or_default();
    (status.parse().unwrap(), body.to_owned())
}

/// Sends a request, and does not wait for the response.
fn begin(address: &str, path: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut request = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    let length = body.len().to_string();
    let mut all = vec![("content-length", length.as_str())];
    if headers.iter().all(|(name, _)| *name != "content-type") {
        all.push(("content-type", "application/x-www-form-urlencoded"));
    }
    for (name, value) in all.iter().chain(headers) {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    // The other side may refuse before it has read all.
    let _ = stream.write_all(format!("{request}\r\n{body}").as_bytes());
    stream
}

/// Waits for a response.
fn response(mut stream: TcpStream) -> String {
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    String::from_utf8(response).unwrap()
}

/// Returns the headers of a signed request.
fn signed<'a>(version: &str, signature: &'a str) -> [(&'static str, &'a str); 2] {
    match version {
        "V3" => [
            ("X-Plivo-Signature-V3", signature),
            ("X-Plivo-Signature-V3-Nonce", NONCE),
        ],
        _ => [
            ("X-Plivo-Signature-V2", signature),
            ("X-Plivo-Signature-V2-Nonce", NONCE),
        ],
    }
}

/// A server; it returns its address and the requests, which wait for their responses.
fn server() -> (String, Receiver<(TcpStream, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/app", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            while !head.ends_with("\r\n\r\n") {
                let start = head.len();
                assert!(stream.read_line(&mut head).unwrap() > 0);
                if let Some(value) = head[start..].strip_prefix("content-length: ") {
                    length = value.trim().parse().unwrap();
                }
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).unwrap();
            let body = String::from_utf8(body).unwrap();
            sender.send((stream.into_inner(), head + &body)).unwrap();
        }
    });
    (address, requests)
}

/// Answers the next request of a server, after something else, and returns the request.
fn answer(requests: &Receiver<(TcpStream, String)>, before: impl FnOnce(), head: &str) -> String {
    let (mut stream, request) = requests.recv_timeout(PATIENCE).unwrap();
    before();
    let response = format!("HTTP/1.1 {head}\r\ncontent-length: 11\r\n\r\n<Response/>");
    stream.write_all(response.as_bytes()).unwrap();
    request
}

#[test]
fn a_webhook_is_verified_by_its_public_url_and_forwarded_as_it_is() {
    let (forward, requests) = server();
    let mut listening = Listening::start(&["--public-url", PUBLIC, "--forward", &forward]);
    let address = listening.address();
    let report = begin(&address, "/plivo/status", &signed("V3", V3), REPORT);
    let head = "503 X\r\ncontent-type: application/xml\r\ncontent-encoding: gzip\r\nset-cookie: a=1\r\n\
                set-cookie: b=2\r\nconnection: x-hop\r\nx-hop: 1";
    let forwarded = answer(&requests, || (), head);
    assert!(
        forwarded.starts_with("POST /app/plivo/status HTTP/1.1\r\n"),
        "{forwarded}"
    );
    assert!(
        forwarded.contains(&format!("x-plivo-signature-v3: {V3}\r\n")),
        "{forwarded}"
    );
    assert!(
        forwarded.ends_with(&format!("\r\n\r\n{REPORT}")),
        "{forwarded}"
    );

    // So is the response, but for what belongs to a connection.
    let response = response(report);
    assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
    assert!(response.ends_with("\r\n\r\n<Response/>"), "{response}");
    for header in [
        "content-type: application/xml",
        "content-encoding: gzip",
        "set-cookie: a=1",
        "set-cookie: b=2",
    ] {
        assert!(
            response.contains(&format!("\r\n{header}\r\n")),
            "{response}"
        );
    }
    assert!(!response.contains("x-hop"), "{response}");
    let event = listening.next();
    assert_eq!(event["callback"], "delivery_report");
    assert_eq!(event["fields"]["Status"], "delivered");
    assert_eq!(
        (&event["status"], &event["forwarded"]["status"]),
        (&503.into(), &503.into())
    );
    let (exit, said) = listening.interrupt();
    assert_eq!(exit, Some(0));
    assert!(!said.contains(TOKEN), "{said}");
}

#[test]
fn a_webhook_is_delivered_only_when_the_other_server_says_so() {
    let (forward, requests) = server();
    let mut listening = Listening::start(&["--public-url", PUBLIC, "--forward", &forward]);
    let address = listening.address();
    let report = || begin(&address, "/plivo/status", &signed("V3", V3), REPORT);

    // A repeated one is not answered with success while the first may still fail.
    let first = report();
    let repeat = || {
        let repeated = response(report());
        assert!(repeated.starts_with("HTTP/1.1 503 "), "{repeated}");
        assert!(repeated.contains("\r\nretry-after: "), "{repeated}");
    };
    answer(&requests, repeat, "500 X");
    let error = listening.next()["error"].as_str().unwrap().to_owned();
    assert!(error.contains("still being forwarded"), "{error}");
    assert!(response(first).starts_with("HTTP/1.1 500 "));
    assert_eq!(listening.next()["forwarded"]["status"], 500);

    // Whether or not the caller waits: what failed is forwarded again, and what was handled is not.
    for status in [500, 200] {
        let caller = report();
        answer(&requests, || drop(caller), &format!("{status} X"));
        assert_eq!(listening.next()["forwarded"]["status"], status);
    }
    assert_eq!(
        send(&address, "/plivo/status", &signed("V3", V3), REPORT),
        (200, String::new())
    );
    assert_eq!(listening.next()["error"], "it was accepted before");
}

#[test]
fn what_cannot_be_forwarded_is_not_accepted() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let forward = format!("http://{}", gone.unwrap());
    let mut listening = Listening::start(&["--public-url", PUBLIC, "--forward", &forward]);
    let address = listening.address();
    let (status, _) = send(&address, "/plivo/status?id=42", &signed("V2", V2), REPORT);
    let event = listening.next();
    assert_eq!((status, &event["scheme"]), (502, &"V2".into()));
    assert_eq!(event["covers_fields"], false);
    let error = event["forwarded"]["error"].as_str().unwrap();
    assert!(error.contains("refused"), "{error}");
}

/// The status of a refusal, the path, headers and body of the request, and what is said of it.
type Refused<'a> = (u16, &'a str, &'a [(&'a str, &'a str)], &'a str, &'a str);

#[test]
fn what_is_not_verified_is_refused_with_the_reason() {
    let mut listening = Listening::start(&["--public-url", PUBLIC]);
    let address = listening.address();
    let truncated = &V3[..20];
    let large = "x".repeat(300 * 1024);
    let cases: [Refused<'_>; 8] = [
        (403, "/plivo/status", &[], REPORT, "it has no signature"),
        (
            403,
            "/plivo/status",
            &[("X-Plivo-Signature-V3", V3)],
            REPORT,
            "the header `x-plivo-signature-v3-nonce` is missing",
        ),
        (
            403,
            "/plivo/status",
            &signed("V3", truncated),
            REPORT,
            "no signature matches",
        ),
        (
            403,
            "/plivo/other",
            &signed("V3", V3),
            REPORT,
            "no signature matches",
        ),
        (
            403,
            "/plivo/status",
            &signed("V3", V3),
            "Status=delivered",
            "no signature matches",
        ),
        (
            400,
            "/plivo/inbound?z=1&a=x%20y&a=b",
            &signed("V3", REPEATED_FIELD),
            "b=2&a=z&a=b",
            "the field `a` is repeated",
        ),
        (
            415,
            "/plivo/status",
            &[("content-type", "text/plain"), ("x-plivo-signature-v3", V3)],
            REPORT,
            "neither a form nor JSON",
        ),
        (
            413,
            "/plivo/status",
            &signed("V3", V3),
            &large,
            "more than 262144 bytes",
        ),
    ];
    for (expected, path, headers, body, problem) in cases {
        let (status, said) = send(&address, path, headers, body);
        assert_eq!(status, expected, "{said}");
        assert!(said.contains(problem), "{said}");
        let event = listening.next();
        let error = event["error"].as_str().unwrap();
        assert!(
            event["event"] == "refused" && error.contains(problem),
            "{event}"
        );
        assert!(!event["path"].as_str().unwrap().contains('?'), "{event}");
    }
    // Headers without end are not even a request.
    let long = "x".repeat(64 * 1024);
    assert_eq!(
        send(&address, "/plivo/status", &[("x-long", &long)], REPORT).0,
        431
    );

    // It still listens.
    assert_eq!(
        send(&address, "/plivo/status", &signed("V3", V3), REPORT),
        (200, String::new())
    );
    let (exit, said) = listening.interrupt();
    assert!(exit == Some(0) && !said.contains(TOKEN), "{said}");
}

#[test]
fn the_sandbox_shows_a_send_from_queued_to_delivered() {
    let mut listening = Listening::start(&["--sandbox"]);
    let address = listening.address();
    let call = listening.next();
    assert_eq!(call["function"], "send_sms");
    let uuid = &call["result"]["message_uuid"];
    let mut states = Vec::new();
    while states.last() != Some(&Value::from("delivered")) {
        let event = listening.next();
        assert_eq!(
            (&event["event"], &event["scheme"]),
            (&"webhook".into(), &"V3".into())
        );
        if event["fields"]["MessageUUID"] == *uuid {
            states.push(event["fields"]["Status"].clone());
        }
    }
    assert_eq!(states, ["sent", "delivered"]);
    // Other pages and programs of this machine cannot post there.
    assert_eq!(send(&address, "/", &signed("V3", V3), REPORT).0, 403);
    assert_eq!(listening.interrupt().0, Some(0));
}

#[test]
fn a_url_that_cannot_be_used_is_refused_at_once() {
    for (option, url) in [
        ("--public-url", "hooks.example.com"),
        ("--public-url", "https://hooks.example.com/?a=b"),
        ("--forward", "ftp://127.0.0.1/"),
        ("--forward", "http://user:secret@127.0.0.1/"),
    ] {
        let output = program(&["listen", "--sandbox", option, url])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{option} {url}");
    }
}
