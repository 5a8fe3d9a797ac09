//! Addresses: where a client sends its credentials, and where it does not.

use plivo_client::Client;
use plivo_runtime::{Effect, ErrorKind};
use plivo_sandbox::{Failure, Fault, Sandbox};

use crate::mock::Mock;
use crate::{builder, only, start};

#[tokio::test]
async fn redirects_are_not_followed() {
    let (sandbox, client) = start().await;
    let other = Sandbox::start().await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        let to = format!("{}/v1/Account/x/Number/", other.base_url());
        sandbox.inject(Fault::new(Failure::Redirect { status, to }));
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Redirect, Some(status))
        );
    }
    assert!(other.journal().is_empty());
}

#[tokio::test]
async fn an_answer_from_another_url_is_refused_although_an_own_client_followed() {
    let (sandbox, _) = start().await;
    let other = Sandbox::start().await.unwrap();
    let client = builder(&sandbox)
        .http_client(reqwest::Client::new())
        .build()
        .unwrap();
    // The first three are followed with a GET, which answers with success and sends nothing.
    for status in [301, 302, 303, 307, 308] {
        for address in [sandbox.base_url(), other.base_url()] {
            let account = sandbox.account("default").unwrap();
            let to = format!("{address}/v1/Account/{}/Number/", account.auth_id());
            sandbox.inject(Fault::new(Failure::Redirect { status, to }));
            let send = client.send_sms("14155551234", "14155551235", "hi");
            let error = send.send().await.unwrap_err();
            assert_eq!(
                (error.kind(), error.effect()),
                (ErrorKind::Redirect, Effect::Unknown),
                "{status} {address}: {error}"
            );
            assert!(error.to_string().contains("Policy::none"), "{error}");
        }
    }
    assert!(sandbox.sent("default").is_empty());
}

#[tokio::test]
async fn requests_name_who_asks() {
    let (sandbox, client) = start().await;
    client.list_numbers().send().await.unwrap();
    let exchange = only(&sandbox);
    assert!(
        exchange
            .header("user-agent")
            .unwrap()
            .starts_with("plivo-client/")
    );
    assert_eq!(exchange.header("accept"), Some("application/json"));

    sandbox.clear_journal();
    builder(&sandbox)
        .user_agent("mine/1.0")
        .build()
        .unwrap()
        .list_numbers()
        .send()
        .await
        .unwrap();
    assert_eq!(only(&sandbox).header("user-agent"), Some("mine/1.0"));
}

#[test]
fn plain_http_goes_to_this_machine_alone_unless_allowed() {
    let builder = |address: &str| Client::builder("MA", "token").base_address(address);
    for address in [
        "http://127.0.0.1:1",
        "http://127.8.9.1",
        "http://[::1]:1",
        "http://localhost:8080",
        "https://a.example",
    ] {
        assert!(builder(address).build().is_ok(), "{address}");
    }
    for address in [
        "http://a.example",
        "http://127.0.0.1.a.example",
        "http://10.0.0.1",
        "http://localhost.a.example",
    ] {
        let error = builder(address).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{address}");
        assert!(error.to_string().contains("unencrypted"), "{error}");
        assert!(
            builder(address).allow_plain_http().build().is_ok(),
            "{address}"
        );
    }
}

#[test]
fn credentials_that_cannot_be_right_are_refused() {
    for (id, token) in [("MA1", ""), ("", "token"), (" MA1", "token")] {
        let error = Client::new(id, token).unwrap_err();
        assert!(error.to_string().contains("`auth_"), "{error}");
    }
}

#[test]
fn an_address_that_cannot_be_right_is_refused() {
    for address in [
        "",
        "api.plivo.com",
        "ftp://a.example",
        "https://",
        "https://user:pass@a.example",
        "https://a.example/?x=1",
    ] {
        let error = Client::builder("MA", "token")
            .base_address(address)
            .build()
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.effect()),
            (ErrorKind::Configuration, Effect::Nothing),
            "{address}"
        );
        assert!(!error.to_string().contains("user:pass"), "{error}");
    }
}

#[test]
fn the_account_id_has_one_segment_of_the_address() {
    let address = |auth_id: &str| {
        let client = Client::builder(auth_id, "token")
            .base_address("https://a.example/proxy/")
            .build();
        client.map(|client| client.api().address().to_owned())
    };
    assert_eq!(
        address("MA1").unwrap(),
        "https://a.example/proxy/v1/Account/MA1/"
    );
    assert_eq!(
        address("../x").unwrap(),
        "https://a.example/proxy/v1/Account/..%2Fx/"
    );
    assert!(address("..").is_err());
}

#[test]
fn an_address_may_end_with_the_beginning_of_the_base_path() {
    for (given, expected) in [
        ("https://a.example", "https://a.example/v1/Account/MA1/"),
        ("https://a.example/v1", "https://a.example/v1/Account/MA1/"),
        ("https://a.example/v1/", "https://a.example/v1/Account/MA1/"),
        (
            "https://a.example/v1/Account/",
            "https://a.example/v1/Account/MA1/",
        ),
        (
            "https://a.example/v1/Account/MA1",
            "https://a.example/v1/Account/MA1/",
        ),
        (
            "https://a.example/x/v1",
            "https://a.example/x/v1/Account/MA1/",
        ),
        (
            "https://a.example/xv1",
            "https://a.example/xv1/v1/Account/MA1/",
        ),
        (
            "https://a.example/v1/x",
            "https://a.example/v1/x/v1/Account/MA1/",
        ),
    ] {
        let client = Client::builder("MA1", "token").base_address(given).build();
        assert_eq!(client.unwrap().api().address(), expected, "{given}");
    }
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
