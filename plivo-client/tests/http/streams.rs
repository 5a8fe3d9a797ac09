//! Lists as streams of records and of pages.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, TryStreamExt};
use plivo_client::{Client, Message};
use plivo_runtime::{ErrorKind, Items, JsonObject, RetryConfig};
use plivo_sandbox::{Failure, Fault, Sandbox};

use crate::{requests, start};

/// Before all messages of the sandbox that a list reaches.
const START: &str = "2025-12-01T00:00:00Z";

/// Returns the ids of the sandbox's messages, newest first.
fn held(sandbox: &Sandbox) -> Vec<String> {
    let uuid = |message: &serde_json::Value| message["message_uuid"].as_str().unwrap().to_owned();
    sandbox.messages("default").iter().map(uuid).collect()
}

fn all(client: &Client) -> plivo_client::functions::ListMessages {
    client.list_messages().start_time(START.parse().unwrap())
}

async fn ids(messages: Items<Message>) -> Vec<String> {
    let ids = messages.map_ok(|message| message.message_uuid);
    ids.try_collect().await.unwrap()
}

#[tokio::test]
async fn every_record_comes_once_newest_first() {
    let (sandbox, client) = start().await;
    let before = held(&sandbox);
    let found = ids(all(&client).stream()).await;
    assert!(found.len() > 130, "{}", found.len());
    assert_eq!(found, before[..found.len()]);
    // After the first, each page repeats one record.
    assert_eq!(requests(&sandbox).len(), (found.len() - 1).div_ceil(19));
    // The same while messages arrive after each page.
    for arrivals in [1, 7, 19] {
        let (sandbox, client) = start().await;
        sandbox.arrivals_after_each_page("default", arrivals);
        assert_eq!(ids(all(&client).limit(150).stream()).await, before[..150]);
    }
}

#[tokio::test]
async fn limit_is_the_number_of_all_and_may_be_more_than_one_call_takes() {
    let (sandbox, client) = start().await;
    let before = held(&sandbox);
    assert_eq!(
        ids(all(&client).limit(130).offset(7).stream()).await,
        before[7..137]
    );
    let places: Vec<_> = sandbox
        .journal()
        .iter()
        .map(|exchange| {
            let number = |name| exchange.parameter(name).map(|text| text.parse().unwrap());
            (number("limit"), number("offset"))
        })
        .collect();
    // The offset holds for the beginning; the other requests go by time.
    let mut expected = vec![(Some(20), None); 7];
    expected[0].1 = Some(7);
    expected[6].0 = Some(16);
    assert_eq!(places, expected);
}

#[tokio::test]
async fn nothing_is_asked_for_before_it_is_needed() {
    let (sandbox, client) = start().await;
    let mut messages = all(&client).stream();
    assert_eq!(requests(&sandbox).len(), 0);
    for _ in 0..20 {
        messages.next().await.unwrap().unwrap();
    }
    assert_eq!(requests(&sandbox).len(), 1);
    messages.next().await.unwrap().unwrap();
    assert_eq!(requests(&sandbox).len(), 2);
}

/// Returns how many requests are made before the last record of the first page is taken.
async fn requests_during_the_first_page(prefetch: usize) -> usize {
    let (sandbox, client) = start().await;
    let mut messages = all(&client).stream().prefetch(prefetch);
    for _ in 0..20 {
        messages.next().await.unwrap().unwrap();
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }
    requests(&sandbox).len()
}

#[tokio::test]
async fn the_next_page_is_fetched_ahead_where_that_is_asked_for() {
    assert_eq!(requests_during_the_first_page(0).await, 1);
    assert_eq!(requests_during_the_first_page(1).await, 2);
    let (sandbox, client) = start().await;
    let before = held(&sandbox);
    assert_eq!(
        ids(all(&client).limit(90).stream().prefetch(3)).await,
        before[..90]
    );
    assert_eq!(requests(&sandbox).len(), 5);
}

