//! Failed calls, and what their errors say.

use std::time::Duration;

use plivo_runtime::{Effect, Error, ErrorKind, RetryConfig};
use plivo_sandbox::{Failure, Fault};

use crate::{answer, builder, start};

#[tokio::test]
async fn every_status_has_its_kind() {
    let (sandbox, client) = start().await;
    for (status, kind, retryable) in [
        (400, ErrorKind::Rejected, false),
        (401, ErrorKind::Authentication, false),
        (402, ErrorKind::Rejected, false),
        (403, ErrorKind::Forbidden, false),
        (404, ErrorKind::NotFound, false),
        (405, ErrorKind::Rejected, false),
        (408, ErrorKind::Rejected, true),
        (409, ErrorKind::Rejected, false),
        (422, ErrorKind::Rejected, false),
        (429, ErrorKind::RateLimited, true),
        (500, ErrorKind::Service, true),
        (501, ErrorKind::Service, false),
        (503, ErrorKind::Service, true),
    ] {
        sandbox.inject(Fault::status(status).header("x-request-id", "r-1"));
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert_eq!(
            (error.is_retryable(), error.effect()),
            (retryable, Effect::Nothing),
            "{status}"
        );
        assert_eq!(
            (error.request_id(), error.operation()),
            (Some("r-1"), Some("list_numbers"))
        );
        assert!(error.api_id().is_some() && error.service_message().is_some());
    }
    // Not a redirect, so no other address.
    for status in [300, 304] {
        sandbox.inject(answer(status, &[], ""));
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Service, Some(status))
        );
        assert!(!error.to_string().contains("address"), "{error}");
        sandbox.inject(answer(status, &[], ""));
        let send = client.send_sms("14155551234", "14155551235", "hi");
        assert_eq!(send.send().await.unwrap_err().effect(), Effect::Unknown);
    }
}

#[tokio::test]
async fn an_error_says_all_that_is_known_and_what_to_do() {
    let (sandbox, client) = start().await;
    let answer = |status, headers: &[_], body: &str| sandbox.inject(answer(status, headers, body));
    let said = async || {
        client
            .get_number("14155550000")
            .send()
            .await
            .unwrap_err()
            .to_string()
    };

    answer(
        400,
        &[("X-Request-ID", "r-1")],
        r#"{"api_id": "a-1", "error": "bad number"}"#,
    );
    assert_eq!(
        said().await,
        "get_number: GET Number/14155550000/: the service refused the request (HTTP 400): bad number \
         (api id a-1, request id r-1); correct what the message says"
    );
    answer(401, &[("X-Request-ID", "r-2")], "Unauthorized");
    assert_eq!(
        said().await,
        "get_number: GET Number/14155550000/: the service does not accept the credentials (HTTP 401): Unauthorized (request id r-2); \
         check the credentials, and that they belong to this account"
    );
    answer(429, &[("X-Request-ID", "r-3"), ("Retry-After", "7")], "");
    assert_eq!(
        said().await,
        "get_number: GET Number/14155550000/: too many requests (HTTP 429) (request id r-3); wait, then make the call again; \
         the service asks to wait 7 s"
    );
    answer(200, &[("X-Request-ID", "r-4")], r#"{"number": ["#);
    assert_eq!(
        said().await,
        "get_number: GET Number/14155550000/: the response cannot be decoded: EOF while parsing a list at line 1 column 12 \
         (HTTP 200) (request id r-4); make the call again in a few seconds"
    );
}

#[tokio::test]
async fn the_wait_that_the_service_asks_for_is_known() {
    let (sandbox, client) = start().await;
    sandbox.inject(Fault::status(429).retry_after("120"));
    let error = client.list_numbers().send().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
    sandbox.inject(Fault::status(503).retry_after("Sun, 06 Nov 1994 08:49:37 GMT"));
    let error = client.list_numbers().send().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    // A wait that no number holds is a long one.
    for wait in ["9".repeat(40).as_str(), "Fri, 31 Dec 9999 23:59:59 GMT"] {
        sandbox.inject(Fault::status(429).retry_after(wait));
        let client = builder(&sandbox).retry(RetryConfig::default()).build();
        let error = client.unwrap().list_numbers().send().await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{wait}");
        let year = Duration::from_secs(365 * 24 * 3600);
        assert!(error.retry_after().unwrap() > year, "{wait}");
    }
}

#[tokio::test]
async fn an_address_that_is_too_long_is_a_mistake_in_the_arguments() {
    let (sandbox, client) = start().await;
    let error = client
        .get_call("c".repeat(70_000))
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.effect()),
        (ErrorKind::InvalidArguments, Effect::Nothing)
    );
    let printed = error.to_string();
    assert!(printed.starts_with("get_call: "), "{printed}");
    assert!(
        printed.ends_with("; shorten the arguments; no request was made"),
        "{printed}"
    );
    assert!(printed.len() < 200, "{printed}");
    assert_eq!(sandbox.journal().len(), 0);
    // One that just fits is not repeated as a whole.
    let error = client
        .get_call("c".repeat(60_000))
        .send()
        .await
        .unwrap_err();
    assert!(error.to_string().len() < 1_000, "{error}");
}

#[tokio::test]
async fn broken_answers_to_a_read_can_be_asked_for_again() {
    let (sandbox, client) = start().await;
    for failure in [
        Failure::ResetBeforeRead,
        Failure::ResetAfterRead,
        Failure::TruncatedBody,
    ] {
        sandbox.inject(Fault::new(failure.clone()).always());
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.is_retryable()),
            (ErrorKind::Connection, true),
            "{failure:?}: {error}"
        );
        sandbox.clear_faults();
    }
    sandbox.inject(Fault::new(Failure::GarbledBody));
    assert_eq!(
        client.list_numbers().send().await.unwrap_err().kind(),
        ErrorKind::Decode
    );
}

#[tokio::test]
async fn a_service_that_takes_too_long_is_given_up() {
    let (sandbox, _) = start().await;
    let client = builder(&sandbox)
        .timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    for failure in [
        Failure::Delay(Duration::from_secs(60)),
        Failure::StalledBody,
    ] {
        sandbox.inject(Fault::new(failure.clone()));
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.is_retryable()),
            (ErrorKind::Timeout, true),
            "{failure:?}: {error}"
        );
    }
}

#[tokio::test]
async fn calls_can_be_made_from_any_task() {
    fn sendable<F: Future + Send>(_: F) {}
    let (_sandbox, client) = start().await;
    sendable(client.list_messages().send());
    sendable(client.send_sms("14155551234", "14155551235", "hi").send());
    sendable(client.list_calls().send());
    sendable(client.get_call("some").send());
}

#[test]
fn an_error_is_small_and_can_be_sent_anywhere() {
    fn anywhere<T: Send + Sync + 'static>() {}
    anywhere::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
