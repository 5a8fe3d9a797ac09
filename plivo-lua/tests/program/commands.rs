//! The commands, one after the other.

use std::io::Write;
use std::process::Stdio;

use plivo_lua::PLIVO;
use plivo_lua::integration::Literal;
use plivo_runtime::{Parameter, ParameterLocation};

use crate::{ended, json, lua, program, run};

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
        wrong.starts_with("error: (standard input):2: there is no variable `nothing`"),
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

/// `name=value`, as often as the value has elements; objects are JSON.
fn written(name: &str, value: Literal) -> Vec<String> {
    let written = |value: &dyn std::fmt::Display| format!("{name}={value}");
    match value {
        Literal::Values(values) => values
            .iter()
            .flat_map(|one| self::written(name, *one))
            .collect(),
        Literal::Object(_) => vec![written(&literal(value))],
        Literal::Boolean(value) => vec![written(&value)],
        Literal::Integer(value) => vec![written(&value)],
        Literal::Text(value) => vec![written(&value)],
        Literal::List(values) => values.iter().map(|value| written(value)).collect(),
    }
}

fn literal(value: Literal) -> serde_json::Value {
    match value {
        Literal::Boolean(value) => value.into(),
        Literal::Integer(value) => value.into(),
        Literal::Text(value) => value.into(),
        Literal::List(values) => values.into(),
        Literal::Values(values) => values.iter().copied().map(literal).collect(),
        Literal::Object(fields) => {
            let fields = fields.iter();
            fields
                .map(|(name, value)| ((*name).to_owned(), literal(*value)))
                .collect()
        }
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
            let is_object = matches!(text.example, Literal::Object(_));
            if is_object {
                arguments.push("type=whatsapp".to_owned());
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
                ParameterLocation::Body(name) if is_object => {
                    request["body"][name] == literal(text.example)
                }
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
fn what_a_script_returns_is_printed() {
    for (code, printed) in [
        ("return 1 + 1", "2\n"),
        ("print('a') return 'b'", "a\nb\n"),
        ("return {a = 1}", "{\n  \"a\": 1\n}\n"),
        ("return nil, 'b', 2", "null\nb\n2\n"),
        ("local x = 1", ""),
    ] {
        assert_eq!(
            lua("", code),
            (Some(0), printed.to_owned(), String::new()),
            "{code}"
        );
    }
}
