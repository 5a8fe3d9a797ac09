//! A worker of the tests of shared rate limits. It lists, and when it is told to, sends, as much as it may at a time.
//!
//! It takes the Redis server, the sandbox, the account's ID and token, and how many lists and sends to make. It starts
//! to send when its standard input ends, prints a line for each call that succeeds, and exits with 1 if one fails.

use std::io::Read as _;
use std::process::ExitCode;
use std::time::Duration;

use futures_util::future::join_all;
use plivo_client::{
    Client, RateLimit, RateLimits, RedisRateLimiter, Result, RetryConfig, WhenUnavailable,
};

/// Plivo's limits in hours: 300 requests in one, and 20 lists of messages in twelve.
const HOUR: u32 = 3600;

#[tokio::main]
async fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [redis, sandbox, id, token, lists, sends] = &*args else {
        return ExitCode::FAILURE;
    };
    let (Ok(lists), Ok(sends)) = (lists.parse::<usize>(), sends.parse::<usize>()) else {
        return ExitCode::FAILURE;
    };
    let client = match client(redis, sandbox, id, token) {
        Ok(client) => client,
        Err(error) => return failed(&error),
    };
    let listing = join_all((0..lists).map(async |_| {
        client.list_messages().limit(1).send().await?;
        println!("listed");
        Ok(())
    }));
    let sending = async {
        let told = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        let _ = told.await;
        join_all((0..sends).map(async |_| {
            client
                .send_sms("14155551234", "14155551235", "hi")
                .send()
                .await?;
            println!("sent");
            Ok(())
        }))
        .await
    };
    let (listed, sent) = tokio::join!(listing, sending);
    let ended: Result<()> = listed.into_iter().chain(sent).collect();
    ended.map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
}

fn client(redis: &str, sandbox: &str, id: &str, token: &str) -> Result<Client> {
    let limits = RateLimits::none()
        .rate_limit(RateLimit::new(300, HOUR))
        .rate_limit(RateLimit::new(20, 12 * HOUR).of_function("list_messages"))
        .concurrency(100);
    let limiter = RedisRateLimiter::builder(redis).when_unavailable(WhenUnavailable::Wait);
    Client::builder(id, token)
        .base_address(sandbox)
        .rate_limits(limits)
        .rate_limiter(limiter.build()?)
        .retry(RetryConfig::disabled())
        .timeout(Duration::from_secs(HOUR.into()))
        .build()
}

fn failed(error: &plivo_client::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}
