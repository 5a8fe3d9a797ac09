//! Hostile scripts over MCP: the server answers all the while, and no worker outlives its call.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use plivo_sandbox::Sandbox;
use serde_json::json;

use crate::server::{Server, text, tool_call};

/// Scripts that no hook of the interpreter stops, or that take much memory.
const ATTACKS: &[&str] = &[
    "local n=262144 local m=2*n-1 local t={} for i=1,n do t[i*m]=true end t[(n+1)*m]=true",
    "load('if a then '..('elseif a then '):rep(200000)..' end')",
    "string.find(('a'):rep(200000), '[' .. ('b'):rep(8e6) .. ']')",
    "('a'):rep(40):find(('.-'):rep(20) .. 'b')",
    "error(('\\1'):rep(1e4):rep(1500))",
    "local s = ('x'):rep(1e4):rep(1200) while true do s:upper() end",
    "while true do end",
    "while true do print('flood') end",
];

/// Returns the processes whose parent is this one.
fn children(parent: u32) -> Vec<String> {
    let mut children = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let process = entry.file_name().to_string_lossy().into_owned();
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        if status.contains(&format!("PPid:\t{parent}\n")) {
            children.push(process);
        }
    }
    children
}

/// Returns the most memory that a process has had, in KiB.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.unwrap()
        .split_whitespace()
        .nth(1)
        .unwrap()
        .parse()
        .unwrap()
}

#[test]
fn a_server_answers_pings_while_scripts_do_their_worst() {
    let mut server = Server::start(&["--mode", "code", "--time-limit", "0.5"]);
    let before = peak(server.pid());
    for (id, script) in (100..).zip(ATTACKS.iter().cycle().take(24)) {
        server.send(
            id,
            "tools/call",
            &tool_call("run_script", &json!({ "script": script })),
        );
    }
    let ended = RefCell::new(BTreeSet::new());
    for ping in 1000.. {
        let sent = Instant::now();
        server.send(ping, "ping", &json!({}));
        server.next(|message| {
            if let Some(id @ 100..1000) = message["id"].as_u64() {
                assert!(message.to_string().len() < 200_000);
                ended.borrow_mut().insert(id);
            }
            message["id"] == ping
        });
        let took = sent.elapsed();
        assert!(took < Duration::from_secs(1), "a ping took {took:?}");
        if ended.borrow().len() == 24 {
            break;
        }
    }
    let more = peak(server.pid()) - before;
    assert!(more < 64 * 1024, "the server took {more} KiB more");
    // At most the worker that is ready is left.
    while children(server.pid()).len() > 1 {}
    let works = server.call("run_script", &json!({ "script": "return 1 + 1" }));
    assert_eq!(text(&works), "returned: 2");
    server.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_dies_with_its_call_and_with_its_client() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut server = Server::on(&sandbox, &["--mode", "code"]);
    let endless = json!({ "script": "app.integrations.plivo.list_numbers{} while true do end" });
    for requests in 1..=2 {
        server.send(7, "tools/call", &tool_call("run_script", &endless));
        while sandbox.journal().len() < requests {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        assert_eq!(children(server.pid()).len(), 2);
        if requests == 1 {
            server.notify("cancelled", &json!({ "requestId": 7 }));
            while children(server.pid()).len() > 1 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
    }
    let workers = children(server.pid());
    for worker in &workers {
        let environment = fs::read(format!("/proc/{worker}/environ")).unwrap();
        assert_eq!(
            environment, b"",
            "a worker has no credential in its environment"
        );
    }
    server.end();
    let is_alive = |worker: &String| fs::exists(format!("/proc/{worker}")).unwrap();
    while workers.iter().any(is_alive) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
