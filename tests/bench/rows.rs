//! The rows against reqwest and serde by hand.

use std::fmt;
use std::future::Future;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt};
use plivo_client::Client;
use tokio::runtime::Runtime;

use crate::plain::{self, Page, PlainPage};
use crate::server::{MESSAGES, PAGE, Server};

/// How many times the two sides of a row take turns.
const ROUNDS: usize = 15;

/// A line of the table.
pub(crate) struct Row {
    pub(crate) measure: String,
    pub(crate) against: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
    pub(crate) ratio: String,
    pub(crate) target: &'static str,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            measure,
            against,
            ours,
            theirs,
            ratio,
            target,
        } = self;
        write!(
            f,
            "| {measure} | {against} | {ours} | {theirs} | {ratio} | {target} |"
        )
    }
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// So many requests in so much time, a second.
pub(crate) fn rate(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / time.as_secs_f64()
}

/// How long the page takes from text to records.
pub(crate) fn decode(server: &Server) -> Row {
    const TIMES: usize = 300;
    let body = server.page();
    let ours = || serde_json::from_str::<Page>(body).unwrap().objects.len();
    let theirs = || {
        serde_json::from_str::<PlainPage>(body)
            .unwrap()
            .objects
            .len()
    };
    let time = |decode: &dyn Fn() -> usize| {
        let begin = Instant::now();
        for _ in 0..TIMES {
            assert_eq!(std::hint::black_box(decode()), PAGE);
        }
        begin.elapsed().as_secs_f64() * 1e6 / f64::from(u32::try_from(TIMES).unwrap())
    };
    let (mut a, mut b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..=ROUNDS {
        let (one, other) = (time(&ours), time(&theirs));
        a.push(one);
        b.push(other);
        ratios.push(one / other);
    }
    Row {
        measure: "decode a page of 20".to_owned(),
        against: "serde derive, same fields".to_owned(),
        ours: format!("{:.1} µs", median(a)),
        theirs: format!("{:.1} µs", median(b)),
        ratio: format!("{:.2} of the time", median(ratios)),
        target: "at most 1.05",
    }
}

/// Takes turns, and compares how many requests a second each side makes.
async fn compare<A: Future<Output = usize>, B: Future<Output = usize>>(
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
    let (mut a, mut b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (one, other) = if round % 2 == 0 {
            let one = run(count, at_once, &ours).await;
            (one, run(count, at_once, &theirs).await)
        } else {
            let other = run(count, at_once, &theirs).await;
            (run(count, at_once, &ours).await, other)
        };
        // The first round opens connections.
        if round > 0 {
            a.push(one);
            b.push(other);
            ratios.push(one / other);
        }
    }
    Row {
        measure: measure.to_owned(),
        against: "raw reqwest".to_owned(),
        ours: format!("{:.0}/s", median(a)),
        theirs: format!("{:.0}/s", median(b)),
        ratio: format!("{:.2} of the throughput", median(ratios)),
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

/// Lists, one after another and many at a time.
pub(crate) async fn lists(server: &Server) -> Vec<Row> {
    let (client, http, address) = (server.client(), reqwest::Client::new(), server.messages());
    let mut rows = Vec::new();
    for (measure, load) in [
        ("list a page, 1 at a time", (400, 1)),
        ("list a page, 32 at a time", (800, 32)),
    ] {
        rows.push(
            compare(
                measure,
                load,
                || list(&client),
                || plain::list(&http, &address),
            )
            .await,
        );
    }
    rows
}

/// Sends, one after another.
pub(crate) async fn send(server: &Server) -> Row {
    let (client, http, address) = (server.client(), reqwest::Client::new(), server.messages());
    let ours = || async {
        let request = client.send_sms("14155552671", "14155551234", "hi");
        request.send().await.unwrap().message_uuids.len()
    };
    let row = compare("send, 1 at a time", (400, 1), ours, || {
        plain::send(&http, &address)
    });
    Row {
        target: "none set",
        ..row.await
    }
}

/// How many allocations a list takes, from the call to the records.
pub(crate) fn allocations(server: &Server, runtime: &Runtime) -> Row {
    let (client, http, address) = (server.client(), reqwest::Client::new(), server.messages());
    let ours = || runtime.block_on(list(&client));
    let theirs = || runtime.block_on(plain::list(&http, &address));
    // Once without counting, so that connections stand.
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

/// All messages of the list, one after another.
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

/// The memory of this process that is in use; 0 where the system does not tell.
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
