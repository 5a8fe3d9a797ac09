//! What is asked for again, after which wait, and for how long.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use plivo_client::Client;
use plivo_runtime::{
    Body, Bytes, Effect, Error, ErrorKind, InMemoryRateLimiter, RateLimit, RateLimitPermit,
    RateLimitRequest, RateLimiter, RateLimiterError, RateLimits, RetryConfig, Transport,
    TransportError, http,
};
use plivo_sandbox::{Failure, Fault, Sandbox};
use tokio::time::Instant;

use crate::{answer, builder, start};

/// Retries as usual, without the waits.
fn at_once() -> RetryConfig {
    RetryConfig::default().initial_backoff(Duration::ZERO)
}

/// What a mock answers.
#[derive(Debug, Clone)]
enum Reply {
    Status(u16, Option<&'static str>),
    Unreachable,
    Silence,
}

/// Answers as it is told, then for ever with the last of it; it notes when it was asked.
#[derive(Debug, Clone)]
struct Mock(Arc<Mutex<(VecDeque<Reply>, Vec<Instant>)>>);

impl Mock {
    fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies = replies.into_iter().collect();
        Self(Arc::new(Mutex::new((replies, Vec::new()))))
    }

    fn reply(&self) -> Reply {
        let (replies, asked) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(Instant::now());
        match replies.len() {
            1 => replies.front().cloned(),
            _ => replies.pop_front(),
        }
        .unwrap()
    }

    /// How many seconds passed between one request and the next.
    fn waits(&self) -> Vec<u64> {
        let (_, asked) = &*self.0.lock().unwrap();
        let wait = |pair: &[Instant]| (pair[1] - pair[0]).as_secs();
        asked.windows(2).map(wait).collect()
    }

    fn requests(&self) -> usize {
        self.0.lock().unwrap().1.len()
    }

    fn client(&self, retry: RetryConfig) -> Client {
        let client = Client::builder("MA", "token").transport(self.clone());
        client.retry(retry).build().unwrap()
    }
}

