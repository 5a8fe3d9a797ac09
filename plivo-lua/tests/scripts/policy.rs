//! The policy of a host: permissions, the `ask` callback and the observer.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use std::sync::{Arc, Mutex};

use crate::support::{Stage, client};
use plivo_lua::{
    Accounts, CallReport, CallStatus, CapturedOutput, Decision, Host, HostBuilder, Interpreter,
    PLIVO, Permission, Permissions,
};
use plivo_runtime::Effect;

const SEND: &str =
    "return app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi').message_uuid";

/// Creates a builder with the default account, and with `us` as a read-only account.
fn builder(stage: &Stage) -> HostBuilder {
    let connection = |name| client(&stage.sandbox, name).unwrap().api().clone();
    let accounts = Accounts::new(connection("default"))
        .with("us", connection("us"))
        .permit("us", Permissions::READ_ONLY);
    Host::builder()
        .integration(&PLIVO, accounts)
        .permissions(Permissions::ALL)
}

async fn raises(host: Host, script: &str) -> String {
    let ended = Interpreter::new(host).run("script.lua", script).await;
    ended.unwrap_err().to_string()
}

#[tokio::test]
async fn a_denied_call_makes_no_request_and_its_error_names_the_setting() {
    let stage = Stage::new().await;
    let host = builder(&stage).build().unwrap();
    let script = r"
local ok, err = pcall(app.integrations.plivo.us.send_sms, '+12125550111', '+14155551235', 'hi')
print(ok, err.code, err.effect, err.retryable, err.operation)
print(err)
print(#app.integrations.plivo.us.list_numbers(1).objects)
";
    let printed = CapturedOutput::new();
    let interpreter = Interpreter::new(host).output(printed.clone());
    interpreter.run("script.lua", script).await.unwrap();
    insta::assert_snapshot!(printed.text(), @r"
    false	permission_denied	none	false	send_sms
    script.lua:2: send_sms: the account `us` does not permit scripts to write; the host can set its `write` permission to `allow` or `ask`; no request was made
    1
    ");
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn a_call_waits_for_the_ask_callback() {
    let stage = Stage::new().await;
    let asks = || builder(&stage).permissions(Permissions::ALL.write(Permission::Ask));
    insta::assert_snapshot!(raises(asks().build().unwrap(), SEND).await, @"script.lua:1: send_sms: a call that writes needs approval, and the host cannot ask for it; give the host an `ask` callback, or set its `write` permission to `allow`; no request was made");

    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    let host = asks()
        .ask(move |call| {
            let text = call.arguments.text("text").unwrap_or_default().to_owned();
            let answer = if text == "hi" {
                Decision::Allow
            } else {
                Decision::Refuse("only greetings".to_owned())
            };
            seen.lock().unwrap().push((call.path, call.account, text));
            async move {
                tokio::task::yield_now().await;
                answer
            }
        })
        .build()
        .unwrap();
    let ended = Interpreter::new(host.clone()).run("script.lua", SEND).await;
    assert!(ended.unwrap().result.is_string());
    insta::assert_snapshot!(raises(host.clone(), &SEND.replace("'hi'", "'buy'")).await, @"script.lua:1: send_sms: the host was asked and refused: only greetings; do not try again unless something has changed; no request was made");
    // Invalid calls and permitted reads do not reach the callback.
    assert!(
        raises(host.clone(), "app.integrations.plivo.send_sms{}")
            .await
            .contains("is missing")
    );
    let reader = Interpreter::new(host);
    let script = "app.integrations.plivo.list_numbers()";
    reader.run("script.lua", script).await.unwrap();
    let call = |text: &str| {
        let path = "integrations.plivo.send_sms".to_owned();
        (path, "default".to_owned(), text.to_owned())
    };
    assert_eq!(*asked.lock().unwrap(), [call("hi"), call("buy")]);
    assert_eq!(stage.sandbox.sent("default").len(), 1);
}

#[tokio::test]
async fn the_observer_receives_every_call_whatever_its_outcome() {
    let stage = Stage::new().await;
    let reports = Arc::new(Mutex::new(Vec::<CallReport>::new()));
    let seen = Arc::clone(&reports);
    let observed = builder(&stage).observe(move |report| seen.lock().unwrap().push(report.clone()));
    let host = observed.build().unwrap();
    let script = format!(
        "local p = app.integrations.plivo p.list_numbers(1) pcall(p.get_call, 'nothing') \
         pcall(p.us.send_sms, '1', '2', 'hi') pcall(p.send_sms) {SEND}"
    );
    let interpreter = Interpreter::new(host);
    interpreter.run("script.lua", script).await.unwrap();
    stage
        .drop_waiting(1, interpreter.run("script.lua", SEND))
        .await;
    let failed = |code: &'static str, http| CallStatus::Failed {
        code: code.into(),
        http,
    };
    let invalid = failed("invalid_arguments", None);
    let denied = failed("permission_denied", None);
    let missing = failed("not_found", Some(404));
    let expected = [
        ("list_numbers", CallStatus::Succeeded, Effect::Nothing),
        ("get_call", missing, Effect::Nothing),
        ("us.send_sms", denied, Effect::Nothing),
        ("send_sms", invalid, Effect::Nothing),
        ("send_sms", CallStatus::Succeeded, Effect::Done),
        ("send_sms", CallStatus::Cancelled, Effect::Unknown),
    ]
    .map(|(path, status, effect)| (format!("integrations.plivo.{path}"), status, effect));
    let reports = reports.lock().unwrap();
    let told: Vec<_> = reports
        .iter()
        .map(|report| (report.path.clone(), report.status.clone(), report.effect))
        .collect();
    assert_eq!(told, expected);
}

#[tokio::test]
async fn concurrent_scripts_are_isolated() {
    let stage = Stage::new().await;
    let host = builder(&stage).build().unwrap();
    let run = |index: usize| {
        let (account, sender) = [("default", "+14155551234"), ("us", "+12125550111")][index % 2];
        let script = format!(
            "assert(rawget(_G, 'left') == nil) left = {index} string.mark = {index} \
             local plivo = app.integrations.plivo.{account} \
             local number = plivo.list_numbers(1).objects[1].number \
             assert(left == {index} and string.mark == {index}) \
             local ok, err = pcall(plivo.send_sms, '{sender}', '+1415555990{index}', 'from {index}') \
             return {{number, ok, ok and 'sent' or err.code, left}}"
        );
        let interpreter = Interpreter::new(host.clone());
        async move {
            let ended = interpreter.run("script.lua", script).await;
            ended.unwrap().result.to_string()
        }
    };
    let run_two = async |first| {
        let (one, two) = tokio::join!(run(first), run(first + 1));
        [one, two]
    };
    let (a, b, c, d) = tokio::join!(run_two(0), run_two(2), run_two(4), run_two(6));
    let ended = [a, b, c, d].concat();
    for (index, result) in ended.iter().enumerate() {
        let expected = match index % 2 {
            0 => format!("[\"14155552671\",true,\"sent\",{index}]"),
            _ => format!("[\"12125550111\",false,\"permission_denied\",{index}]"),
        };
        assert_eq!(*result, expected);
    }
    assert_eq!(stage.sandbox.sent("default").len(), 4);
    assert_eq!(stage.sandbox.sent("us").len(), 0);
}

#[tokio::test]
async fn permissions_for_an_unknown_account_are_an_error() {
    let stage = Stage::new().await;
    let connection = client(&stage.sandbox, "us").unwrap().api().clone();
    let accounts = Accounts::new(connection).permit("uk", Permissions::ALL);
    let error = Host::builder()
        .integration(&PLIVO, accounts)
        .build()
        .unwrap_err();
    insta::assert_snapshot!(error, @"cannot set up the host: permissions were set for the account `uk` of Plivo, which does not exist; add it with `with`");
}

#[tokio::test]
async fn without_permissions_a_host_reads_and_asks_about_each_write() {
    let stage = Stage::new().await;
    let connection = || client(&stage.sandbox, "default").unwrap().api().clone();
    let host = || Host::builder().integration(&PLIVO, Accounts::new(connection()));
    let refused = raises(host().build().unwrap(), SEND).await;
    insta::assert_snapshot!(refused, @"script.lua:1: send_sms: a call that writes needs approval, and the host cannot ask for it; give the host an `ask` callback, or set its `write` permission to `allow`; no request was made");
    assert_eq!(stage.requests(), 0);

    let asked = Arc::new(Mutex::new(Vec::new()));
    let names = Arc::clone(&asked);
    let host = host().ask(move |call| {
        names.lock().unwrap().push(call.function.name);
        std::future::ready(Decision::Allow)
    });
    let script = format!("app.integrations.plivo.list_numbers(1) {SEND}");
    let interpreter = Interpreter::new(host.build().unwrap());
    interpreter.run("script.lua", script).await.unwrap();
    assert_eq!(*asked.lock().unwrap(), ["send_sms"]);
    assert_eq!(stage.sandbox.sent("default").len(), 1);
}

/// A callback that is woken while its script is paused, because it took the whole time slice, is still asked again. The
/// script pauses at every 64th instruction, so it begins its calls at different ones.
#[tokio::test]
async fn what_wakes_a_paused_script_is_not_lost() {
    let stage = Stage::new().await;
    let host = builder(&stage)
        .permissions(Permissions::ALL.write(Permission::Ask))
        .ask(|_| {
            let mut polls = 0;
            std::future::poll_fn(move |context| {
                polls += 1;
                if polls > 1 {
                    return std::task::Poll::Ready(Decision::Allow);
                }
                // Longer than a slice.
                std::thread::sleep(std::time::Duration::from_millis(12));
                context.waker().wake_by_ref();
                std::task::Poll::Pending
            })
        })
        .build()
        .unwrap();
    let script = "for count = 1, 100 do
        for _ = 1, count do end
        app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi')
    end";
    let interpreter = Interpreter::new(host);
    interpreter.run("script.lua", script).await.unwrap();
}
