//! The token is in nothing that a program can print.

use std::error::Error as _;

use plivo_client::Client;
use plivo_runtime::Error;
use plivo_sandbox::{Failure, Fault, Sandbox};

use crate::start;

const TOKEN: &str = "c2VjcmV0LXRva2Vu";

/// All that an error prints, down its chain of causes.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:#} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?} {cause:#?}"));
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn no_error_and_nothing_else_prints_the_token() {
    let sandbox = Sandbox::start().await.unwrap();
    let builder = || Client::builder("MA1", TOKEN).base_address(sandbox.base_url());
    let client = builder().build().unwrap();
    let call = client.send_sms("14155551234", "14155551235", "hi");
    let prepared = call.clone().into_call().prepare().unwrap();
    let things = [
        format!("{:?} {:#?}", builder(), builder()),
        format!("{client:?} {client:#?} {:?}", client.api()),
        format!(
            "{call:?} {:?} {prepared:?} {prepared:#?} {}",
            call.clone().into_call(),
            prepared.address()
        ),
    ];
    for thing in things {
        assert!(!thing.contains(TOKEN), "{thing}");
    }

    let basic = "Basic TUExOmMyVmpjbVYwTFhSdmEyVnU=";
    let echo = format!("{{\"error\": \"no login for {basic} ({TOKEN})\"}}").into_bytes();
    for failure in [
        Failure::None,
        Failure::Response {
            status: 403,
            headers: Vec::new(),
            body: echo,
        },
        Failure::ResetBeforeRead,
        Failure::ResetAfterRead,
        Failure::TruncatedBody,
        Failure::GarbledBody,
        Failure::Redirect {
            status: 302,
            to: "https://example.com/".to_owned(),
        },
    ] {
        sandbox.inject(Fault::new(failure.clone()).always());
        let error = client.list_numbers().send().await.unwrap_err();
        let text = printed(&error);
        assert!(
            !text.contains(TOKEN) && !text.contains("TUExOm"),
            "{failure:?}: {text}"
        );
        sandbox.clear_faults();
    }
}

#[test]
fn credentials_that_cannot_be_right_are_refused_without_being_shown() {
    for (id, token) in [
        ("MA1", ""),
        ("", TOKEN),
        ("MA1", "c2VjcmV0LXRva2Vu\n"),
        (" MA1", TOKEN),
    ] {
        let error = Client::new(id, token).unwrap_err();
        assert!(error.to_string().contains("`auth_"), "{error}");
        assert!(!printed(&error).contains(TOKEN), "{error}");
    }
}

#[tokio::test]
async fn the_credentials_are_what_the_service_knows_the_account_by() {
    let (sandbox, client) = start().await;
    client.list_numbers().send().await.unwrap();
    let wrong = Client::builder(sandbox.account("default").unwrap().auth_id(), "wrong");
    let error = wrong
        .base_address(sandbox.base_url())
        .build()
        .unwrap()
        .list_numbers()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(401));
}
