//! What errors say to do.

use plivo_client::Client;
use plivo_runtime::{Body, Bytes, Transport, TransportError, http};
use plivo_sandbox::{Failure, Fault};

use crate::{answer, start};

#[tokio::test]
async fn every_error_has_the_hint_that_it_prints() {
    let (sandbox, client) = start().await;
    let statuses = [301, 400, 401, 403, 404, 408, 409, 429, 500, 501, 503];
    let failures = [
        Failure::ResetAfterRead,
        Failure::TruncatedBody,
        Failure::GarbledBody,
        Failure::EndlessBody,
    ];
    let statuses = statuses.map(|status| answer(status, &[], ""));
    let mut errors = Vec::new();
    for fault in statuses.into_iter().chain(failures.map(Fault::new)) {
        sandbox.inject(fault.clone());
        errors.push(client.get_number("14155550000").send().await.unwrap_err());
        sandbox.inject(fault);
        let send = client.send_sms("14155551234", "14155551235", "hi");
        errors.push(send.send().await.unwrap_err());
    }
    errors.push(Client::new("", "").unwrap_err());
    errors.push(client.list_numbers().limit(1_000).send().await.unwrap_err());
    for error in errors {
        let printed = error.to_string();
        assert!(!error.hint().is_empty(), "{printed}");
        assert!(printed.ends_with(&error.hint()), "{printed}");
        // These answers have no message.
        assert!(!printed.contains("what the message says"), "{printed}");
    }
}

/// Answers every request with a failure of the service.
struct Failing(&'static [(&'static str, &'static str)]);

impl Transport for Failing {
    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        let mut response = http::Response::builder().status(501);
        for (name, value) in self.0 {
            response = response.header(*name, *value);
        }
        Ok(response.body(Body::new("")).unwrap())
    }
}

#[tokio::test]
async fn only_ids_that_there_are_can_be_reported() {
    for (headers, hint) in [
        (
            &[("x-request-id", "r-1")] as &[_],
            "report it with the ids above",
        ),
        (&[], "report it to the service"),
    ] {
        let client = Client::builder("MA1", "token")
            .transport(Failing(headers))
            .build()
            .unwrap();
        let error = client.get_number("14155550000").send().await.unwrap_err();
        assert_eq!(error.hint(), hint);
        assert!(error.to_string().ends_with(hint), "{error}");
    }
}

#[tokio::test]
async fn a_send_that_timed_out_at_the_service_is_no_mistake_of_the_caller() {
    let (sandbox, client) = start().await;
    sandbox.inject(answer(408, &[], r#"{"error": "request timeout"}"#));
    let send = client.send_sms("14155551234", "14155551235", "hi");
    let printed = send.send().await.unwrap_err().to_string();
    let start = "send_sms: POST Message/: the service gave up waiting for the request (HTTP 408): request timeout (";
    assert!(printed.starts_with(start), "{printed}");
    assert!(
        printed.ends_with("); it may have been done, so check before you repeat it"),
        "{printed}"
    );
}
