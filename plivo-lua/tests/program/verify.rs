//! `accounts --verify`: it asks first, and says what it found in the exit code, in JSON and in a file.

use std::fs;
use std::process::Command;

use plivo_sandbox::{Failure, Fault, Sandbox};
use rexpect::session::spawn_command;
use serde_json::Value;

use crate::{ended, program};

/// Returns the command on the account of a sandbox, as if it were the service.
fn on(sandbox: &Sandbox, arguments: &[&str]) -> Command {
    let account = sandbox.account("default").unwrap();
    let mut command = program(&[&["accounts", "--verify"], arguments].concat());
    command
        .env("PLIVO_BASE_ADDRESS", sandbox.base_url())
        .env("PLIVO_AUTH_ID", account.auth_id())
        .env("PLIVO_AUTH_TOKEN", account.auth_token());
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_is_made_before_somebody_agrees() {
    let sandbox = Sandbox::start().await.unwrap();
    let (exit, _, said) = ended(&on(&sandbox, &[]).output().unwrap());
    assert!(
        exit == Some(3) && said.contains("or with `--yes`"),
        "{said}"
    );

    let mut terminal = spawn_command(on(&sandbox, &[]), Some(20_000)).unwrap();
    terminal.exp_string("GET requests").unwrap();
    terminal.exp_string("on the account `default`").unwrap();
    terminal.exp_string("[y/N] ").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("no request was made").unwrap();
    assert!(sandbox.journal().is_empty());

    let mut terminal = spawn_command(on(&sandbox, &[]), Some(20_000)).unwrap();
    terminal.exp_string("[y/N] ").unwrap();
    terminal.send_line("y").unwrap();
    terminal
        .exp_string("A page has at most 20 messages")
        .unwrap();
    terminal.exp_string(" 0 differ, 0 unknown").unwrap();
    assert!(
        sandbox
            .journal()
            .iter()
            .all(|request| request.method == "GET")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn differences_are_told_in_the_exit_code_in_json_and_in_a_new_file() {
    let sandbox = Sandbox::start().await.unwrap();
    let ignored = Failure::IgnoredParameter("from_number".to_owned());
    sandbox.inject(Fault::new(ignored).path("/Message/").always());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("findings.md");
    let arguments = ["--yes", "--json", "--output", file.to_str().unwrap()];
    let run = || ended(&on(&sandbox, &arguments).output().unwrap());

    let (exit, printed, said) = run();
    assert_eq!(exit, Some(1), "{said}");
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed["success"], false);
    let result = &printed["result"];
    assert_eq!(
        (&result["differ"], &result["unknown"]),
        (&1.into(), &0.into())
    );
    let written = fs::read_to_string(&file).unwrap();
    let row = "| differs | `from_number` selects messages | \
               `GET Message/?message_time__gte=…&message_time__lte=…&from_number=…` | ";
    assert!(written.contains(row), "{written}");

    // It is not overwritten.
    let (exit, printed, _) = run();
    assert!(
        exit == Some(2) && printed.contains("choose another file"),
        "{printed}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_refused_is_an_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut command = on(&sandbox, &["--yes"]);
    let command = command.env("PLIVO_AUTH_TOKEN", "wrong");
    let (exit, printed, said) = ended(&command.output().unwrap());
    assert_eq!((exit, printed.as_str()), (Some(4), ""), "{said}");
    assert_eq!(sandbox.journal().len(), 1);
}
