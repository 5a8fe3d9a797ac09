//! A function that is added to the manifest, and to nothing else, is there everywhere.

#![expect(
    clippy::unwrap_used,
    reason = "a test says what must hold by unwrapping it"
)]

use plivo_client::{calls, messages};
use plivo_codegen::emit;
use plivo_lua::{Accounts, CapturedOutput, Host, Interpreter};
use plivo_runtime::{ErrorKind, Pacing};
use plivo_sandbox::Sandbox;

mod grown {
    plivo_macros::lua!("$OUT_DIR/grown.yaml");
}

const GROWN: &str = include_str!(concat!(env!("OUT_DIR"), "/grown.yaml"));

fn client(sandbox: &Sandbox) -> grown::Client {
    let account = sandbox.account("default").unwrap();
    grown::Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .pacing(Pacing::off())
        .build()
        .unwrap()
}

#[tokio::test]
async fn rust_calls_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let newest = client.list_messages().limit(1).send().await.unwrap();
    let newest = newest.objects.first().unwrap();
    let message = client.get_message(&newest.message_uuid).send();
    let message = message.await.unwrap();
    assert_eq!(message.message_uuid, newest.message_uuid);
    assert_eq!(message.message_state, newest.message_state);

    let error = client.get_message("nowhere").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("get_message"), "{error}");
}

#[tokio::test]
async fn lua_calls_it_and_reads_about_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let accounts = Accounts::new(client(&sandbox).connection().clone());
    let host = Host::builder()
        .integration(&grown::lua::PLIVO, accounts)
        .build()
        .unwrap();
    let script = r#"
        local plivo = app.integrations.plivo
        local newest = plivo.list_messages{limit = 1}.objects[1]
        print(plivo.get_message{message_uuid = newest.message_uuid}.message_uuid == newest.message_uuid)
        print(plivo.plivo_get_message(newest.message_uuid).uuid == newest.uuid)
        print(select(2, pcall(plivo.get_message, {uuid = newest.message_uuid})).message)
        print(lua_search_docs("get one message"):match("[^\n]+"))
        print(lua_read_doc("integrations.plivo.get_message"))
    "#;
    let printed = CapturedOutput::new();
    let interpreter = Interpreter::new(host).output(printed.clone());
    if let Err(error) = interpreter.run("grown.lua", script).await {
        panic!("{error}");
    }
    insta::assert_snapshot!(printed.text());
}

#[test]
fn every_text_has_it() {
    let api = plivo_codegen::read("grown.yaml", GROWN).unwrap();
    let mut with_it = Vec::new();
    for (path, text) in emit::all(&api).texts() {
        if text.contains("get_message") {
            with_it.push(path);
        }
    }
    insta::assert_snapshot!(with_it.join("\n"));
}
