//! `call`: arguments, dry runs, accounts and answers.

use serde_json::json;

use crate::{ended, json, program, run};

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
    for (name, hint) in [
        ("send_smss", "did you mean `send_sms`?"),
        ("send_whatsapp", "use `send_sms` instead"),
        (
            "us.buy_number",
            "no function does that: `list_numbers` and `get_number` only read; only `send_sms` changes anything",
        ),
    ] {
        let (exit, _, wrong) = run(&format!("call {name} --sandbox"));
        let said = format!("error: no function is called `{name}`; {hint}\n");
        assert_eq!((exit, wrong), (Some(2), said));
    }
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
    // Whatever a person sees, a program sees.
    let headers = json!([
        ["Authorization", "Basic (hidden)"],
        ["Content-Type", "application/json"]
    ]);
    assert_eq!(send["requests"][0]["headers"], headers);

    // What Plivo keeps in several places is looked for in each.
    let call = shown("get_call call_id=1");
    assert_eq!(call["requests"].as_array().unwrap().len(), 4);
    let live = shown("list_calls call_state=in-progress");
    assert_eq!(live["requests"][0]["query"][0], json!(["status", "live"]));

    // One message is no list.
    let uuid = "7a3c6b1e-1111-4111-8111-111111111111";
    for line in ["list_messages", "list_messages --all"] {
        let one = shown(&format!("{line} message_uuid={uuid}"));
        let address = format!("https://api.plivo.com/v1/Account/{{auth_id}}/Message/{uuid}/");
        assert_eq!(one["requests"][0]["address"], address);
        assert!(one["more"].is_null(), "{one}");
    }
    assert!(shown("list_numbers limit=20")["more"].is_null());
    for line in [
        "list_numbers limit=21",
        "list_numbers --all",
        "list_calls call_state=busy",
        "list_calls call_state=live",
    ] {
        let more = shown(line)["more"].clone();
        assert_eq!(
            more,
            "if the list goes on, a request for each further page, or for each of its records",
            "{line}"
        );
    }
    let mut broken = program(&["call", "list_numbers", "--dry-run"]);
    let (exit, printed, wrong) = ended(&broken.env("PLIVO_AUTH_ID", "MA1").output().unwrap());
    assert!(printed.contains("api.plivo.com"), "{printed}");
    assert!(
        exit == Some(0) && wrong.contains("warning: account `default`: "),
        "{wrong}"
    );
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
        json!({ "country": "United States", "number": "14155552671" })
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
    let (_, _, wrong) = run("call list_numbers --sandbox --fields zzz");
    assert_eq!(wrong.matches("`number`").count(), 1, "{wrong}");
}

/// A write whose filter does anything but to make values of the answer.
#[test]
fn a_filter_that_fails_or_does_not_end_loses_no_answer() {
    let send = |options: &[&str]| {
        let call = ["call", "send_sms", "--sandbox", "src=+14155552671"];
        let rest = ["dst=+14155551234", "text=hi", "--jq"];
        ended(
            &program(&[&call[..], &rest[..], options].concat())
                .output()
                .unwrap(),
        )
    };
    for (filter, problem) in [
        (".message_uuid.x", "cannot index"),
        ("nan", "it makes no JSON"),
        ("halt", "its process ended: exit status: 0"),
        ("repeat(\"x\" * 1000000)", "more than 16777216 bytes"),
        ("last(repeat(1))", "it takes more than 5s"),
        #[cfg(target_os = "linux")]
        ("\"x\" * 1000000000", "more than 256 MiB of memory"),
        #[cfg(unix)]
        ("def f: [f]; f", "calls itself without end"),
    ] {
        let (exit, printed, wrong) = send(&[filter, "--json"]);
        assert_eq!((exit, wrong.as_str()), (Some(1), ""), "{filter}");
        let report = json(&printed);
        assert!(report["result"]["message_uuid"].is_string(), "{report}");
        assert_eq!(report["integration_calls"][0]["status"], "succeeded");
        let error = &report["error"];
        assert_eq!(error["effect"], "done");
        let message = error["message"].as_str().unwrap();
        let start = "send_sms was done, but the filter of `--jq` failed: ";
        assert!(
            message.starts_with(start) && message.contains(problem),
            "{message}"
        );
        assert!(message.contains("; do not repeat it: "), "{message}");
    }
    let (exit, printed, wrong) = send(&[".message_uuid.x"]);
    assert!(
        exit == Some(1) && json(&printed)["message_uuid"].is_string(),
        "{printed}"
    );
    assert!(
        wrong.starts_with("error: send_sms was done, but "),
        "{wrong}"
    );

    // Where nothing was done, nothing is said of it.
    let (exit, printed, _) = run("call list_numbers --sandbox --json limit=1 --jq .meta.limit.x");
    let report = json(&printed);
    assert!(
        exit == Some(1) && report["result"]["objects"].is_array(),
        "{printed}"
    );
    assert_eq!(report["error"]["effect"], "none");
    let (exit, printed, _) = run("call list_numbers --sandbox --json --all --jq .number|.x");
    let message = &json(&printed)["error"]["message"];
    assert!(
        exit == Some(1) && message.as_str().unwrap().contains("failed at record 1: "),
        "{message}"
    );

    // A filter that cannot even be read is refused before the call, and it sees no credentials.
    let nested = "[".repeat(30_000) + &"]".repeat(30_000);
    let (exit, printed, wrong) = send(&[&nested]);
    assert_eq!((exit, printed.as_str()), (Some(2), ""), "{wrong}");
    assert_eq!(send(&["env | length"]).1, "0\n");
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
    // A list without records is one, whoever left them out.
    for line in ["number_startswith=999", "--jq empty"] {
        let (exit, printed, _) = run(&format!("call list_numbers --sandbox --all --json {line}"));
        assert_eq!(
            (exit, &json(&printed)["result"]),
            (Some(0), &json!([])),
            "{line}"
        );
        let (exit, printed, _) = run(&format!("call list_numbers --sandbox --all {line}"));
        assert_eq!((exit, printed.as_str()), (Some(0), ""), "{line}");
    }
    let (exit, _, wrong) = run("call get_number --sandbox --all number=1");
    assert_eq!(
        (exit, wrong.as_str()),
        (
            Some(2),
            "error: get_number returns no list; leave `--all` out\n"
        )
    );
}
