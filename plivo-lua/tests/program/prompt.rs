//! The prompt at a terminal, and interruptions of the program.

use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use plivo_sandbox::{Failure, Fault, Sandbox};
use rexpect::session::{PtySession, spawn_command};

use crate::{ended, program};

/// How long a prompt may take to say what it should, in milliseconds; it takes a hundredth of it.
const PATIENCE: u64 = 20_000;

/// Returns the program with a state folder.
fn with_state(state: &Path, arguments: &[&str]) -> Command {
    let mut command = program(arguments);
    command
        .env("XDG_STATE_HOME", state)
        .env("TERM", "xterm")
        .env("NO_COLOR", "1");
    command
}

/// Returns the program with an account of a sandbox that the test holds.
fn on(sandbox: &Sandbox, state: &Path, arguments: &[&str]) -> Command {
    let account = sandbox.account("default").unwrap();
    let mut command = with_state(state, arguments);
    command
        .env("PLIVO_BASE_ADDRESS", sandbox.base_url())
        .env("PLIVO_AUTH_ID", account.auth_id())
        .env("PLIVO_AUTH_TOKEN", account.auth_token());
    command
}

/// A prompt, and what is typed at it.
struct Prompt(PtySession);

impl Prompt {
    fn begin(command: Command) -> Self {
        let mut session = spawn_command(command, Some(PATIENCE)).unwrap();
        session.exp_string("Ctrl-D ends.").unwrap();
        session.exp_string("> ").unwrap();
        Self(session)
    }

    /// Types a line, and waits for what it leads to and for the next prompt.
    fn type_line(&mut self, line: &str, wanted: &str) {
        self.ask(line, wanted);
        self.wait("> ");
    }

    /// Types a line that leads to a question.
    fn ask(&mut self, line: &str, question: &str) {
        self.0.send_line(line).unwrap();
        self.wait(question);
    }

    /// Types without an end of line.
    fn press(&mut self, keys: &str) {
        self.0.send(keys).unwrap();
        self.0.flush().unwrap();
    }

    fn wait(&mut self, wanted: &str) {
        if let Err(error) = self.0.exp_string(wanted) {
            panic!("waiting for {wanted:?}: {error}");
        }
    }

    /// Ends it as a person does.
    fn end(mut self) {
        self.0.send_control('d').unwrap();
        self.0.exp_eof().unwrap();
    }
}

#[test]
fn a_prompt_goes_on_whatever_is_typed() {
    let state = tempfile::tempdir().unwrap();
    let mut prompt = Prompt::begin(with_state(state.path(), &["repl", "--sandbox"]));
    prompt.type_line("count = 4711", "\n");
    prompt.type_line("count + 1, 'in all'", "4712\t\"in all\"");
    prompt.type_line("for n = 1, 2 do", "\n");
    prompt.type_line("print('line', n)", "\n");
    prompt.type_line("end", "line\t2");
    prompt.type_line("nothing.here", "input:1: attempt to index a nil value");
    prompt.type_line("for for", "input:1:");

    // Tab completes what is there alone, and the arrow key brings the line back.
    prompt.press("app.integrations.plivo.list_num\t");
    prompt.wait("list_numbers");
    prompt.type_line("{limit = 1}.meta.limit", "1");
    prompt.press("\u{1b}[A");
    prompt.wait("list_numbers");
    prompt.type_line(" + 41", "42");

    // What runs is ended, and so is what was begun; the session goes on.
    prompt.ask("print('be' .. 'gun') while true do end", "begun");
    prompt.0.send_control('c').unwrap();
    prompt.wait("interrupted");
    prompt.wait("> ");
    prompt.type_line("count = (", "\n");
    prompt.0.send_control('c').unwrap();
    prompt.wait("> ");
    prompt.type_line("count", "4711");

    // What is shown is for reading, and a line that is not whole waits for the rest.
    prompt.type_line(
        "app.integrations.plivo.get_number",
        "get_number{number} -> Number",
    );
    prompt.type_line("lua_read_doc('get_number')", "## Parameters\r\n");
    prompt.ask("print('only ' .. 'this')", "only this\r\n");
    let after = prompt.0.exp_string("> ").unwrap();
    assert!(!after.contains("nil"), "{after}");
    prompt.ask("1 +", ">> ");
    prompt.type_line("1", "2");
    prompt.type_line("help", "lua_list_docs()");
    prompt.0.send_line("exit").unwrap();
    prompt.0.exp_eof().unwrap();
}

#[test]
fn answers_on_a_terminal_are_laid_out_for_a_person() {
    let state = tempfile::tempdir().unwrap();
    let shown = |arguments: &[&str], is_plain: bool| {
        let mut command = with_state(state.path(), arguments);
        if !is_plain {
            command.env_remove("NO_COLOR");
        }
        let mut session = spawn_command(command, Some(PATIENCE)).unwrap();
        session.exp_eof().unwrap().replace('\r', "")
    };
    let list = ["call", "list_numbers", "--sandbox", "limit=2"];
    let table = shown(&list, true);
    let lines: Vec<_> = table.lines().collect();
    assert!(
        lines[0].starts_with("number       alias         number_type"),
        "{table}"
    );
    assert!(
        lines[1].starts_with("14155552671  Support line  local"),
        "{table}"
    );
    assert!(
        lines[3..5]
            .join(" ")
            .starts_with("2 records; the list goes on, and `--all` reads all of it "),
        "{table}"
    );
    assert!(
        lines.iter().all(|line| line.chars().count() <= 82),
        "{table}"
    );
    assert!(shown(&list, false).contains("\u{1b}["));

    let fields = [&list[..], &["--fields", "resource_uri,number"]].concat();
    let table = shown(&fields, true);
    assert!(
        table.starts_with("resource_uri") && table.contains("2 records;"),
        "{table}"
    );

    let accounts = shown(&["accounts", "--sandbox"], true);
    assert!(
        accounts.contains("default*  usable  sandbox\n"),
        "{accounts}"
    );
    let page = shown(&["docs", "get_number"], true);
    assert!(!page.contains("| ---") && !page.contains('`'), "{page}");
    let record = shown(
        &["call", "get_number", "--sandbox", "number=14155552671"],
        true,
    );
    assert!(
        record.contains("alias                       Support line\n"),
        "{record}"
    );
    let request = shown(
        &["call", "get_number", "--dry-run", "number=14155552671"],
        true,
    );
    assert!(
        request.starts_with("GET https://api.plivo.com/v1/Account/{auth_id}/Number/"),
        "{request}"
    );
}

