//! A function that is added to the manifest, and to nothing else, is in every artefact and can be called.

use plivo_codegen::emit::{self, Layout};
use plivo_runtime::ErrorKind;
use plivo_sandbox::Sandbox;

use crate::harness::{print_with, settings};

#[allow(
    clippy::module_inception,
    reason = "generated code is named after its manifest"
)]
mod grown {
    plivo_macros::lua!("$OUT_DIR/grown.yaml");
}

const GROWN: &str = include_str!(concat!(env!("OUT_DIR"), "/grown.yaml"));

fn client(sandbox: &Sandbox) -> grown::Client {
    let settings = settings(
        |id, token| grown::Client::builder(id, token),
        sandbox,
        "default",
    );
    settings.build().unwrap()
}

#[tokio::test]
async fn rust_calls_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let newest = client.list_messages().limit(1).send().await.unwrap();
    let newest = newest.objects.first().unwrap();
    let message = client.get_added_message(&newest.message_uuid).send();
    let message = message.await.unwrap();
    assert_eq!(message.message_uuid, newest.message_uuid);
    assert_eq!(message.message_state, newest.message_state);

    let error = client
        .get_added_message("nowhere")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("get_added_message"), "{error}");
}

#[tokio::test]
async fn lua_calls_it_and_reads_about_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let connection = client(&sandbox).api().clone();
    let script = r#"
        local plivo = app.integrations.plivo
        local newest = plivo.list_messages{limit = 1}.objects[1]
        print(plivo.get_added_message{message_uuid = newest.message_uuid}.message_uuid == newest.message_uuid)
        print(plivo.plivo_get_added_message(newest.message_uuid).message_uuid == newest.message_uuid)
        print(select(2, pcall(plivo.get_added_message, {uuid = newest.message_uuid})).message)
        print(lua_search_docs("get one added message"):match("[^\n]+"))
        print(lua_read_doc("integrations.plivo.get_added_message"):match("(.-)\n\n## Returns"))
    "#;
    insta::assert_snapshot!(print_with(&grown::lua::PLIVO, connection, script).await);
}

#[test]
fn every_text_has_it() {
    let api = plivo_codegen::read("grown.yaml", GROWN).unwrap();
    let mut with_it = Vec::new();
    for (path, text) in emit::files(&api, &Layout::workspace(&api.integration.slug)) {
        if text.contains("get_added_message") {
            with_it.push(path);
        }
    }
    insta::assert_snapshot!(with_it.join("\n"));
}
