//! What an error says of the writes before it.

use crate::support::Stage;
use plivo_runtime::Effect;
use plivo_sandbox::{Failure, Fault};

#[tokio::test]
async fn an_error_says_what_the_script_has_written_before() {
    let stage = Stage::new().await;
    let loss = || stage.sandbox.inject(Fault::new(Failure::ResetAfterRead));
    let once = r#"; before this error, send_sms was done once, so do not repeat it; it returned {"api_id":"#;
    for (script, says, effect) in [
        ("send() error('no')", once, Effect::Done),
        ("send() error(('no'):rep(9000))", once, Effect::Done),
        ("send() print(nil + 1)", once, Effect::Done),
        ("send() plivo.get_call('nothing')", once, Effect::Done),
        ("send() send{}", once, Effect::Done),
        (
            "send() while true do plivo.list_numbers{} os.sleep(9) end",
            once,
            Effect::Done,
        ),
        (
            "for _ = 1, 40 do send() end error('no')",
            "was done 40 times, so do not repeat them; the last returned {",
            Effect::Done,
        ),
        // The message says it already.
        (
            "error(send().no_such_field)",
            "so do not repeat it",
            Effect::Done,
        ),
        ("print(1) error('no')", "script.lua:1: no", Effect::Nothing),
        (
            "pcall(send, {src = '1'}) error('no')",
            "script.lua:1: no",
            Effect::Nothing,
        ),
    ] {
        let send = "local plivo = app.integrations.plivo local function send(arguments) \
                    return plivo.send_sms(arguments or {src = '+14155551234', dst = '+14155551235', text = 'hi'}) end ";
        let error = stage.run(&format!("{send}{script}")).await.1.unwrap_err();
        let message = error.to_string();
        assert!(message.contains(says), "{script}: {message}");
        assert!(
            message.matches("repeat").count() <= 1,
            "{script}: {message}"
        );
        assert!(message.len() < 9_000, "{script}: {message}");
        assert_eq!(error.effect(), effect, "{script}");
    }
    let send = "app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi')";
    let token = stage
        .sandbox
        .account("default")
        .unwrap()
        .auth_token()
        .to_owned();
    stage.sandbox.inject(Fault::new(Failure::Response {
        status: 202,
        headers: Vec::new(),
        body: format!("{{\n\"message\": \"{token}\",\n\"message_uuid\": [\"a\"]}}").into(),
    }));
    let message = stage.raises(&format!("{send} error('no')")).await;
    let returned = r#"it returned { "message": "[hidden]", "message_uuid": ["a"]}"#;
    assert!(message.ends_with(returned), "{message}");
    for (script, says) in [
        (
            send.to_owned(),
            "; it may have been done, so check before you repeat it",
        ),
        (
            format!("pcall(function() {send} end) error('no')"),
            "script.lua:1: no; before this error, send_sms may have been done once, so check before you repeat it",
        ),
    ] {
        loss();
        let error = stage.run(&script).await.1.unwrap_err();
        assert!(error.to_string().ends_with(says), "{error}");
        assert_eq!(error.effect(), Effect::Unknown);
    }
}