#[test]
fn words_of_the_prompt_are_names_where_they_are_set() {
    let state = tempfile::tempdir().unwrap();
    let mut prompt = Prompt::begin(with_state(state.path(), &["repl", "--sandbox"]));
    prompt.type_line("exit = 'my ' .. 'own'", "\n");
    prompt.type_line("exit", "\"my own\"");
    prompt.end();
}

#[test]
fn a_message_waits_for_a_yes_at_a_prompt() {
    let state = tempfile::tempdir().unwrap();
    let mut prompt = Prompt::begin(with_state(
        state.path(),
        &["repl", "--sandbox", "--write", "ask"],
    ));
    let send = "app.integrations.plivo.send_sms{src = '+14155552671', dst = '+14155551234', text = 'hi'}.message";
    prompt.ask(send, "Send this request? [y/N] ");
    prompt.type_line("n", "not approved");
    prompt.ask(send, "Send this request? [y/N] ");
    prompt.type_line("y", "\"message(s) queued\"");

    // A question that is given up is no yes, and takes no line of the prompt's.
    prompt.ask(send, "Send this request? [y/N] ");
    prompt.0.send_control('c').unwrap();
    prompt.wait("interrupted");
    prompt.wait("> ");
    prompt.type_line("'the prompt ' .. 'is back'", "\"the prompt is back\"");
    prompt.end();
}

#[test]
fn nothing_that_a_script_or_a_service_says_acts_on_the_terminal() {
    let state = tempfile::tempdir().unwrap();
    let script = state.path().join("script.lua");
    let acting = "\\u{9b}2J\\u{202e}\\u{200b}\\27[2J";
    let escaped = "\\u009b2J\\u202e\\u200b\\u001b[2J";
    let code = format!(
        "print('printed {acting}')\n\
         local plivo = app.integrations.plivo\n\
         pcall(plivo.send_sms, '+14155551234', '+14155551235', 'hi\\n\\n\\\"dst\\\": \\\"1\\\" {acting}')\n\
         error('raised {acting}')"
    );
    fs::write(&script, code).unwrap();
    let script = script.to_str().unwrap();
    let run = ["run", "--sandbox", "--write", "ask", script];
    let mut session = spawn_command(with_state(state.path(), &run), Some(PATIENCE)).unwrap();
    let mut shown = session.exp_string("[y/N] ").unwrap();
    session.send_line("n").unwrap();
    shown.push_str(&session.exp_eof().unwrap());
    for wanted in [
        format!("printed {escaped}"),
        format!(r#""text": "hi\n\n\"dst\": \"1\" {escaped}""#),
        format!("raised {escaped}"),
    ] {
        assert!(shown.contains(&wanted), "{wanted}: {shown:?}");
    }
    assert!(
        !shown.contains(['\u{9b}', '\u{202e}', '\u{200b}']),
        "{shown:?}"
    );
    assert!(!shown.contains("\u{1b}[2J"), "{shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_kept_for_their_owner_alone_and_never_with_a_token() {
    let state = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start().await.unwrap();
    let token = sandbox.account("default").unwrap().auth_token().to_owned();
    let mut prompt = Prompt::begin(on(&sandbox, state.path(), &["repl"]));
    prompt.type_line("kept = 1", "\n");
    prompt.type_line(&format!("token = '{token}'"), "\n");
    prompt.type_line("#token > 0", "true");
    prompt.end();

    let history = state.path().join("plivo-lua/history");
    let kept = fs::read_to_string(&history).unwrap();
    assert!(
        kept.contains("kept = 1") && kept.contains("#token > 0"),
        "{kept}"
    );
    assert!(!kept.contains(&token), "{kept}");
    let mode = fs::metadata(history).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // Another session has the lines of this one.
    let mut prompt = Prompt::begin(on(&sandbox, state.path(), &["repl"]));
    prompt.press("\u{1b}[A");
    prompt.wait("#token > 0");
    prompt.0.send_control('c').unwrap();
    prompt.wait("> ");
    prompt.end();
}

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
    let code = "print('begun') while true do end";
    let mut child = piped(with_state(state.path(), &["run", "--sandbox", "-e", code]));
    let (exit, said) = interrupt(&mut child, Some("begun"));
    assert_eq!(exit, Some(130), "{said}");
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
    while sandbox.journal().is_empty() {
        tokio::task::yield_now().await;
    }
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
    while sandbox.journal().len() < 2 {
        tokio::task::yield_now().await;
    }
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
    while sandbox.journal().is_empty() {
        tokio::task::yield_now().await;
    }
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
