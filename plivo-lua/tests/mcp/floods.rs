//! Floods of a client: what the server holds stays bounded, measured from outside, and it still answers.
#![cfg(target_os = "linux")]

use serde_json::{Value, json};

use crate::server::{Server, text};

/// The most memory that the server may ever hold, in MiB.
const MOST: usize = 80;

#[test]
fn bad_lines_whose_replies_nobody_reads() {
    const LINES: u64 = 60_000;
    let mut server = Server::start(&[]);
    server.flood(LINES, |_| "nonsense".to_owned());
    for _ in 0..LINES {
        assert_eq!(server.next(|_| true)["error"]["code"], -32700);
    }
    server.join();
    assert!(server.peak() < MOST, "{} MiB", server.peak());
    server.still_works();
}

#[test]
fn requests_whose_answers_nobody_reads() {
    const REQUESTS: u64 = 3_000;
    let mut server = Server::start(&[]);
    server.flood(REQUESTS, |id| {
        json!({ "jsonrpc": "2.0", "id": id, "method": "tools/list" }).to_string()
    });
    let mut answered = 0;
    for _ in 0..REQUESTS {
        let answer = server.next(|_| true);
        let code = answer["error"]["code"].as_i64();
        assert!(code.is_none_or(|code| code == -32000), "{answer}");
        answered += usize::from(code.is_none());
    }
    server.join();
    assert!(answered > 100, "{answered}");
    assert!(server.peak() < MOST, "{} MiB", server.peak());
    server.still_works();
}

#[test]
fn calls_that_wait_for_a_service_that_does_not_answer() {
    use plivo_sandbox::{Failure, Fault, Sandbox};
    use std::time::Duration;

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    sandbox.inject(Fault::new(Failure::Delay(Duration::from_mins(10))).times(10_000));
    let mut server = Server::on(&sandbox, &[]);
    // What a request says about itself is held until it is answered.
    server.flood(100, |id| {
        let params = json!({
            "name": "plivo_get_number", "arguments": { "number": "14155552671" }, "_meta": { "x": "x".repeat(1_000_000) },
        });
        json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params }).to_string()
    });
    for _ in 0..90 {
        let answer = server.next(|_| true);
        assert_eq!(answer["error"]["code"], -32000, "{answer}");
    }
    server.join();
    server.send(1_000, "ping", &json!({}));
    assert_eq!(
        server.next(|message| message["id"] == 1_000)["result"],
        json!({})
    );
    assert!(server.peak() < MOST, "{} MiB", server.peak());
    server.kill();
}

#[test]
fn a_request_of_many_values_and_names_of_megabytes() {
    let mut server = Server::start(&[]);
    let lists = json!({ "name": "plivo_list_numbers", "arguments": { "a": vec![Vec::<u8>::new(); 300_000] } });
    let refused = server.request("tools/call", &lists);
    assert_eq!(refused["error"]["code"], -32600, "{refused}");
    let long = "x".repeat(1_000_000);
    let mut arguments = serde_json::Map::new();
    arguments.insert(long.clone(), Value::Null);
    for (method, params) in [
        ("tools/call", json!({ "name": &long })),
        (
            "tools/call",
            json!({ "name": "plivo_list_numbers", "arguments": arguments }),
        ),
        (
            "tools/call",
            json!({ "name": "plivo_list_numbers", "arguments": { "account": &long } }),
        ),
        (
            "tools/call",
            json!({ "name": "plivo_get_number", "arguments": { "number": &long } }),
        ),
        ("resources/read", json!({ "uri": format!("docs://{long}") })),
        (long.as_str(), json!({})),
    ] {
        let answer = server.request(method, &params).to_string();
        assert!(answer.len() < 40_500, "{} bytes", answer.len());
    }
    assert!(server.peak() < MOST, "{} MiB", server.peak());
    server.still_works();
}

#[test]
fn cancelled_requests_hold_nothing() {
    let mut server = Server::start(&["--mode", "code"]);
    for id in 0..300 {
        let params = json!({ "name": "search_docs", "arguments": { "query": "calls" } });
        server.send(id, "tools/call", &params);
        server.notify("cancelled", &json!({ "requestId": id }));
    }
    let params = json!({ "name": "search_docs", "arguments": { "query": "calls" } });
    server.send(1_000, "tools/call", &params);
    let answer = server.next(|message| message["id"] == 1_000);
    assert!(text(&answer).contains("list_calls"), "{answer}");
    server.end();
}
