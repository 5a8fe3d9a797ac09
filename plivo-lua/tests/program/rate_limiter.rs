//! The option `--rate-limiter`, against a server that answers as Redis does.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

use plivo_sandbox::Sandbox;

use crate::{ended, program};

const CALL: [&str; 3] = ["call", "list_numbers", "limit=1"];

/// Runs a call with a rate limiter in the environment. Returns its exit code and what it printed as an error.
async fn call(url: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let sandbox = Sandbox::start().await.unwrap();
    let account = sandbox.account("default").unwrap();
    let mut command = program(&[&CALL, arguments].concat());
    command
        .env("PLIVO_AUTH_ID", account.auth_id())
        .env("PLIVO_AUTH_TOKEN", account.auth_token())
        .env("PLIVO_BASE_ADDRESS", sandbox.base_url())
        .env("PLIVO_LUA_RATE_LIMITER", url);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let (exit, _, said) = ended(&output.await.unwrap());
    (exit, said)
}

/// Starts a server that permits everything, and passes on what it is sent.
fn server() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    let (sender, commands) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let sender = sender.clone();
            std::thread::spawn(move || serve(stream.unwrap(), &sender));
        }
    });
    (url, commands)
}

fn serve(mut stream: TcpStream, commands: &Sender<String>) {
    let mut bytes = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut bytes) {
        let sent = String::from_utf8_lossy(&bytes[..length]).into_owned();
        let answer = if sent.contains("EVALSHA") {
            ":0\r\n".to_owned()
        } else {
            "+OK\r\n".repeat(sent.matches("SETINFO").count())
        };
        let _ = commands.send(sent);
        let _ = stream.write_all(answer.as_bytes());
    }
}

#[tokio::test]
async fn the_requests_of_an_account_are_counted_by_the_server() {
    let (url, commands) = server();
    assert_eq!(call(&url, &[]).await, (Some(0), String::new()));
    let scripts: Vec<_> = commands
        .try_iter()
        .filter(|sent| sent.contains("EVALSHA"))
        .collect();
    // One before the request, and one after it.
    assert_eq!(scripts.len(), 2, "{scripts:?}");
    for script in scripts {
        assert!(script.contains("rate-limits:{"), "{script}");
    }
}

#[tokio::test]
async fn a_sandbox_and_a_dry_run_need_no_server() {
    let (url, commands) = server();
    for option in ["--sandbox", "--dry-run"] {
        let (exit, said) = call(&url, &[option]).await;
        assert_eq!(exit, Some(0), "{said}");
    }
    assert_eq!(commands.try_iter().count(), 0);
}

#[tokio::test]
async fn a_server_that_is_away_is_warned_of_and_a_wrong_address_refused() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let (exit, said) = call(&format!("redis://:s3cret@{address}"), &[]).await;
    assert_eq!(exit, Some(0), "{said}");
    let warning = format!(
        "warning: the rate limiter is not available, so other processes are not counted: Redis at {address}: "
    );
    assert!(said.starts_with(&warning), "{said}");
    let (exit, wrong) = call("http://:s3cret@127.0.0.1", &[]).await;
    assert_eq!(exit, Some(2), "{wrong}");
    let (_, help) = call("redis://:s3cret@127.0.0.1", &["--help"]).await;
    for said in [said, wrong, help] {
        assert!(!said.contains("s3cret"), "{said}");
    }
}
