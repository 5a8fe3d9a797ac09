//! Rate limits that processes share through a Redis server. Its limits last for hours, so that no test depends on how
//! fast it runs; where time has to pass, the test moves what the server has counted, and the sandbox's clock.
#![cfg(test)]

#[path = "shared_limits/broken_servers.rs"]
mod broken_servers;
#[path = "shared_limits/redis_server.rs"]
mod redis_server;

use std::fmt::Debug;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use plivo_client::{
    Client, ClientBuilder, Effect, Error, ErrorKind, RateLimit, RateLimits, RedisRateLimiter,
    RedisRateLimiterBuilder, RetryConfig, WhenUnavailable,
};
use plivo_sandbox::{Failure, Fault, Sandbox};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use self::broken_servers::{answer, losing_one_answer};
use self::redis_server::RedisServer;

/// What a test waits for comes earlier, or not at all.
const LONG: Duration = Duration::from_mins(1);
/// How long a call waits for what does not come.
const SHORT: Duration = Duration::from_millis(200);
const PASSWORD: &str = "s3cret-password";

/// Lets a number of requests pass in an hour.
fn an_hour(requests: u32) -> RateLimits {
    RateLimits::none().rate_limit(RateLimit::new(requests, 3600))
}

fn client(sandbox: &Sandbox, account: &str, limiter: &RedisRateLimiter) -> ClientBuilder<Client> {
    let account = sandbox.account(account).unwrap();
    Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .rate_limits(an_hour(1000))
        .rate_limiter(limiter.clone())
        .retry(RetryConfig::disabled())
}

fn limiter(url: &str, when_unavailable: WhenUnavailable) -> RedisRateLimiter {
    let limiter = RedisRateLimiter::builder(url).retry_interval(Duration::from_millis(10));
    limiter.when_unavailable(when_unavailable).build().unwrap()
}

async fn list(client: &Client, timeout: Duration) -> Result<(), Error> {
    let call = client.list_numbers().with_timeout(timeout);
    call.send().await.map(drop)
}

