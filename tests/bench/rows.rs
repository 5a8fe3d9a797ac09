//! The rows against reqwest and serde.

use std::future::Future;
use std::hint::black_box;
use std::time::Instant;

use futures_util::stream::{self, StreamExt};
use plivo_client::Client;
use tokio::runtime::Runtime;

use crate::plain::{self, Page, PlainPage};
use crate::row::{Row, in_turns, rate};
use crate::server::{MESSAGES, PAGE, Server};

/// Decodes a page from text to records.
pub(crate) fn decode(server: &Server) -> Row {
    let body = server.page();
    let ours = || {
        let page: Page = serde_json::from_str(body).unwrap();
        assert_eq!(black_box(page).objects.len(), PAGE);
    };
    let theirs = || {
        let page: PlainPage = serde_json::from_str(body).unwrap();
        assert_eq!(black_box(page).objects.len(), PAGE);
    };
    Row::of_time(
        "decode a page of 20",
        "serde derive, same fields",
        "at most 1.05",
        300,
        ours,
        theirs,
    )
}

/// Compares the requests per second of both sides.
fn compare<A: Future<Output = usize>, B: Future<Output = usize>>(
    runtime: &Runtime,
    measure: &str,
    (count, at_once): (usize, usize),
    ours: impl Fn() -> A,
    theirs: impl Fn() -> B,
) -> Row {
    async fn run<F: Future<Output = usize>>(
        count: usize,
        at_once: usize,
        request: impl Fn() -> F,
    ) -> f64 {
        let begin = Instant::now();
        let done = stream::iter(0..count)
            .map(|_| request())
            .buffer_unordered(at_once);
        assert_eq!(
            done.fold(0, |sum, some| async move { sum + some.min(1) })
                .await,
            count
        );
        rate(count, begin.elapsed())
    }
    let rounds = in_turns(
        || runtime.block_on(run(count, at_once, &ours)),
        || runtime.block_on(run(count, at_once, &theirs)),
        |one, other| one / other,
    );
    Row {
        measure: measure.to_owned(),
        against: "raw reqwest".to_owned(),
        ours: format!("{:.0}/s", rounds.ours),
        theirs: format!("{:.0}/s", rounds.theirs),
        ratio: format!("{:.2} of the throughput", rounds.ratio),
        target: "at least 0.97",
    }
}

pub(crate) async fn list(client: &Client) -> usize {
    client
        .list_messages()
        .limit(20)
        .send()
        .await
        .unwrap()
        .objects
        .len()
}

/// Lists pages, one at a time and many at a time.
pub(crate) fn lists(server: &Server, runtime: &Runtime) -> Vec<Row> {
    let (client, http, address) = (server.client(), reqwest::Client::new(), server.messages());
    let mut rows = Vec::new();
    for (measure, load) in [
        ("list a page, 1 at a time", (400, 1)),
        ("list a page, 32 at a time", (800, 32)),
    ] {
        rows.push(compare(
            runtime,
            measure,
            load,
            || list(&client),
            || plain::list(&http, &address),
        ));
    }
    rows
}

/// Sends messages, one at a time.
pub(crate) fn send(server: &Server, runtime: &Runtime) -> Row {
    let (client, http, address) = (server.client(), reqwest::Client::new(), server.messages());
    let ours = || async {
        let request = client.send_sms("14155552671", "14155551234", "hi");
        request.send().await.unwrap().message_uuids.len()
    };
    let theirs = || plain::send(&http, &address);
    Row {
        target: "at least 0.95",
        ..compare(runtime, "send, 1 at a time", (400, 1), ours, theirs)
    }
}

/// Counts the allocations of a list, from the call to the records.
pub(crate) fn allocations(server: &Server, runtime: &Runtime) -> Row {
    let (client, http, address) = (server.client(), reqwest::Client::new(), server.messages());
    let ours = || runtime.block_on(list(&client));
    let theirs = || runtime.block_on(plain::list(&http, &address));
    // The first requests open the connections.
    assert_eq!(ours(), theirs());
    let count = |request: &dyn Fn() -> usize| {
        allocation_counter::measure(|| assert_eq!(request(), PAGE)).count_total
    };
    let (ours, theirs) = (count(&ours), count(&theirs));
    Row {
        measure: "allocations for a page".to_owned(),
        against: "raw reqwest".to_owned(),
        ours: ours.to_string(),
        theirs: theirs.to_string(),
        ratio: format!("{:+}", i128::from(ours) - i128::from(theirs)),
        target: "none set",
    }
}

/// Streams all messages of the list.
pub(crate) async fn stream(server: &Server) -> Row {
    let client = server.client();
    let begin = Instant::now();
    let mut messages = std::pin::pin!(client.list_messages().stream());
    let (mut count, mut early, mut most) = (0, 0, 0);
    while let Some(message) = messages.next().await {
        message.unwrap();
        count += 1;
        if count == 1_000 {
            early = resident();
        } else if count > 1_000 && count % 1_000 == 0 {
            most = most.max(resident());
        }
    }
    assert_eq!(count, MESSAGES);
    Row {
        measure: format!("stream {MESSAGES} messages"),
        against: "its first 1,000".to_owned(),
        ours: format!("{:.1} s", begin.elapsed().as_secs_f64()),
        theirs: format!("{:.0} MB in use", megabytes(early)),
        ratio: format!("{:+.1} MB", megabytes(most.saturating_sub(early))),
        target: "under 3 MB",
    }
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

/// Returns the resident memory of this process, or 0 where the system does not tell.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap_or_default();
    line.split_whitespace()
        .next()
        .and_then(|kilobytes| kilobytes.parse::<u64>().ok())
        .unwrap_or(0)
        * 1024
}
