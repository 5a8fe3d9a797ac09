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
fn a_script_sleeps_until_its_message_is_delivered() {
    let code = "local plivo = app.integrations.plivo
        plivo.send_sms{src = '+14155551234', dst = '+14155551235', text = 'hello'}
        os.sleep(10)
        print(plivo.list_messages{limit = 1}.objects[1].message_state, os.date('!%Y-%m-%dT%H:%M:%SZ'))";
    let begin = std::time::Instant::now();
    for _ in 0..2 {
        let (exit, printed, wrong) = lua("--write allow", code);
        assert_eq!((exit, wrong.as_str()), (Some(0), ""));
        assert_eq!(printed, "delivered\t2026-02-01T12:00:10Z\n");
    }
    // Two sleeps in real time take longer.
    assert!(begin.elapsed() < std::time::Duration::from_secs(20));
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

    let mut child = program(&["run", "--sandbox"])
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
fn the_help_of_the_sandbox_shows_how_the_sdks_use_it() {
    let (_, printed, _) = run("sandbox --help");
    for part in ["PLIVO_API_BASE_URI", "axios.defaults.adapter", "Examples:"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for line in ["run", "run -e print(1) script.lua", "walk", "call"] {
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
        other => panic!("no parameter has an example such as {other:?} yet"),
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
            let shown = json(&printed);
            let request = &shown["requests"][0];
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
                ParameterLocation::Header(name) => {
                    panic!("no function sends the header {name} yet")
                }
            };
            assert!(is_there, "{arguments:?}: {request:#}");
            let has_text = !request["body"]["text"].is_null();
            let units = &shown["estimates"]["count_units"]["units"];
            assert_eq!(units.is_number(), has_text, "{shown:#}");
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
        "`src` is missing",
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
fn a_dry_run_needs_no_account_and_shows_or_names_every_request() {
    let shown = |line: &str| {
        let (exit, printed, wrong) = run(&format!("call --dry-run {line}"));
        assert_eq!((exit, wrong.as_str()), (Some(0), ""), "{line}");
        json(&printed)
    };
    let send = shown("send_sms src=+14155552671 dst=+14155551234 text=hi");
    assert_eq!(send["requests"].as_array().unwrap().len(), 1);
    assert_eq!(
        send["requests"][0]["address"],
        "https://api.plivo.com/v1/Account/{auth_id}/Message/"
    );
    assert!(send["more"].is_null());

    // What Plivo keeps in several places is looked for in each.
    let call = shown("get_call call_id=1");
    assert_eq!(call["requests"].as_array().unwrap().len(), 4);
    let live = shown("list_calls call_state=in-progress");
    assert_eq!(
        live["requests"][0]["query"][0],
        serde_json::json!(["status", "live"])
    );

    assert!(shown("list_numbers limit=20")["more"].is_null());
    for line in [
        "list_numbers limit=21",
        "list_numbers --all",
        "list_calls call_state=busy",
    ] {
        let more = shown(line)["more"].clone();
        assert_eq!(
            more, "if the list has further pages, a request for each of them",
            "{line}"
        );
    }
    let (exit, printed, wrong) = run("call --dry-run send_sms text=hi");
    assert_eq!((exit, printed.as_str()), (Some(2), ""));
    assert!(wrong.contains("`src` is missing"), "{wrong}");
}

#[test]
fn a_call_goes_to_the_account_that_its_name_chooses() {
    for (line, number) in [
        ("list_numbers", "14155552671"),
        ("plivo.list_numbers", "14155552671"),
        ("us.list_numbers", "12125550111"),
        ("plivo.us.list_numbers", "12125550111"),
        (
            "app.integrations.plivo.us.list_numbers --account us",
            "12125550111",
        ),
    ] {
        let (exit, printed, wrong) = run(&format!("call {line} --sandbox limit=1"));
        assert_eq!((exit, wrong.as_str()), (Some(0), ""), "{line}");
        assert_eq!(json(&printed)["objects"][0]["number"], number, "{line}");
    }
    for (line, message) in [
        (
            "us.list_numbers --account uk",
            "two accounts are chosen, `us` and `--account uk`",
        ),
        (
            "su.list_numbers",
            "no account is called `su`; did you mean `us`?",
        ),
        (
            "x.plivo.list_numbers",
            "`x.plivo.list_numbers` is not a function of plivo",
        ),
    ] {
        let (exit, printed, wrong) = run(&format!("call {line} --sandbox limit=1"));
        assert_eq!((exit, printed.as_str()), (Some(2), ""), "{line}");
        assert!(wrong.starts_with(&format!("error: {message}")), "{wrong}");
    }
}

#[test]
fn an_argument_given_as_an_option_is_told_how_it_is_written() {
    for (line, wanted) in [
        ("call list_numbers --limit 1", "`limit=1`"),
        (
            "call list_numbers --number-type=local",
            "`number_type=local`",
        ),
        ("call list_numbers --limit", "`limit=VALUE`"),
    ] {
        let (exit, _, wrong) = run(line);
        assert_eq!(exit, Some(2));
        assert!(
            wrong.contains(&format!("an argument of a function is written {wanted}")),
            "{wrong}"
        );
    }
}

#[test]
fn an_answer_is_cut_down_to_fields_or_by_a_filter() {
    let (_, printed, _) = run("call list_numbers --sandbox limit=1 --fields number,country");
    let answer = json(&printed);
    assert_eq!(
        answer["objects"][0],
        serde_json::json!({ "country": "United States", "number": "14155552671" })
    );
    assert_eq!(answer["meta"]["limit"], 1);
    let (_, printed, _) = run("call us.list_numbers --sandbox limit=2 --jq .objects[].number");
    assert_eq!(printed, "12125550111\n13105550122\n");
    let (_, printed, _) =
        run("call us.list_numbers --sandbox --all --fields number --jq [.number]");
    assert_eq!(printed.lines().next(), Some("[\"12125550111\"]"));
    for (option, message) in [
        (
            "--fields nubmer",
            "Number has no field `nubmer`; did you mean `number`?",
        ),
        (
            "--jq .[",
            "the filter of `--jq` is invalid: expected closing bracket",
        ),
    ] {
        let (exit, printed, wrong) = run(&format!("call list_numbers --sandbox {option}"));
        assert_eq!((exit, printed.as_str()), (Some(2), ""));
        assert!(wrong.starts_with(&format!("error: {message}")), "{wrong}");
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
    assert_eq!(json(&printed)["result"]["accounts"][0]["usable"], true);
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

#[test]
fn every_json_answer_has_one_shape() {
    let shape = [
        "success",
        "output",
        "result",
        "error",
        "execution_time_ms",
        "memory_usage",
        "integration_calls",
    ];
    for (line, exit, code) in [
        ("run --json --sandbox -e print(1)", 0, None),
        ("run --json --sandbox -e x==1", 1, Some("script")),
        ("run --json no/such.lua", 2, Some("usage")),
        ("run --json --no-such-option", 2, Some("usage")),
        ("call --json --sandbox list_numbers", 0, None),
        ("call --json --sandbox list_numbers --all", 0, None),
        (
            "call --json --sandbox list_numbers --limit 1",
            2,
            Some("usage"),
        ),
        (
            "call --json send_sms --dry-run src=1",
            2,
            Some("invalid_arguments"),
        ),
        ("call --json list_numbers --dry-run", 0, None),
        ("docs --json", 0, None),
        ("docs --json send_smss", 2, Some("usage")),
        ("accounts --json --sandbox", 0, None),
        ("accounts --json", 2, Some("usage")),
        ("schema --json send_smss", 2, Some("usage")),
        ("walk --json", 2, Some("usage")),
    ] {
        let (ended, printed, wrong) = run(line);
        assert_eq!((ended, wrong.as_str()), (Some(exit), ""), "{line}");
        let report = json(&printed);
        let mut names: Vec<_> = report
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut wanted = shape;
        names.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(names, wanted, "{line}");
        assert_eq!(report["success"], code.is_none(), "{line}");
        assert_eq!(report["error"]["code"].as_str(), code, "{line}");
    }
    let (_, _, help) = (0, 0, run("--help").1);
    for name in shape.into_iter().chain(["requests", "records"]) {
        assert!(help.contains(name), "{name}: {help}");
    }
}

#[test]
fn the_calls_of_a_script_count_their_requests_and_records() {
    let code = "local plivo = app.integrations.plivo plivo.list_numbers{limit = 21} pcall(plivo.get_number, '1') \
                for _ in plivo.list_numbers.each{} do end";
    let (_, printed, _) = lua("--json", code);
    let report = json(&printed);
    let calls = report["integration_calls"].as_array().unwrap();
    let counts: Vec<_> = calls
        .iter()
        .map(|call| (call["requests"].as_u64(), call["records"].as_u64()))
        .collect();
    let expected = [(2, 21), (1, 0), (1, 20), (1, 5)];
    assert_eq!(
        counts,
        expected.map(|(requests, records)| (Some(requests), Some(records)))
    );
}

#[test]
fn what_a_script_returns_is_printed() {
    for (code, printed) in [
        ("return 1 + 1", "2\n"),
        ("print('a') return 'b'", "a\nb\n"),
        ("return {a = 1}", "{\n  \"a\": 1\n}\n"),
        ("local x = 1", ""),
    ] {
        assert_eq!(
            lua("", code),
            (Some(0), printed.to_owned(), String::new()),
            "{code}"
        );
    }
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