#[tokio::test]
async fn an_error_ends_a_stream_until_it_is_resumed() {
    for prefetch in [0, 1] {
        let (sandbox, client) = start().await;
        let before = held(&sandbox);
        sandbox.inject(Fault::new(Failure::None).times(2));
        sandbox.inject(Fault::status(400).times(2));
        let mut messages = all(&client).limit(100).stream().prefetch(prefetch);
        let (mut found, mut errors) = (Vec::new(), Vec::new());
        while let Some(message) = messages.next().await {
            match message {
                Ok(message) => found.push(message.message_uuid),
                Err(error) => {
                    errors.push((found.len(), error.kind()));
                    assert!(messages.next().await.is_none());
                    messages.resume();
                }
            }
        }
        assert_eq!(found, before[..100]);
        assert_eq!(errors, [(39, ErrorKind::Rejected); 2]);
        assert!(messages.next().await.is_none());
    }
}

#[tokio::test]
async fn a_stream_whose_errors_are_skipped_ends() {
    let (sandbox, client) = start().await;
    sandbox.inject(Fault::status(401).times(9));
    let mut pages = all(&client).pages();
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
    let messages: Vec<_> = all(&client).stream().collect().await;
    assert!(matches!(messages.as_slice(), [Err(_)]));
    assert_eq!(requests(&sandbox).len(), 2);
}

#[tokio::test]
async fn a_record_is_not_lost_with_the_future_that_waited_for_it() {
    let (sandbox, client) = start().await;
    let mut messages = all(&client).limit(20).stream();
    assert!(messages.next().now_or_never().is_none());
    assert_eq!(ids(messages).await, held(&sandbox)[..20]);
    assert_eq!(requests(&sandbox).len(), 1);
}

#[tokio::test]
async fn arguments_that_cannot_be_right_end_a_stream() {
    let (sandbox, client) = start().await;
    let mut messages = client.list_messages().limit(0).offset(3).stream();
    let error = messages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArguments);
    assert!(error.to_string().contains("`limit`"), "{error}");
    assert!(messages.next().await.is_none());
    assert!(requests(&sandbox).is_empty());
}

#[tokio::test]
async fn messages_that_arrive_as_fast_as_they_are_read_are_no_obstacle() {
    let (sandbox, client) = start().await;
    let before = held(&sandbox);
    sandbox.arrivals_after_each_page("default", 20);
    assert_eq!(ids(all(&client).limit(60).stream()).await, before[..60]);
    assert_eq!(requests(&sandbox).len(), 4);
}

#[tokio::test]
async fn pages_come_as_the_service_gives_them() {
    let (sandbox, client) = start().await;
    let pages: Vec<_> = all(&client).limit(45).pages().try_collect().await.unwrap();
    let sizes: Vec<_> = pages.iter().map(|page| page.objects.len()).collect();
    assert_eq!(sizes, [20, 19, 6]);
    let offsets: Vec<_> = pages.iter().filter_map(|page| page.meta.offset).collect();
    assert_eq!(offsets, [0, 20, 39]);
    assert!(pages.iter().all(|page| page.api_id.is_some()));

    let numbers: Vec<_> = client.list_numbers().stream().try_collect().await.unwrap();
    assert_eq!(numbers.len(), sandbox.numbers("default").len());
    let nobody = client.list_numbers().alias("nobody's").pages();
    assert!(nobody.try_collect().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_list_decodes_into_a_type_of_ones_own() {
    let (sandbox, client) = start().await;
    let page = all(&client).limit(30).send_as::<JsonObject>();
    let page = page.await.unwrap().objects;
    let loose = all(&client).limit(30).stream_as::<JsonObject>();
    let loose: Vec<_> = loose.try_collect().await.unwrap();
    assert_eq!(page, loose);
    let uuids: HashSet<_> = loose
        .iter()
        .map(|one| one["message_uuid"].as_str())
        .collect();
    assert_eq!(uuids.len(), 30);
    assert_eq!(loose[29]["message_uuid"], held(&sandbox)[29]);
}

#[tokio::test]
async fn the_settings_of_a_call_hold_for_each_request_of_its_stream() {
    let (sandbox, client) = start().await;
    let before = held(&sandbox);
    sandbox.inject(Failure::None);
    sandbox.inject(Failure::Delay(Duration::from_secs(60)));
    let list = all(&client).limit(40).with_retry(RetryConfig::disabled());
    let mut messages = list.with_attempt_timeout(Duration::from_secs(1)).stream();
    let mut found = Vec::new();
    for _ in 0..20 {
        found.push(messages.next().await.unwrap().unwrap().message_uuid);
    }
    let error = messages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    messages.resume();
    found.extend(ids(messages).await);
    assert_eq!(found, before[..40]);
}
