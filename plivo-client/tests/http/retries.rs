//! What is asked for again, after which wait, and for how long.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use plivo_client::Client;
use plivo_runtime::{Body, Bytes, Effect, ErrorKind, RetryConfig, Transport, TransportError, http};
use plivo_sandbox::{Failure, Fault};
use tokio::time::Instant;

use crate::mock::{Mock, Reply};
use crate::{answer, at_once, builder, sent, start};

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
        error.to_string().contains("(HTTP 503, 4 attempts): "),
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
