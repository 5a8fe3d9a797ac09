//! Lists that are longer than a page.

use std::collections::HashSet;

use plivo_client::{Client, Message};
use plivo_runtime::JsonObject;
use plivo_sandbox::Sandbox;

use crate::{requests, start};

/// The ids of the messages that the stand-in holds, newest first.
fn held(sandbox: &Sandbox) -> Vec<String> {
    let uuid = |message: &serde_json::Value| message["message_uuid"].as_str().unwrap().to_owned();
    sandbox.messages("default").iter().map(uuid).collect()
}

async fn listed(client: &Client, limit: u32, offset: u32) -> (Vec<String>, plivo_runtime::Meta) {
    let start = "2025-12-01T00:00:00Z".parse().unwrap();
    let list = client
        .list_messages()
        .limit(limit)
        .offset(offset)
        .start_time(start);
    let page = list.send().await.unwrap();
    (
        page.objects
            .into_iter()
            .map(|message| message.message_uuid)
            .collect(),
        page.meta,
    )
}

#[tokio::test]
async fn a_long_list_is_asked_for_a_page_at_a_time() {
    let (sandbox, client) = start().await;
    let (ids, meta) = listed(&client, 50, 7).await;
    assert_eq!(ids, held(&sandbox)[7..57]);
    let places: Vec<_> = sandbox
        .journal()
        .iter()
        .map(|exchange| {
            (
                exchange.parameter("limit").map(str::to_owned),
                exchange.parameter("offset").map(str::to_owned),
            )
        })
        .collect();
    let place = |limit: &str, offset: &str| (Some(limit.to_owned()), Some(offset.to_owned()));
    assert_eq!(
        places,
        [place("20", "7"), place("20", "27"), place("10", "47")]
    );

    assert_eq!((meta.limit, meta.offset), (50, 7));
    let (next, previous) = (meta.next.unwrap(), meta.previous.unwrap());
    assert!(
        next.ends_with("limit=50&offset=57") && next.contains("message_time__gte="),
        "{next}"
    );
    assert!(previous.ends_with("limit=50&offset=0"), "{previous}");
}

#[tokio::test]
async fn a_short_list_takes_one_request_and_no_more() {
    let (sandbox, client) = start().await;
    let page = client.list_numbers().limit(100).send().await.unwrap();
    let count = sandbox.numbers("default").len();
    assert_eq!(page.objects.len(), count);
    assert_eq!(page.meta.limit, 100);
    assert_eq!((page.meta.next, page.meta.previous), (None, None));
    assert_eq!(requests(&sandbox).len(), count.div_ceil(20));
}

#[tokio::test]
async fn records_that_arrive_in_between_are_made_up_for() {
    for arrivals in [3, 19, 20] {
        let (sandbox, client) = start().await;
        let before = held(&sandbox);
        sandbox.arrivals_after_each_page("default", arrivals);
        let (ids, _) = listed(&client, 100, 0).await;
        if arrivals < 20 {
            assert_eq!(ids, before[..100], "{arrivals} arrivals");
        } else {
            // A list that grows as fast as it is read is given up on, with what there is.
            assert_eq!(ids, before[..20], "{arrivals} arrivals");
            assert_eq!(requests(&sandbox).len(), 11);
        }
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    }
}

#[tokio::test]
async fn a_list_decodes_into_a_type_of_ones_own() {
    let (_sandbox, client) = start().await;
    let list = client.list_messages().limit(30);
    let typed = list.clone().send_as::<Message>().await.unwrap();
    let loose = list.send_as::<JsonObject>().await.unwrap();
    assert_eq!(typed.objects.len(), loose.objects.len());
    assert_eq!(
        loose.objects[29]["message_uuid"],
        typed.objects[29].message_uuid
    );
}