/// Asserts that a call was not made because the limiter did not permit it.
fn assert_not_sent(error: &Error, kind: ErrorKind, said: &str) {
    assert_eq!(
        (error.kind(), error.effect()),
        (kind, Effect::Nothing),
        "{error}"
    );
    assert_eq!((error.attempts(), error.is_retryable()), (0, true));
    assert!(error.to_string().contains(said), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_processes_use_all_that_the_account_may_and_nothing_more() {
    let redis = RedisServer::start();
    let sandbox = Sandbox::builder().rate_limits(true).start().await.unwrap();
    let (calls, mut made) = unbounded_channel();
    // 40 lists and 856 sends.
    let mut workers: Vec<_> = (0..8).map(|_| worker(&redis, &sandbox, &calls)).collect();
    drop(calls);
    wait_for(&mut made, 20).await;
    for worker in &mut workers {
        worker.stdin.take();
    }
    wait_for(&mut made, 280).await;
    let pass = async |seconds: u64| {
        sandbox.advance(Duration::from_secs(seconds)).await;
        redis.let_pass(Duration::from_secs(seconds * 720));
    };
    pass(5).await;
    wait_for(&mut made, 300).await;
    pass(60).await;
    wait_for(&mut made, 296).await;
    assert_eq!(made.recv().await, None);
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    // Of 900 requests, 40 of them lists, that the limits allow.
    let requests = sandbox.journal();
    let refused = requests.iter().filter(|request| request.status == 429);
    assert_eq!((requests.len(), refused.count()), (896, 0));
}

/// Starts a process that prints a line for each call that was made.
fn worker(redis: &RedisServer, sandbox: &Sandbox, calls: &UnboundedSender<()>) -> Child {
    let account = sandbox.account("default").unwrap();
    let mut worker = Command::new(env!("CARGO_BIN_EXE_rate-limited-worker"))
        .args([&redis.url(), &sandbox.base_url().to_string()])
        .args([account.auth_id(), account.auth_token(), "5", "107"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (lines, calls) = (BufReader::new(worker.stdout.take().unwrap()), calls.clone());
    std::thread::spawn(move || lines.lines().for_each(|_| calls.send(()).unwrap()));
    worker
}

async fn wait_for(made: &mut UnboundedReceiver<()>, calls: usize) {
    for call in 0..calls {
        let more = timeout(LONG, made.recv()).await;
        assert_eq!(more, Ok(Some(())), "call {call} of {calls}");
    }
}

#[tokio::test]
async fn accounts_are_counted_each_on_its_own_and_keys_show_none() {
    let (redis, sandbox) = (RedisServer::start(), Sandbox::start().await.unwrap());
    let limiter = limiter(&redis.url(), WhenUnavailable::Fail);
    for account in ["default", "us"] {
        let client = client(&sandbox, account, &limiter)
            .rate_limits(an_hour(1))
            .build()
            .unwrap();
        list(&client, LONG).await.unwrap();
        let error = list(&client, SHORT).await.unwrap_err();
        assert_not_sent(
            &error,
            ErrorKind::Timeout,
            "while it waited for the rate limits",
        );
    }
    assert_eq!(sandbox.journal().len(), 2);
    let keys: Vec<String> = redis.eval("return redis.call('KEYS', '*')");
    assert_eq!(keys.len(), 2, "{keys:?}");
    for account in ["default", "us"] {
        let account = sandbox.account(account).unwrap();
        assert!(
            keys.iter().all(|key| !key.contains(account.auth_id())),
            "{keys:?}"
        );
    }
    let expire = "local all = redis.call('KEYS', '*'); local first = redis.call('PTTL', all[1]); \
                  return math.min(first, redis.call('PTTL', all[2]))";
    assert!(redis.eval::<i64>(expire) > 0);
}

#[tokio::test]
async fn requests_in_flight_are_counted_together_until_they_end_or_are_dropped() {
    let (redis, sandbox) = (RedisServer::start(), Sandbox::start().await.unwrap());
    let process = || {
        let limiter = limiter(&redis.url(), WhenUnavailable::Fail);
        let limits = RateLimits::none().concurrency(1);
        client(&sandbox, "default", &limiter)
            .rate_limits(limits)
            .build()
            .unwrap()
    };
    let (first, second) = (process(), process());
    sandbox.inject(Fault::new(Failure::Delay(LONG)));
    let slow = tokio::spawn(async move { list(&first, LONG).await });
    while sandbox.journal().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let error = list(&second, SHORT).await.unwrap_err();
    assert_not_sent(
        &error,
        ErrorKind::Timeout,
        "while it waited for the rate limits",
    );
    slow.abort();
    list(&second, LONG).await.unwrap();
    list(&process(), LONG).await.unwrap();
}

#[tokio::test]
async fn each_attempt_of_a_retried_request_is_counted() {
    let (redis, sandbox) = (RedisServer::start(), Sandbox::start().await.unwrap());
    let limiter = limiter(&redis.url(), WhenUnavailable::Fail);
    let client = client(&sandbox, "default", &limiter).retry(RetryConfig::default());
    sandbox.inject(Fault::status(429).retry_after("0").times(2));
    list(&client.build().unwrap(), LONG).await.unwrap();
    let counted = "return redis.call('ZCARD', redis.call('KEYS', '*')[1])";
    assert_eq!(
        (sandbox.journal().len(), redis.eval::<usize>(counted)),
        (3, 3)
    );
}

#[tokio::test]
async fn while_the_server_is_away_calls_go_on_alone_wait_or_fail() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut redis = RedisServer::stopped();
    // It takes connections, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("redis://{}", silent.local_addr().unwrap());
    for url in [redis.url(), silent.clone()] {
        let with = |when_unavailable| {
            let limiter = RedisRateLimiter::builder(&url)
                .connect_timeout(SHORT / 4)
                .command_timeout(SHORT / 4)
                .retry_interval(Duration::from_millis(10))
                .when_unavailable(when_unavailable);
            client(&sandbox, "default", &limiter.build().unwrap())
                .build()
                .unwrap()
        };
        sandbox.clear_journal();
        list(&with(WhenUnavailable::Alone), LONG).await.unwrap();
        let alone = with(WhenUnavailable::AloneWithin(an_hour(1)));
        list(&alone, LONG).await.unwrap();
        let error = list(&alone, SHORT).await.unwrap_err();
        assert_not_sent(
            &error,
            ErrorKind::Timeout,
            "while it waited for the rate limits",
        );
        let address = url.strip_prefix("redis://").unwrap();
        let said = format!("the rate limiter is not available: Redis at {address}: ");
        let error = list(&with(WhenUnavailable::Fail), LONG).await.unwrap_err();
        assert_not_sent(&error, ErrorKind::RateLimiter, &said);
        let error = list(&with(WhenUnavailable::Wait), SHORT).await.unwrap_err();
        assert_not_sent(&error, ErrorKind::RateLimiter, &said);
        assert_eq!(sandbox.journal().len(), 2);
    }

    let limiter = limiter(&redis.url(), WhenUnavailable::Wait);
    let client = client(&sandbox, "default", &limiter).build().unwrap();
    let waiting = tokio::spawn(async move { list(&client, LONG).await });
    assert!(redis.run());
    waiting.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_server_that_is_lost_is_used_again_when_it_is_back() {
    let (mut redis, sandbox) = (RedisServer::start(), Sandbox::start().await.unwrap());
    let alone = limiter(&redis.url(), WhenUnavailable::Alone);
    let alone = client(&sandbox, "default", &alone).build().unwrap();
    let fail = limiter(&redis.url(), WhenUnavailable::Fail);
    let fail = client(&sandbox, "us", &fail).build().unwrap();
    let counted = "return #redis.call('KEYS', '*')";
    for _ in 0..2 {
        let back = async {
            while redis.eval::<usize>(counted) < 2 {
                list(&alone, LONG).await.unwrap();
                let _ = list(&fail, LONG).await;
            }
        };
        timeout(LONG, back).await.unwrap();
        redis.stop();
        list(&alone, LONG).await.unwrap();
        let error = list(&fail, LONG).await.unwrap_err();
        assert_not_sent(
            &error,
            ErrorKind::RateLimiter,
            "the rate limiter is not available",
        );
        assert!(redis.run());
    }
}

#[tokio::test]
async fn a_place_whose_answer_was_lost_does_not_count_against_its_own_request() {
    let (redis, sandbox) = (RedisServer::start(), Sandbox::start().await.unwrap());
    // The server knows the script from here on.
    let direct = limiter(&redis.url(), WhenUnavailable::Fail);
    let other = client(&sandbox, "us", &direct).build().unwrap();
    list(&other, LONG).await.unwrap();
    let limiter = limiter(&losing_one_answer(redis.url()), WhenUnavailable::Fail);
    let client = client(&sandbox, "default", &limiter).rate_limits(an_hour(1));
    let client = client.build().unwrap();
    list(&client, LONG / 6).await.unwrap();
    let error = list(&client, SHORT).await.unwrap_err();
    assert_not_sent(
        &error,
        ErrorKind::Timeout,
        "while it waited for the rate limits",
    );
}

#[tokio::test]
async fn the_rights_that_the_documentation_names_are_enough() {
    let page = include_str!("../docs/rate-limits.md");
    let rights = page.split_once("A user of its own needs `").unwrap().1;
    let (commands, rest) = rights.split_once("` and `").unwrap();
    let (keys, _) = rest.split_once('`').unwrap();
    let (redis, sandbox) = (RedisServer::start(), Sandbox::start().await.unwrap());
    let url = redis.add_user("limiter", PASSWORD, &format!("{keys} {commands}"));
    let limiter = limiter(&url, WhenUnavailable::Fail);
    let client = client(&sandbox, "default", &limiter).build().unwrap();
    list(&client, LONG).await.unwrap();
    // The request that was read is one of the hour, and none in flight.
    let counted = "return redis.call('ZCARD', redis.call('KEYS', '*')[1])";
    assert_eq!(redis.eval::<usize>(counted), 1);
}

#[tokio::test]
async fn no_password_shows() {
    let shown = |value: &dyn Debug| {
        let shown = format!("{value:?} {value:#?}");
        assert!(!shown.contains("s3cret"), "{shown}");
    };
    for url in [
        format!("redis://user:{PASSWORD}@127.0.0.1:port"),
        format!("rediss://user:{PASSWORD}@127.0.0.1"),
        format!("http://user:{PASSWORD}@127.0.0.1"),
        format!("user:{PASSWORD}@127.0.0.1:6379"),
        PASSWORD.to_owned(),
        String::new(),
    ] {
        let builder = RedisRateLimiter::builder(&url);
        shown(&builder);
        let error = RedisRateLimiterBuilder::build(builder).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
        assert!(
            error
                .to_string()
                .starts_with("the address of the Redis server "),
            "{error}"
        );
        shown(&error);
        shown(&error.to_string());
    }

    let redis = RedisServer::start_with(Some(PASSWORD));
    let right = RedisRateLimiter::new(redis.url()).unwrap();
    right.connect().await.unwrap();
    shown(&right);
    // A service of another kind may repeat what it does not understand.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let echoing = format!("redis://:{PASSWORD}@{}", other.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in other.incoming() {
            answer(stream.unwrap());
        }
    });
    let wrong = redis.url().replace(PASSWORD, "s3cret-and-wrong");
    for (url, said) in [
        (wrong, "Password authentication failed"),
        (echoing, "[hidden]"),
    ] {
        let sandbox = Sandbox::start().await.unwrap();
        let limiter = limiter(&url, WhenUnavailable::Fail);
        shown(&limiter.connect().await);
        shown(&limiter);
        let client = client(&sandbox, "default", &limiter).build().unwrap();
        let error = list(&client, LONG).await.unwrap_err();
        assert_not_sent(&error, ErrorKind::RateLimiter, said);
        shown(&error);
        shown(&error.to_string());
    }
}
