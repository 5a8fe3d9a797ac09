//! The prompt at a terminal.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use plivo_sandbox::Sandbox;
use rexpect::session::{PtySession, spawn_command};

use crate::program;

/// How long a prompt may take to say what it should, in milliseconds; it takes a hundredth of it.
const PATIENCE: u64 = 20_000;

/// Returns the program with a state folder.
pub(crate) fn with_state(state: &Path, arguments: &[&str]) -> Command {
    let mut command = program(arguments);
    command
        .env("XDG_STATE_HOME", state)
        .env("TERM", "xterm")
        .env("NO_COLOR", "1");
    command
}

/// Returns the program with an account of a sandbox that the test holds.
pub(crate) fn on(sandbox: &Sandbox, state: &Path, arguments: &[&str]) -> Command {
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
    prompt.type_line("nothing.here", "input:1: there is no variable `nothing`");
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
    prompt.type_line("app.integrations", "app.integrations {plivo}");
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
