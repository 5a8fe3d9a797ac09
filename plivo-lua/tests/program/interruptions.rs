//! Interruptions of the program, and its input from pipes.

use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use plivo_sandbox::{Failure, Fault, Sandbox};

use crate::ended;
use crate::prompt::{on, with_state};

/// Waits for a line on standard output, then presses Ctrl-C from outside.
fn interrupt(child: &mut Child, line: Option<&str>) -> (Option<i32>, String) {
    if let Some(wanted) = line {
        let output = child.stdout.as_mut().unwrap();
        let mut read = String::new();
        BufReader::new(output).read_line(&mut read).unwrap();
        assert_eq!(read.trim_end(), wanted);
    }
    let process = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &process]).status();
    assert!(sent.unwrap().success());
    let mut said = String::new();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    while errors.read_line(&mut said).unwrap() > 0 {}
    (child.wait().unwrap().code(), said)
}

fn piped(mut command: Command) -> Child {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_script_that_computes_is_interrupted() {
    let state = tempfile::tempdir().unwrap();
    let code = "app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi') print('begun') while true do end";
    let run = ["run", "--sandbox", "--write", "allow", "-e", code];
    let mut child = piped(with_state(state.path(), &run));
    let (exit, said) = interrupt(&mut child, Some("begun"));
    assert_eq!(exit, Some(130), "{said}");
    let sent = "interrupted; before this error, send_sms was done once, so do not repeat it";
    assert!(said.contains(sent), "{said}");
}

/// Waits until so many requests have arrived.
async fn arrived(sandbox: &Sandbox, requests: usize) {
    while sandbox.journal().len() < requests {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_on_its_way_is_told_when_it_is_interrupted() {
    let state = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.inject(Fault::new(Failure::Delay(Duration::from_mins(1))).method("POST"));
    let send = [
        "call",
        "send_sms",
        "src=+14155552671",
        "dst=+14155551234",
        "text=hi",
        "--write",
        "allow",
    ];
    let mut child = piped(on(&sandbox, state.path(), &send));
    arrived(&sandbox, 1).await;
    let (exit, said) = tokio::task::spawn_blocking(move || interrupt(&mut child, None))
        .await
        .unwrap();
    assert_eq!(exit, Some(130), "{said}");
    assert!(said.contains("it may have taken effect"), "{said}");
    assert_eq!(sandbox.journal().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_list_is_interrupted_between_its_pages() {
    let state = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start().await.unwrap();
    let list = [
        "call",
        "list_messages",
        "--all",
        "start_time=2025-12-01",
        "--json",
    ];
    // The first page comes at once, and the second one does not come.
    for wait in [Duration::ZERO, Duration::from_mins(1)] {
        sandbox.inject(Fault::new(Failure::Delay(wait)));
    }
    let child = piped(on(&sandbox, state.path(), &list));
    arrived(&sandbox, 2).await;
    let report = interrupted_report(child).await;
    assert_eq!(report["result"].as_array().unwrap().len(), 20);
    let calls = report["integration_calls"].as_array().unwrap();
    let ended: Vec<_> = calls
        .iter()
        .map(|call| call["status"].as_str().unwrap())
        .collect();
    assert_eq!(ended, ["succeeded", "cancelled"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_script_reports_what_it_did_so_far() {
    let state = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start().await.unwrap();
    let code = "print('begun') app.integrations.plivo.list_numbers{limit = 1} while true do end";
    let child = piped(on(&sandbox, state.path(), &["run", "--json", "-e", code]));
    arrived(&sandbox, 1).await;
    let report = interrupted_report(child).await;
    assert_eq!(report["output"], "begun\n");
    assert!(report["result"].is_null());
}

/// Interrupts a program that writes JSON, and returns what it wrote.
async fn interrupted_report(mut child: Child) -> serde_json::Value {
    let ended = tokio::task::spawn_blocking(move || (interrupt(&mut child, None), child));
    let ((exit, said), mut child) = ended.await.unwrap();
    assert_eq!(exit, Some(130), "{said}");
    let report: serde_json::Value = serde_json::from_reader(child.stdout.take().unwrap()).unwrap();
    assert_eq!(report["success"], false);
    assert_eq!(report["error"]["code"], "interrupted");
    report
}

#[test]
fn a_pipe_from_which_nothing_comes_is_interrupted() {
    let state = tempfile::tempdir().unwrap();
    let mut command = with_state(state.path(), &["repl", "--sandbox"]);
    command.stdin(Stdio::piped());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = child.stdin.as_mut().unwrap();
    input.write_all(b"'read'\n").unwrap();
    input.flush().unwrap();
    let (exit, said) = interrupt(&mut child, Some("\"read\""));
    assert_eq!(exit, Some(130), "{said}");
}

#[test]
fn what_is_no_text_is_told_and_does_nothing() {
    let state = tempfile::tempdir().unwrap();
    let input = state.path().join("input");
    fs::write(&input, b"x = 1\n'\xff'\nprint('never')\n").unwrap();
    let repl = |arguments: &[&str]| {
        let mut command = with_state(state.path(), arguments);
        command.stdin(fs::File::open(&input).unwrap());
        ended(&command.output().unwrap())
    };
    let (exit, printed, said) = repl(&["repl", "--sandbox"]);
    assert_eq!((exit, printed.as_str()), (Some(2), ""), "{said}");
    assert!(said.contains("standard input is not UTF-8"), "{said}");

    // A script may hold any bytes in its texts, and prints them as they are.
    fs::write(&input, b"io = nil print(#'\xff\xfe')").unwrap();
    let (exit, printed, said) = repl(&["run", "--sandbox", "-"]);
    assert_eq!((exit, printed.as_str()), (Some(0), "2\n"), "{said}");
}

#[test]
fn a_pipe_is_run_line_by_line_to_the_first_failure() {
    let state = tempfile::tempdir().unwrap();
    let input = state.path().join("input");
    fs::write(
        &input,
        "x = 2\nx * 3\nfor n = 1, 2 do\nprint(n)\nend\nx.y.z\nprint('never')\n",
    )
    .unwrap();
    let run = |arguments: &[&str]| {
        let mut command = with_state(state.path(), arguments);
        command.stdin(fs::File::open(&input).unwrap());
        ended(&command.output().unwrap())
    };
    let (exit, printed, said) = run(&["repl", "--sandbox"]);
    assert_eq!((exit, printed.as_str()), (Some(1), "6\n1\n2\n"));
    assert!(
        said.starts_with("error: input:1: attempt to index"),
        "{said}"
    );

    let (exit, printed, said) = run(&["repl", "--sandbox", "--json"]);
    assert_eq!((exit, said.as_str()), (Some(1), ""));
    let lines: Vec<serde_json::Value> = printed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[1]["result"], serde_json::json!(["6"]));
    assert_eq!(lines[2]["output"], "1\n2\n");
    assert_eq!(lines[3]["success"], false);
    assert_eq!(lines.len(), 4);
}

#[test]
fn a_pipe_has_a_line_for_each_piece_however_the_last_one_ends() {
    let state = tempfile::tempdir().unwrap();
    let arguments = ["repl", "--sandbox", "--json", "--time-limit", "0.5"];
    // A step that the interpreter cannot stop, and a wait.
    for (piece, code, exit) in [
        (
            "('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(40) .. 'b')\n",
            "script",
            1,
        ),
        ("", "interrupted", 130),
    ] {
        let mut command = with_state(state.path(), &arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.as_mut().unwrap();
        input.write_all(b"'first'\n").unwrap();
        input.write_all(piece.as_bytes()).unwrap();
        input.flush().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut next = || -> serde_json::Value {
            serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap()
        };
        assert_eq!(next()["result"], serde_json::json!(["\"first\""]));
        if piece.is_empty() {
            let kill = Command::new("kill")
                .args(["-INT", &child.id().to_string()])
                .status();
            assert!(kill.unwrap().success());
        }
        let last = next();
        assert_eq!(
            (&last["success"], &last["error"]["code"]),
            (&false.into(), &code.into()),
            "{last}"
        );
        assert!(lines.next().is_none());
        assert_eq!(child.wait().unwrap().code(), Some(exit));
    }
}
