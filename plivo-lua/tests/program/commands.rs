//! The commands, one after the other.

use std::io::Write;
use std::process::Stdio;

use plivo_lua::PLIVO;
use plivo_lua::integration::Literal;
use plivo_runtime::{Parameter, ParameterLocation};
use serde_json::Value;

use crate::{ended, program};

/// Runs a command line, whose arguments have no spaces.
fn run(line: &str) -> (Option<i32>, String, String) {
    let arguments: Vec<_> = line.split_whitespace().collect();
    ended(&program(&arguments).output().unwrap())
}

/// Runs Lua on the sandbox.
fn lua(options: &str, code: &str) -> (Option<i32>, String, String) {
    let options = options.split_whitespace();
    let arguments: Vec<_> = ["run", "--sandbox"].into_iter().chain(options).collect();
    ended(&program(&arguments).args(["-e", code]).output().unwrap())
}

#[test]
fn a_script_runs_on_the_sandbox_with_three_accounts() {
    let code = "print(app.integrations.plivo) print(app.integrations.plivo.us.list_numbers{limit=1}.objects[1].number)";
    let (exit, printed, wrong) = lua("", code);
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
    let (exit, printed, wrong) = run(&format!("run --sandbox {}", file.display()));
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
    for (code, line, message) in [
        (
            2,
            "run --sandbox no/such.lua",
            "cannot read the script no/such.lua: ",
        ),
        (
            1,
            "run --sandbox -e x==1",
            "(command line):1: syntax error near '=='",
        ),
        (
            1,
            "run --sandbox -e app.integrations.plivo.send_sms{}",
            "(command line):1: send_sms: `src` is missing",
        ),
        (
            2,
            "run -e print('never')",
            "no account is configured; set `PLIVO_AUTH_ID` and `PLIVO_AUTH_TOKEN`, ",
        ),
    ] {
        let (exit, printed, wrong) = run(line);
        assert_eq!((exit, printed.as_str()), (Some(code), ""), "{wrong}");
        assert!(wrong.starts_with(&format!("error: {message}")), "{wrong}");
    }
}

#[test]
fn a_script_changes_nothing_where_that_is_denied() {
    let send =
        "print(pcall(app.integrations.plivo.send_sms, '+14155551234', '+14155551235', 'hi'))";
    let (_, printed, _) = lua("", send);
    assert!(printed.starts_with("true"), "{printed}");
    let denied = "false\t(command line):1: send_sms: the account `default` does not permit scripts to write; \
                  run it with `--write allow`; no request was made\n";
    let (_, printed, _) = lua("--write deny", send);
    assert_eq!(printed, denied);

    // On the real service a write needs approval. Without a terminal it is refused before the credentials are used.
    let mut real = program(&["run", "-e", send]);
    real.env("PLIVO_AUTH_ID", "MAXXXXXXXXXXXXXXXXXX")
        .env("PLIVO_AUTH_TOKEN", "a-token-of-nobody");
    let unasked = "false\t(command line):1: send_sms: a call that writes needs approval, and the host cannot ask for \
                   it; run it on a terminal, or with `--write allow`; no request was made\n";
    assert_eq!(ended(&real.output().unwrap()).1, unasked);
}

