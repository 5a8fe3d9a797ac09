//! What programs read: the answers of `--json`.

use crate::{json, lua, run};

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
    // An error that is not of a call says what the calls before it did.
    let (_, printed, _) = lua(
        "--json --write allow",
        "app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi') print(unset)",
    );
    let error = &json(&printed)["error"];
    assert_eq!(
        (&error["code"], &error["effect"]),
        (&"unknown_name".into(), &"done".into())
    );
    // So does the failure of a later call, which alone could be repeated.
    let late = "local plivo = app.integrations.plivo plivo.send_sms('+14155551234', '+14155551235', 'hi') plivo.get_call('1')";
    let (_, printed, _) = lua("--json --write allow", late);
    let error = &json(&printed)["error"];
    assert_eq!(
        (&error["code"], &error["effect"]),
        (&"not_found".into(), &"done".into())
    );
    let (_, _, wrong) = lua("--write allow", late);
    assert!(
        wrong.contains("send_sms was done once, so do not repeat it"),
        "{wrong}"
    );
    let (exit, printed, _) = run("accounts --sandbox --json");
    assert_eq!(exit, Some(0));
    assert_eq!(json(&printed)["result"]["accounts"][0]["usable"], true);
    let (exit, printed, _) = run("docs");
    assert_eq!(exit, Some(0));
    assert!(printed.contains("`plivo-lua docs PAGE`") && !printed.contains("lua_read_doc"));
    let (_, printed, _) = run("docs send_sms");
    assert!(printed.contains("`plivo-lua docs integrations.plivo.send_sms.details`"));
    // The sandbox has accounts and a time of its own.
    let (_, printed, _) = run("docs");
    assert!(
        printed.contains("see `plivo-lua docs --sandbox`")
            && printed.contains("accounts: default\n")
    );
    let (exit, printed, _) = run("docs --sandbox");
    assert_eq!(exit, Some(0));
    assert!(
        printed.contains("accounts: default, us, uk\n") && printed.contains("2026-02-01T12:00:00Z")
    );
    let (_, printed, _) = run("docs --sandbox accounts");
    assert!(printed.contains("app.integrations.plivo.uk"), "{printed}");
    for line in [
        "call --sandbox --json us.list_numbers",
        "run --sandbox --json --account us -e app.integrations.plivo.list_numbers{}",
    ] {
        let (_, printed, _) = run(line);
        let call = &json(&printed)["integration_calls"][0];
        assert_eq!(call["account"], "us", "{line}");
        assert_eq!(call["path"], "integrations.plivo.us.list_numbers", "{line}");
    }
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
        "others",
        "error",
        "execution_time_ms",
        "memory_usage",
        "integration_calls",
    ];
    let (_, errors, _) = run("docs errors");
    // A script that fails after a send says that something was done.
    let (_, printed, _) = lua(
        "--json --write allow",
        "app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi') error('no')",
    );
    let error = &json(&printed)["error"];
    assert_eq!(
        (&error["code"], &error["effect"]),
        (&"script".into(), &"done".into())
    );
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
        ("schema --json send_sms", 0, None),
        ("schema --json", 0, None),
        ("completions bash --json", 0, None),
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
        let error = &report["error"];
        assert_eq!(error["code"].as_str(), code, "{line}");
        if let Some(code) = code {
            let told = (error["effect"].as_str(), error["retryable"].as_bool());
            assert_eq!(told, (Some("none"), Some(false)), "{line}");
            assert!(errors.contains(&format!("`{code}`")), "{code}");
        }
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
