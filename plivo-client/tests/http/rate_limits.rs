//! Calls that wait for the rate limits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use plivo_client::Client;
use plivo_runtime::{
    Effect, ErrorKind, InMemoryRateLimiter, RateLimit, RateLimitPermit, RateLimitRequest,
    RateLimiter, RateLimiterError, RateLimits, RetryConfig,
};
use plivo_sandbox::{Failure, Fault, Sandbox};
use tokio::time::Instant;

use crate::mock::{Mock, Reply};
use crate::{at_once, sent};

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
            "the rate limiter is not available: it is gone; check the server of the rate limiter; no request was made"
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
