//! The program `plivo-lua`, from outside.
#![cfg(feature = "cli")]
#![expect(
    clippy::unwrap_used,
    reason = "a program that cannot be started fails its test"
)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plivo-lua"));
    command
        .args(arguments)
        .env_remove("PLIVO_AUTH_ID")
        .env_remove("PLIVO_AUTH_TOKEN")
        .env_remove("PLIVO_LUA_ACCOUNTS")
        .env("XDG_CONFIG_HOME", "/nonexistent");
    command
}

/// Exit code, standard output, standard error.
fn ended(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    ended(&program(arguments).output().unwrap())
}

#[test]
fn a_script_runs_on_the_stand_in_with_three_accounts() {
    let code = "print(app.integrations.plivo) print(app.integrations.plivo.us.list_numbers{limit=1}.objects[1].number)";
    let (exit, printed, wrong) = run(&["run", "--sandbox", "-e", code]);
    assert_eq!((exit, wrong.as_str()), (Some(0), ""));
    assert!(
        printed.contains("default, us, uk}\n12125550111\n"),
        "{printed}"
    );
}

#[test]
fn a_script_is_read_from_a_file_or_from_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("greet.lua");
    std::fs::write(
        &file,
        "#!/usr/bin/env plivo-lua\nprint('hello')\nerror('enough')",
    )
    .unwrap();
    let (exit, printed, wrong) = run(&["run", "--sandbox", file.to_str().unwrap()]);
    assert_eq!(
        (exit, printed.as_str(), wrong.as_str()),
        (Some(1), "hello\n", "error: greet.lua:3: enough\n")
    );

    let mut child = program(&["run", "--sandbox", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"print('from the pipe')\nprint(nothing.here)")
        .unwrap();
    let (exit, printed, wrong) = ended(&child.wait_with_output().unwrap());
    assert_eq!((exit, printed.as_str()), (Some(1), "from the pipe\n"));
    assert!(
        wrong.starts_with("error: (standard input):2: attempt to index a nil value"),
        "{wrong}"
    );
}

#[test]
fn what_goes_wrong_is_one_message_and_an_exit_code() {
    for (code, arguments, message) in [
        (
            2,
            &["run", "--sandbox", "no/such.lua"][..],
            "cannot read the script no/such.lua: ",
        ),
        (
            1,
            &["run", "--sandbox", "-e", "x = = 1"],
            "(command line):1: unexpected symbol near '='",
        ),
        (
            1,
            &[
                "run",
                "--sandbox",
                "-e",
                "return app.integrations.plivo.send_sms{}",
            ],
            "(command line):1: send_sms: `src` is missing",
        ),
        (
            2,
            &["run", "-e", "print('never')"],
            "there is no account: `PLIVO_AUTH_ID` and `PLIVO_AUTH_TOKEN` are not set in the environment",
        ),
    ] {
        let (exit, printed, wrong) = run(arguments);
        assert_eq!((exit, printed.as_str()), (Some(code), ""), "{wrong}");
        assert!(wrong.starts_with(&format!("error: {message}")), "{wrong}");
    }
}

#[test]
fn a_script_changes_nothing_where_that_is_denied() {
    let send =
        "print(pcall(app.integrations.plivo.send_sms, '+14155551234', '+14155551235', 'hi'))";
    let (_, printed, _) = run(&["run", "--sandbox", "-e", send]);
    assert!(printed.starts_with("true"), "{printed}");
    let denied = "false\t(command line):1: send_sms: the account `default` denies scripts to write; \
                  run it with `--write allow`; no request was made\n";
    let (_, printed, _) = run(&["run", "--sandbox", "--write", "deny", "-e", send]);
    assert_eq!(printed, denied);

    // On Plivo's own service somebody is asked, and here is nobody: the credentials are not even used.
    let mut real = program(&["run", "-e", send]);
    real.env("PLIVO_AUTH_ID", "MAXXXXXXXXXXXXXXXXXX")
        .env("PLIVO_AUTH_TOKEN", "a-token-of-nobody");
    let unasked = "false\t(command line):1: send_sms: the host asks before it writes, and nobody is there to \
                   ask; run it on a terminal, or with `--write allow`; no request was made\n";
    assert_eq!(ended(&real.output().unwrap()).1, unasked);
}

#[test]
fn a_script_keeps_to_its_limits() {
    let (exit, _, wrong) = run(&[
        "run",
        "--sandbox",
        "--time-limit",
        "1",
        "-e",
        "while true do end",
    ]);
    assert_eq!(exit, Some(1));
    assert!(
        wrong.starts_with("error: (command line): the script was ended: it "),
        "{wrong}"
    );
    let grow = "local t = {} for i = 1, 1e9 do t[i] = {i} end";
    let (exit, _, wrong) = run(&["run", "--sandbox", "--memory-limit", "4", "-e", grow]);
    assert_eq!(exit, Some(1));
    assert!(
        wrong.contains("it needed more than 4 MiB of memory"),
        "{wrong}"
    );
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for arguments in [
        &["run"][..],
        &["run", "-e", "print(1)", "script.lua"],
        &["walk"],
    ] {
        assert_eq!(run(arguments).0, Some(2));
    }
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_quietly() {
    let mut child = program(&["run", "--sandbox", "-e", "while true do print('again') end"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let (exit, _, wrong) = ended(&child.wait_with_output().unwrap());
    assert_eq!((exit, wrong.as_str()), (Some(0), ""));
}
