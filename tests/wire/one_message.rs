//! `list_messages` with `message_uuid` finds one message of any age, or none, in one request.

use futures_util::StreamExt;
use plivo_runtime::ErrorKind;

use super::request::{self, Request};
use crate::harness::Harness;

fn requested(uuid: &str) -> Vec<Request> {
    vec![Request::get(&format!("Message/{uuid}/"), &[])]
}

#[tokio::test]
async fn each_message_is_found_by_its_uuid() {
    let harness = Harness::start().await;
    let held = harness.sandbox.messages("default");
    // A list without a time range does not reach back this far, and one of 90 days does.
    let old = |record: &&plivo_runtime::JsonValue| {
        record["message_time"].as_str().unwrap() < "2026-01-15"
    };
    for record in [held.first().unwrap(), held.iter().find(old).unwrap()] {
        let uuid = record["message_uuid"].as_str().unwrap();
        let message = harness.client.message(uuid).await.unwrap().unwrap();
        assert_eq!(message.message_uuid, uuid);
        assert_eq!(request::take(&harness), requested(uuid));

        let streamed = harness.client.list_messages().message_uuid(uuid).stream();
        let streamed: Vec<_> = streamed.map(|message| message.unwrap()).collect().await;
        let uuids: Vec<_> = streamed.iter().map(|found| &found.message_uuid).collect();
        assert_eq!(uuids, [uuid]);
        assert_eq!(request::take(&harness), requested(uuid));

        let arguments = format!("message_uuid = {uuid:?}, limit = 5");
        let page = harness.lua("list_messages", &arguments).await.unwrap();
        assert_eq!(page["objects"].as_array().unwrap().len(), 1);
        assert_eq!(page["objects"][0]["message_uuid"], *uuid);
        assert_eq!(page["meta"]["total_count"], 1);
        assert_eq!(request::take(&harness), requested(uuid));

        let arguments = format!("message_uuid = {uuid:?}, offset = 1");
        let page = harness.lua("list_messages", &arguments).await.unwrap();
        assert!(
            page["objects"].as_array().is_none_or(Vec::is_empty),
            "{page}"
        );
        request::take(&harness);
    }
}

#[tokio::test]
async fn an_unknown_uuid_is_an_empty_page() {
    let harness = Harness::start().await;
    let uuid = "00000000-0000-0000-0000-000000000000";
    assert_eq!(harness.client.message(uuid).await.unwrap(), None);
    let script =
        format!("return #app.integrations.plivo.list_messages{{message_uuid = {uuid:?}}}.objects");
    assert_eq!(harness.run(script).await.unwrap(), 0);
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused() {
    let harness = Harness::start().await;
    for (uuid, filter, message) in [
        ("..", "", "letters, digits and hyphens"),
        ("", "", "`message_uuid`"),
        ("a b", "", "letters, digits and hyphens"),
        (
            "abc",
            "src = 14155552671",
            "`src` cannot be combined with `message_uuid`",
        ),
        (
            "abc",
            "start_time = '2026-02-01'",
            "`start_time` cannot be combined",
        ),
    ] {
        let arguments = format!("message_uuid = {uuid:?}, {filter}");
        let error = harness.lua("list_messages", &arguments).await.unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
    let error = harness.client.message("..").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    assert!(request::take(&harness).is_empty());
}