#[test]
fn a_script_keeps_to_its_limits() {
    let (exit, _, wrong) = lua("--time-limit 1", "while true do end");
    assert_eq!(exit, Some(1));
    assert!(
        wrong.starts_with("error: (command line): the script was stopped: it "),
        "{wrong}"
    );
    let grow = "local t = {} for i = 1, 1e9 do t[i] = {i} end";
    let (exit, _, wrong) = lua("--memory-limit 4", grow);
    assert_eq!(exit, Some(1));
    assert!(
        wrong.contains("it needed more than 4 MiB of memory"),
        "{wrong}"
    );
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for line in ["run", "run -e print(1) script.lua", "walk"] {
        assert_eq!(run(line).0, Some(2), "{line}");
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

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// `name=value`, as often as the value has elements.
fn written(name: &str, value: Literal) -> Vec<String> {
    let written = |value: &dyn std::fmt::Display| format!("{name}={value}");
    match value {
        Literal::Boolean(value) => vec![written(&value)],
        Literal::Integer(value) => vec![written(&value)],
        Literal::Text(value) => vec![written(&value)],
        Literal::List(values) => values.iter().map(|value| written(value)).collect(),
    }
}

#[test]
fn a_dry_run_shows_every_parameter_of_every_function() {
    for binding in PLIVO.functions {
        let function = binding.function;
        let told = || function.parameters.iter().zip(binding.parameters);
        for (parameter, text) in told() {
            let mut arguments = Vec::new();
            let is_needed = |other: &Parameter| {
                other.required
                    && other.name != parameter.name
                    && other.unless != Some(parameter.name)
            };
            for (other, text) in told().filter(|(other, _)| is_needed(other)) {
                arguments.extend(written(other.name, text.example));
            }
            if parameter.name.starts_with("media_") {
                arguments.push("type=mms".to_owned());
            }
            arguments.extend(written(parameter.name, text.example));
            let mut call = program(&["call", function.name, "--sandbox", "--dry-run"]);
            let (exit, printed, wrong) = ended(&call.args(&arguments).output().unwrap());
            assert_eq!((exit, wrong.as_str()), (Some(0), ""), "{arguments:?}");
            let request = json(&printed);
            let is_there = match parameter.location {
                ParameterLocation::Query(name) => request["query"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|pair| pair[0] == name),
                ParameterLocation::Body(name) => !request["body"][name].is_null(),
                ParameterLocation::Path(_) => !request["path"].as_str().unwrap().contains('{'),
                // A function of the client uses it, and it does not travel by itself.
                ParameterLocation::Client => true,
            };
            assert!(is_there, "{arguments:?}: {request:#}");
            let has_text = !request["body"]["text"].is_null();
            let units = &request["estimates"]["count_units"]["units"];
            assert_eq!(units.is_number(), has_text, "{request:#}");
        }
    }
}

#[test]
fn phone_numbers_stay_text_and_every_fault_is_told_at_once() {
    let (_, printed, _) = run("call get_number --sandbox number=+14155552671");
    assert_eq!(json(&printed)["number"], "14155552671");
    let (exit, printed, wrong) = run("call send_sms --sandbox sorce=+1 log=maybe");
    assert_eq!((exit, printed.as_str()), (Some(2), ""));
    for part in [
        "`dst` is missing",
        "\"maybe\"",
        "did you mean `src`?",
        "no request was made",
    ] {
        assert!(wrong.contains(part), "{part}: {wrong}");
    }
    let (exit, _, wrong) = run("call send_smss --sandbox");
    assert_eq!(
        (exit, wrong.as_str()),
        (
            Some(2),
            "error: no function is called `send_smss`; did you mean `send_sms`?\n"
        )
    );
}

#[test]
fn a_call_goes_to_no_account_that_its_name_does_not_choose() {
    for name in [
        "plivo.us.list_numbers",
        "us.list_numbers",
        "x.plivo.list_numbers",
    ] {
        let (exit, printed, wrong) = run(&format!("call {name} --sandbox limit=1"));
        assert_eq!((exit, printed.as_str()), (Some(2), ""), "{name}");
        assert_eq!(
            wrong,
            format!(
                "error: `{name}` is not just a function; write `list_numbers`, and choose the account with `--account`\n"
            )
        );
    }
    for name in ["plivo.list_numbers", "app.integrations.plivo.list_numbers"] {
        let (exit, _, wrong) = run(&format!("call {name} --sandbox limit=1"));
        assert_eq!((exit, wrong.as_str()), (Some(0), ""), "{name}");
    }
}

#[test]
fn an_account_among_the_arguments_is_told_where_to_go() {
    let (exit, printed, wrong) = run("call list_numbers --sandbox account=us");
    assert_eq!((exit, printed.as_str()), (Some(2), ""));
    assert!(wrong.contains("with `--account us`"), "{wrong}");
}

#[test]
fn a_whole_list_is_a_record_a_line() {
    let (exit, printed, _) = run("call list_numbers --sandbox --all");
    assert_eq!(exit, Some(0));
    let numbers: Vec<_> = printed
        .lines()
        .map(|line| json(line)["number"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(numbers.len(), 25);
    let (exit, _, wrong) = run("call get_number --sandbox --all number=1");
    assert_eq!(
        (exit, wrong.as_str()),
        (
            Some(2),
            "error: get_number returns no list; leave `--all` out\n"
        )
    );
}

#[test]
fn what_programs_read_has_its_shape() {
    let (exit, printed, _) = lua(
        "--json",
        "print('hello') return app.integrations.plivo.list_numbers{limit=1}.objects[1].number",
    );
    let report = json(&printed);
    assert_eq!(exit, Some(0));
    assert_eq!(report["success"], true);
    assert_eq!(report["output"], "hello\n");
    assert_eq!(report["result"], "14155552671");
    assert_eq!(
        report["integration_calls"][0]["path"],
        "integrations.plivo.list_numbers"
    );
    assert!(report["memory_usage"].as_u64().unwrap() > 0);
    let (exit, printed, wrong) = lua(
        "--json --write deny",
        "app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi')",
    );
    let report = json(&printed);
    assert_eq!((exit, wrong.as_str()), (Some(3), ""));
    assert_eq!(report["error"]["code"], "permission_denied");
    assert_eq!(report["error"]["effect"], "none");
    let (exit, printed, _) = run("accounts --sandbox --json");
    assert_eq!(exit, Some(0));
    assert_eq!(json(&printed)["accounts"][0]["usable"], true);
    let (exit, printed, _) = run("docs");
    assert_eq!(exit, Some(0));
    assert!(printed.contains("`plivo-lua docs PAGE`") && !printed.contains("lua_read_doc"));
    let (_, printed, _) = run("docs send_sms");
    assert!(printed.contains("`plivo-lua docs integrations.plivo.send_sms.details`"));
    let (_, printed, _) = run("docs --search weather");
    assert_eq!(
        printed,
        "no page matches; `plivo-lua docs` lists all pages\n"
    );
    let (exit, printed, _) = run("docs send_smss --json");
    assert_eq!(exit, Some(2));
    assert_eq!(json(&printed)["error"]["code"], "usage");
}

/// Returns what Bash completes at the end of a command line, by the script of the program.
#[cfg(unix)]
fn completed(line: &str) -> String {
    const SCRIPT: &str = r#"
        eval "$("$PROGRAM" completions bash)"
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        function=$(complete -p plivo-lua | sed 's/.*-F \([^ ]*\).*/\1/')
        "$function" plivo-lua "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        echo "${COMPREPLY[@]}"
    "#;
    let mut bash = std::process::Command::new("bash");
    bash.args(["--norc", "-c", SCRIPT, "bash"])
        .args(line.split(' '))
        .env("PROGRAM", env!("CARGO_BIN_EXE_plivo-lua"));
    let (exit, printed, wrong) = ended(&bash.output().unwrap());
    assert_eq!((exit, wrong.as_str()), (Some(0), ""), "{line}");
    printed.trim_end().to_owned()
}

#[test]
#[cfg(unix)]
fn bash_completes_every_level() {
    assert_eq!(completed("plivo-lua ca"), "call");
    assert_eq!(completed("plivo-lua call --dr"), "--dry-run");
    assert_eq!(completed("plivo-lua --json run --sand"), "--sandbox");
    assert_eq!(completed("plivo-lua help acc"), "accounts");
    assert_eq!(completed("plivo-lua completions z"), "zsh");
}
