//! `listen`: what it accepts, forwards and refuses, and what it says of it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

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

/// The running command.
struct Listening {
    child: Child,
    lines: BufReader<ChildStdout>,
    said: String,
}

impl Listening {
    fn start(arguments: &[&str]) -> Self {
        let mut command = program(&[&["listen", "--json"], arguments].concat());
        command.env("PLIVO_AUTH_ID", "MA000000000000000000");
        command.env("PLIVO_AUTH_TOKEN", TOKEN);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            lines,
            said: String::new(),
        }
    }

    /// Returns what the next line says.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
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
        self.lines.read_to_string(&mut self.said).unwrap();
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
    let mut stream = TcpStream::connect(address).unwrap();
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
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    let response = String::from_utf8(response).unwrap();
    let status = response.split(' ').nth(1).map_or("0", |status| status);
    let (_, body) = response.split_once("\r\n\r\n").unwrap_or_default();
    (status.parse().unwrap(), body.to_owned())
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

/// A server that answers with these statuses, one after the other; it returns its address and the requests.
fn server(statuses: &'static [u16]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/app", listener.local_addr().unwrap());
    let (sender, requests) = channel();
    std::thread::spawn(move || {
        for (status, stream) in statuses.iter().zip(listener.incoming()) {
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
            sender.send(head + &body).unwrap();
            let response = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/xml\r\ncontent-length: 11\r\n\r\n<Response/>"
            );
            stream.get_mut().write_all(response.as_bytes()).unwrap();
        }
    });
    (address, requests)
}

#[test]
fn a_webhook_is_verified_by_its_public_url_and_forwarded_until_it_is_handled() {
    let (forward, requests) = server(&[503, 200]);
    let mut listening = Listening::start(&["--public-url", PUBLIC, "--forward", &forward]);
    let address = listening.address();
    let report = || send(&address, "/plivo/status", &signed("V3", V3), REPORT);

    let refused = report();
    assert_eq!(refused, (503, "<Response/>".to_owned()));
    let event = listening.next();
    assert_eq!(event["callback"], "delivery_report");
    assert_eq!(event["fields"]["Status"], "delivered");
    assert_eq!(
        (&event["status"], &event["forwarded"]["status"]),
        (&503.into(), &503.into())
    );
    let forwarded = requests.recv().unwrap();
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

    // What was not handled may come again; what was handled is not handled twice.
    assert_eq!(report().0, 200);
    assert_eq!(listening.next()["status"], 200);
    assert_eq!(report(), (200, String::new()));
    let event = listening.next();
    assert_eq!(event["error"], "it was accepted before");
    requests.recv().unwrap();

    let (exit, said) = listening.interrupt();
    assert_eq!(exit, Some(0));
    assert!(!said.contains(TOKEN), "{said}");
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
