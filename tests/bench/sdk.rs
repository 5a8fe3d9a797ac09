//! The rows against Plivo's own SDKs, which `cargo xtask bench` installs and names in the environment.

use std::process::Command;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt};
use plivo_client::Client;
use tokio::runtime::Runtime;

use crate::row::{Row, median, rate};
use crate::rows;
use crate::server::Server;

/// How many rounds each SDK runs.
const ROUNDS: usize = 5;

/// Returns a row for each SDK that is installed.
pub(crate) fn rows(server: &Server, runtime: &Runtime) -> Vec<Row> {
    let sides = [
        (
            "Python SDK",
            "PLIVO_BENCH_PYTHON",
            "python.py",
            300,
            1,
            "at least 4",
        ),
        (
            "Node SDK",
            "PLIVO_BENCH_NODE",
            "node.js",
            600,
            32,
            "at least 12",
        ),
    ];
    let mut rows = Vec::new();
    for (name, variable, script, count, at_once, target) in sides {
        let Some(program) = std::env::var_os(variable) else {
            continue;
        };
        let client = server.client();
        let (mut a, mut b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let mut command = Command::new(&program);
            command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/bench/").to_owned() + script);
            command.args([server.address(), &count.to_string(), &at_once.to_string()]);
            let theirs = rate(count, seconds(&mut command));
            let ours = rate(count, runtime.block_on(lists(&client, count, at_once)));
            a.push(ours);
            b.push(theirs);
            ratios.push(ours / theirs);
        }
        rows.push(Row {
            measure: format!("list a page, {at_once} at a time"),
            against: name.to_owned(),
            ours: format!("{:.0}/s", median(a)),
            theirs: format!("{:.0}/s", median(b)),
            ratio: format!("{:.1} times", median(ratios)),
            target,
        });
    }
    rows
}

/// Runs a script, and returns the time that it prints.
fn seconds(command: &mut Command) -> Duration {
    let output = command.output().unwrap();
    let (said, complaint) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    let seconds = said
        .trim()
        .parse()
        .map_err(|_| format!("the script says {said}{complaint}"));
    Duration::from_secs_f64(seconds.unwrap())
}

/// Returns the time of the same requests with the client.
async fn lists(client: &Client, count: usize, at_once: usize) -> Duration {
    rows::list(client).await;
    let begin = Instant::now();
    stream::iter(0..count)
        .map(|_| rows::list(client))
        .buffer_unordered(at_once)
        .count()
        .await;
    begin.elapsed()
}
