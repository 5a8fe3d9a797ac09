//! What Tab completes in Bash, Zsh and fish.

use std::path::Path;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

/// How long a shell may take to answer, in milliseconds; it takes a tenth of a second.
const PATIENCE: u64 = 20_000;

/// What is typed, and what it becomes with Tab; a space follows what is complete.
const LINES: &[(&str, &str)] = &[
    ("plivo-lua ca", "plivo-lua call "),
    (
        "plivo-lua --json run --sand",
        "plivo-lua --json run --sandbox ",
    ),
    ("plivo-lua help acc", "plivo-lua help accounts "),
    ("plivo-lua completions zs", "plivo-lua completions zsh "),
    ("plivo-lua call list_num", "plivo-lua call list_numbers "),
    (
        "plivo-lua call us.list_num",
        "plivo-lua call us.list_numbers ",
    ),
    (
        "plivo-lua call --sandbox list_numbers off",
        "plivo-lua call --sandbox list_numbers offset=",
    ),
    (
        "plivo-lua call send_sms src=+14155551234 type=what",
        "plivo-lua call send_sms src=+14155551234 type=whatsapp ",
    ),
    (
        "plivo-lua call send_sms log=t",
        "plivo-lua call send_sms log=true ",
    ),
    (
        "plivo-lua call list_numbers --fields number,ali",
        "plivo-lua call list_numbers --fields number,alias ",
    ),
    (
        "plivo-lua call send_sms --write de",
        "plivo-lua call send_sms --write deny ",
    ),
    ("plivo-lua docs help", "plivo-lua docs helpers "),
    ("plivo-lua schema get_n", "plivo-lua schema get_number "),
    (
        "plivo-lua run --account supp",
        "plivo-lua run --account support ",
    ),
    (
        "plivo-lua call list_numbers --sandbox --account u",
        "plivo-lua call list_numbers --sandbox --account u",
    ),
    ("plivo-lua run scr", "plivo-lua run script.lua "),
];

/// Returns a shell in a folder with a script and accounts, which finds the program by its name.
fn shell(program: &str, folder: &Path) -> Command {
    let accounts = folder.join("accounts.toml");
    let account =
        |name| format!("[accounts.{name}]\nauth_id = \"MA1\"\nauth_token = {{ env = \"NONE\" }}\n");
    std::fs::write(&accounts, account("support") + &account("other")).unwrap();
    std::fs::write(folder.join("script.lua"), "").unwrap();
    let built = Path::new(env!("CARGO_BIN_EXE_plivo-lua")).parent().unwrap();
    let found = std::env::var("PATH").unwrap();
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("PATH", format!("{}:{found}", built.display()))
        .env("PLIVO_LUA_ACCOUNTS", accounts)
        .env("HOME", folder)
        .env("TERM", "dumb");
    command
}

/// Returns what a line becomes with Tab at a shell's prompt. Then it is printed, in place of being run.
fn typed(shell: &mut PtySession, line: &str) -> String {
    // A letter keeps the space that a shell has added. Then to the start and to the end.
    shell
        .send(&format!("{line}\tx\u{1}echo \"<\u{5}>\"\n"))
        .unwrap();
    shell.flush().unwrap();
    let printed = shell
        .exp_regex("<[^\r\n]*>\r")
        .unwrap_or_else(|error| panic!("{line}: {error}"));
    let line = printed.1.trim().trim_matches(['<', '>']);
    line.strip_suffix('x').unwrap_or(line).to_owned()
}

fn begin(mut command: Command, setup: &str) -> PtySession {
    command.env("PS1", "> ").env_remove("COMPLETE");
    let mut session = spawn_command(command, Some(PATIENCE)).unwrap();
    session.send_line(setup).unwrap();
    session.send_line("echo be''gin").unwrap();
    session.exp_string("begin\r\n").unwrap();
    session
}

fn end(mut session: PtySession) {
    session.send_line("exit").unwrap();
    session.exp_eof().unwrap();
}

fn check(mut complete: impl FnMut(&str) -> String) {
    for (line, whole) in LINES {
        assert_eq!(complete(line), *whole);
    }
}

#[test]
fn bash_completes_what_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut bash = shell("bash", folder.path());
    bash.args(["--norc", "--noprofile", "-i"]);
    let mut bash = begin(
        bash,
        "source <(plivo-lua completions bash); bind 'set bell-style none'",
    );
    check(|line| typed(&mut bash, line));
    end(bash);
}

#[test]
fn zsh_completes_what_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut zsh = shell("zsh", folder.path());
    zsh.args(["-f", "-i"]);
    let setup = "bindkey -e; unsetopt beep prompt_sp; autoload -U compinit; compinit -u -D; source <(plivo-lua completions zsh)";
    let mut zsh = begin(zsh, setup);
    check(|line| typed(&mut zsh, line));
    end(zsh);
}

#[test]
fn fish_completes_what_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    check(|line| {
        let mut fish = shell("fish", folder.path());
        fish.args(["--no-config", "-c"]);
        fish.arg("plivo-lua completions fish | source; complete --escape -C $argv[1]")
            .arg(line);
        let output = fish.output().unwrap();
        let found = String::from_utf8(output.stdout).unwrap();
        let words: Vec<_> = found
            .lines()
            .map(|line| line.split('\t').next().unwrap())
            .collect();
        let (before, _) = line.rsplit_once(' ').unwrap();
        match words.as_slice() {
            // It adds no space after these.
            [word] if word.ends_with('=') => format!("{before} {word}"),
            [word] => format!("{before} {word} "),
            _ => line.to_owned(),
        }
    });
}
