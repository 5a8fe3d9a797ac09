//! The effect of a failed write: an error never says that nothing happened when something may have.

use std::time::Duration;

use plivo_client::Client;
use plivo_runtime::{Effect, Error, ErrorKind, RetryConfig};
use plivo_sandbox::{Failure, Fault, FaultTiming, Sandbox};

use crate::{builder, start};

async fn failed(client: &Client) -> Error {
    client
        .send_sms("14155551234", "14155551235", "hi")
        .send()
        .await
        .unwrap_err()
}

/// Checks the effect of a fault on a write.
async fn check(fault: impl Into<Fault>, kind: ErrorKind, effect: Effect, accepted: usize) {
    let fault = fault.into();
    let sandbox = Sandbox::start().await.unwrap();
    let client = builder(&sandbox)
        .timeout(Duration::from_secs(2))
        .build()
        .unwrap();
    sandbox.inject(fault.clone());
    let error = failed(&client).await;
    assert_eq!(
        (error.kind(), error.effect()),
        (kind, effect),
        "{fault:?}: {error}"
    );
    assert_eq!(
        sandbox.sent("default").len(),
        accepted,
        "{fault:?}: {error}"
    );
    assert_eq!(
        error.is_retryable(),
        kind == ErrorKind::RateLimited,
        "{fault:?}: {error}"
    );
}

#[tokio::test]
async fn a_refusal_means_that_nothing_happened() {
    for (status, kind) in [
        (400, ErrorKind::Rejected),
        (401, ErrorKind::Authentication),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (422, ErrorKind::Rejected),
        (429, ErrorKind::RateLimited),
    ] {
        check(Fault::status(status), kind, Effect::Nothing, 0).await;
    }
}

#[tokio::test]
async fn a_lost_answer_means_that_nobody_knows() {
    let late = |failure: Failure| Fault::new(failure).timing(FaultTiming::AfterProcessing);
    let status = |status| Fault::status(status).timing(FaultTiming::AfterProcessing);
    let minute = Failure::Delay(Duration::from_secs(60));
    let redirect = Failure::Redirect {
        status: 302,
        to: "https://example.com/".to_owned(),
    };
    for (fault, kind, accepted) in [
        (Fault::status(500), ErrorKind::Service, 0),
        (status(502), ErrorKind::Service, 1),
        (status(408), ErrorKind::Rejected, 1),
        (late(minute), ErrorKind::Timeout, 1),
        (late(redirect), ErrorKind::Redirect, 1),
        (Failure::ResetAfterRead.into(), ErrorKind::Connection, 1),
        (Failure::ResetBeforeRead.into(), ErrorKind::Connection, 0),
    ] {
        check(fault, kind, Effect::Unknown, accepted).await;
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_was_one() {
    for (failure, kind) in [
        (Failure::GarbledBody, ErrorKind::Decode),
        (Failure::EndlessBody, ErrorKind::TooLarge),
        (Failure::TruncatedBody, ErrorKind::Connection),
        (Failure::StalledBody, ErrorKind::Timeout),
    ] {
        check(failure, kind, Effect::Done, 1).await;
    }
}

#[tokio::test]
async fn without_a_connection_nothing_can_have_happened() {
    // Nothing listens on this port any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    drop(listener);
    let client = Client::builder("MA", "token")
        .base_address(format!("http://{host}"))
        .retry(RetryConfig::disabled())
        .build()
        .unwrap();
    let error = failed(&client).await;
    assert_eq!(
        (error.kind(), error.effect()),
        (ErrorKind::Connection, Effect::Nothing)
    );
    assert!(error.is_retryable());
    assert!(
        error
            .to_string()
            .contains(&format!("cannot connect to {host}: ")),
        "{error}"
    );

    let client = Client::builder("MA", "token")
        .base_address("http://127.0.0.1:9")
        .proxy(format!("http://someone:secret@{host}"))
        .retry(RetryConfig::disabled())
        .build()
        .unwrap();
    let error = failed(&client).await.to_string();
    let wanted = format!("cannot connect to 127.0.0.1:9 through the proxy {host}: ");
    assert!(
        error.contains(&wanted) && !error.contains("secret"),
        "{error}"
    );
}

#[tokio::test]
async fn an_error_of_a_write_says_whether_to_repeat_it() {
    let (sandbox, client) = start().await;
    sandbox.inject(Fault::status(500));
    assert!(
        failed(&client)
            .await
            .to_string()
            .ends_with("; it may have been done, so check before you repeat it")
    );
    sandbox.inject(Fault::new(Failure::GarbledBody));
    assert!(
        failed(&client)
            .await
            .to_string()
            .ends_with("; it was done, so do not repeat it")
    );
}