impl Transport for Mock {
    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        match self.reply() {
            Reply::Status(status, retry_after) => {
                let mut response = http::Response::builder().status(status);
                if let Some(wait) = retry_after {
                    response = response.header("retry-after", wait);
                }
                Ok(response.body(Body::new(r#"{"objects": []}"#)).unwrap())
            }
            Reply::Unreachable => Err(TransportError::unreachable("nobody is there")),
            Reply::Silence => std::future::pending().await,
        }
    }
}

async fn sent(client: &Client) -> Result<(), Error> {
    let call = client.send_sms("14155551234", "14155551235", "hi");
    call.send().await.map(|_| ())
}

#[tokio::test]
async fn a_read_is_asked_for_again_until_it_succeeds() {
    let (sandbox, _) = start().await;
    let client = builder(&sandbox).retry(at_once()).build().unwrap();
    let cut = answer(200, &[], r#"{"objects": [{"number": "1"#);
    let statuses = [408, 429, 500, 502, 503, 504].map(Fault::status);
    let broken = [
        Failure::ResetBeforeRead,
        Failure::ResetAfterRead,
        Failure::TruncatedBody,
    ];
    let faults = statuses.into_iter().chain(broken.map(Fault::new));
    for fault in faults.chain([cut]) {
        sandbox.clear_journal();
        sandbox.inject(fault.clone().times(3));
        let page = client.list_numbers().send().await.unwrap();
        assert_eq!(page.objects.len(), 20, "{fault:?}");
        assert_eq!(sandbox.journal().len(), 4, "{fault:?}");
    }
}

#[tokio::test]
async fn what_will_not_pass_by_itself_is_not_asked_for_again() {
    let (sandbox, _) = start().await;
    let client = builder(&sandbox).retry(at_once()).build().unwrap();
    for status in [400, 401, 403, 404, 409, 422, 501] {
        sandbox.clear_journal();
        sandbox.inject(Fault::status(status));
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(status), 1));
        assert_eq!(sandbox.journal().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn the_last_error_says_how_often_it_was_tried() {
    let (sandbox, _) = start().await;
    let client = builder(&sandbox).retry(at_once()).build().unwrap();
    sandbox.inject(Fault::status(503).always());
    let error = client.list_numbers().send().await.unwrap_err();
    assert_eq!((error.attempts(), sandbox.journal().len()), (4, 4));
    assert!(
        error.to_string().contains("(HTTP 503) after 4 attempts: "),
        "{error}"
    );
}

#[tokio::test]
async fn a_send_is_repeated_only_where_it_cannot_have_arrived() {
    let (sandbox, _) = start().await;
    let client = builder(&sandbox).retry(at_once()).build().unwrap();
    sandbox.inject(Fault::status(429).retry_after("0").times(2));
    sent(&client).await.unwrap();
    assert_eq!(
        (sandbox.journal().len(), sandbox.sent("default").len()),
        (3, 1)
    );

    for fault in [
        Fault::status(408),
        Fault::status(500),
        Fault::status(503),
        Fault::new(Failure::ResetBeforeRead),
        Fault::new(Failure::ResetAfterRead),
        Fault::new(Failure::TruncatedBody),
    ] {
        sandbox.clear_journal();
        sandbox.inject(fault.clone());
        let error = sent(&client).await.unwrap_err();
        assert_ne!(error.effect(), Effect::Nothing, "{fault:?}");
        assert_eq!(sandbox.journal().len(), 1, "{fault:?}");
    }

    let mock = Mock::new([
        Reply::Unreachable,
        Reply::Unreachable,
        Reply::Status(202, None),
    ]);
    sent(&mock.client(at_once())).await.unwrap();
    assert_eq!(mock.requests(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_the_service_asks_for_is_kept() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT"; // long ago, so that there is nothing to wait for
    let replies = [Some("7"), Some(date), Some("29"), None];
    let mock = Mock::new(replies.map(|wait| Reply::Status(wait.map_or(202, |_| 429), wait)));
    sent(&mock.client(RetryConfig::default())).await.unwrap();
    assert_eq!(mock.waits(), [7, 0, 29]);

    let mock = Mock::new([Reply::Status(429, Some("31"))]);
    let error = sent(&mock.client(RetryConfig::default()))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), mock.requests()), (ErrorKind::RateLimited, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(31)));
}

#[tokio::test(start_paused = true)]
async fn waits_grow_and_stay_within_their_bounds() {
    let mock = Mock::new([Reply::Status(503, None)]);
    let client = mock.client(
        RetryConfig::default()
            .max_attempts(5)
            .max_backoff(Duration::from_secs(1)),
    );
    let begin = Instant::now();
    client.list_numbers().send().await.unwrap_err();
    assert_eq!(mock.requests(), 5);
    // At most 0.5, 1, 1 and 1 seconds, and a millisecond for each timer.
    assert!(begin.elapsed() <= Duration::from_millis(3_504));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_and_a_call_have_their_time() {
    let mock = Mock::new([Reply::Silence]);
    let client = mock.client(at_once());
    let begin = Instant::now();
    let error = client.list_numbers().send().await.unwrap_err();
    // A read is tried as long as another attempt may begin within a minute.
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));
    assert_eq!(begin.elapsed().as_secs(), 90);

    // The whole call's time cuts the second attempt short.
    let call = client
        .list_numbers()
        .with_timeout(Duration::from_secs(40))
        .into_request();
    let begin = Instant::now();
    let error = call.send_raw().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert_eq!(begin.elapsed().as_secs(), 40);

    let call = client
        .send_sms("14155551234", "14155551235", "hi")
        .with_attempt_timeout(Duration::from_secs(3))
        .into_request();
    let begin = Instant::now();
    let error = call.send_raw().await.unwrap_err();
    assert_eq!((error.effect(), error.attempts()), (Effect::Unknown, 1));
    assert_eq!(begin.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_connection_attempt_times_out() {
    // It takes connections and never says the first word of TLS.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::builder("MA", "token")
        .base_address(format!("https://{}", silent.local_addr().unwrap()))
        .connect_timeout(Duration::from_secs(7))
        .retry(RetryConfig::disabled())
        .build()
        .unwrap();
    let begin = Instant::now();
    let send = client.send_sms("14155551234", "14155551235", "hi").send();
    let error = send.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.effect(), begin.elapsed().as_secs()),
        (ErrorKind::Timeout, Effect::Nothing, 7),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_ends_after_the_calls_time_is_not_begun() {
    let mock = Mock::new([Reply::Status(429, Some("20"))]);
    let client = mock.client(RetryConfig::default());
    let call = client
        .list_numbers()
        .with_timeout(Duration::from_secs(15))
        .into_request();
    let begin = Instant::now();
    let error = call.send_raw().await.unwrap_err();
    assert_eq!(
        (error.kind(), begin.elapsed().as_secs()),
        (ErrorKind::RateLimited, 0)
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_turn_comes_too_late_is_not_made() {
    let mock = Mock::new([Reply::Status(200, None)]);
    let client = Client::builder("MA", "token")
        .transport(mock.clone())
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap();
    for _ in 0..20 {
        client.list_messages().send().await.unwrap();
    }
    let error = client.list_messages().send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.effect()),
        (ErrorKind::Timeout, Effect::Nothing)
    );
    assert_eq!((error.attempts(), mock.requests()), (0, 20));
    assert!(
        error
            .to_string()
            .contains("the call timed out while it waited for the rate limits"),
        "{error}"
    );
    // Clones share the pace, and other functions are not held up.
    client.clone().list_numbers().send().await.unwrap();
    tokio::time::sleep(Duration::from_secs(30)).await;
    client.clone().list_messages().send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn clients_with_one_limiter_count_together_and_accounts_with_another_do_not() {
    let mock = Mock::new([Reply::Status(200, None)]);
    let limits = RateLimits::none().rate_limit(RateLimit::new(1, 600));
    let shared = Arc::new(InMemoryRateLimiter::new(&limits));
    let client = || Client::builder("MA", "token").transport(mock.clone());
    let first = client().rate_limiter(Arc::clone(&shared)).build().unwrap();
    first.list_numbers().send().await.unwrap();
    let second = client().rate_limiter(shared).build().unwrap();
    let error = second.list_numbers().send().await.unwrap_err();
    assert_eq!((error.kind(), mock.requests()), (ErrorKind::Timeout, 1));
    let own = second
        .api()
        .with_rate_limiter(InMemoryRateLimiter::new(&limits));
    Client::from(own).list_numbers().send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_limiter_is_asked_before_each_attempt_and_its_failure_is_the_calls() {
    /// Permits two requests, and notes which accounts they are of.
    #[derive(Clone, Default)]
    struct Two(Arc<Mutex<Vec<String>>>);
    impl RateLimiter for Two {
        async fn acquire(
            &self,
            request: RateLimitRequest<'_>,
        ) -> Result<RateLimitPermit, RateLimiterError> {
            let mut asked = self.0.lock().unwrap();
            let (limits, function) = (request.limits(), request.operation().name);
            assert_eq!(
                (limits.limits().len(), limits.max_concurrency()),
                (2, Some(100))
            );
            assert_eq!(request.attempt_timeout(), Duration::from_secs(30));
            assert!(request.deadline() > Instant::now());
            asked.push(format!("{function} {}", request.account()));
            if asked.len() > 2 {
                return Err(RateLimiterError::unavailable("it is gone"));
            }
            Ok(RateLimitPermit::none())
        }
    }
    let limiter = Two::default();
    let client = |id: &str, token: &str, mock: &Mock| {
        let client = Client::builder(id, token).transport(mock.clone());
        let client = client.rate_limiter(limiter.clone()).retry(at_once());
        client.build().unwrap()
    };
    // What the service said is the reason for the third one.
    let mock = Mock::new([Reply::Status(503, None)]);
    let error = client("MA1", "a token", &mock)
        .list_numbers()
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Service, 2));
    let error = sent(&client("MA1", "another", &mock)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.effect()),
        (ErrorKind::RateLimiter, Effect::Nothing)
    );
    assert_eq!(
        (error.attempts(), error.is_retryable(), mock.requests()),
        (0, true, 2)
    );
    assert!(
        error.to_string().ends_with(
            "the rate limiter is not available: it is gone; check the server of the rate limiter"
        ),
        "{error}"
    );
    sent(&client("MA2", "another", &mock)).await.unwrap_err();
    let asked = limiter.0.lock().unwrap();
    let account = |line: usize| asked[line].split_once(' ').unwrap().1;
    assert_eq!(asked.len(), 5);
    assert!(asked[3].starts_with("send_sms "), "{asked:?}");
    // The token may be replaced by another.
    assert_eq!(account(0), account(3));
    assert_ne!(account(3), account(4));
    assert!(!asked[0].contains("MA1"), "{asked:?}");
}

#[tokio::test]
async fn a_call_may_be_tried_less_often_than_its_client() {
    let (sandbox, _) = start().await;
    let client = builder(&sandbox).retry(at_once()).build().unwrap();
    sandbox.inject(Fault::status(503).always());
    let call = client
        .list_numbers()
        .with_retry(RetryConfig::disabled())
        .into_request();
    assert_eq!(call.send_raw().await.unwrap_err().attempts(), 1);
}

#[tokio::test]
async fn the_services_limits_are_kept_unasked() {
    let sandbox = Sandbox::builder().rate_limits(true).start().await.unwrap();
    let account = sandbox.account("default").unwrap();
    let client = |pacing| {
        Client::builder(account.auth_id(), account.auth_token())
            .base_address(sandbox.base_url())
            .retry(RetryConfig::disabled())
            .rate_limits(pacing)
            .build()
            .unwrap()
    };
    // All of them would be under way at once.
    let all = async |client: &Client, requests| {
        sandbox.inject(Fault::new(Failure::Delay(Duration::from_millis(300))).times(requests));
        let calls = (0..requests).map(|_| client.list_numbers().send());
        let answers = futures_util::future::join_all(calls).await;
        answers.into_iter().filter(Result::is_err).count()
    };
    assert_eq!(
        all(&client(RateLimits::of(&plivo_client::PLIVO)), 130).await,
        0
    );
    let refused = all(&client(RateLimits::none()), 130).await;
    assert!(refused > 0);
}

#[tokio::test]
async fn a_call_that_is_dropped_is_cancelled() {
    struct Noted(Arc<()>);
    impl Transport for Noted {
        async fn send(
            &self,
            _: http::Request<Bytes>,
        ) -> Result<http::Response<Body>, TransportError> {
            let _held = Arc::clone(&self.0);
            std::future::pending().await
        }
    }
    let held = Arc::new(());
    let client = Client::builder("MA", "token").transport(Noted(Arc::clone(&held)));
    let client = client.build().unwrap();
    let mut sending = Box::pin(sent(&client));
    assert!(sending.as_mut().now_or_never().is_none());
    assert_eq!(Arc::strong_count(&held), 3);
    drop(sending);
    assert_eq!(Arc::strong_count(&held), 2);
}

#[tokio::test]
async fn a_proxy_carries_the_requests() {
    let (sandbox, _) = start().await;
    let account = sandbox.account("default").unwrap();
    let client = Client::builder(account.auth_id(), account.auth_token())
        .base_address("http://plivo.invalid")
        .allow_plain_http()
        .proxy(sandbox.base_url());
    let page = client.build().unwrap().list_numbers().send().await.unwrap();
    assert_eq!(page.objects.len(), 20);
}

#[test]
fn a_proxy_that_cannot_be_right_is_refused_without_its_password() {
    let builder = || Client::builder("MA", "token");
    for client in [
        builder().proxy("user:s3cret@nowhere"),
        builder().proxy("http://user:s3cret@proxy.example:port"),
        builder().proxy("gopher://user:s3cret@proxy.example"),
        builder()
            .base_address("http://127.0.0.1:1")
            .proxy("http://user:s3cret@proxy.example"),
        builder()
            .transport(Mock::new([]))
            .proxy("http://user:s3cret@127.0.0.1"),
    ] {
        let shown = format!("{client:?}");
        let error = client.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("proxy"), "{error}");
        assert!(
            !format!("{shown}{error}{error:?}").contains("s3cret"),
            "{error:?}"
        );
    }
}
