//! What the sandbox posts, as its receiver sees it: signed, repeated until it is accepted, and verified by the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use plivo_client::http::Request;
use plivo_client::messages::count_units;
use plivo_client::webhooks::{self, VerifiedWebhook, WebhookError, WebhookRequest};
use plivo_client::{DeliveryReport, HttpMethod, InboundMessage, MessageState};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use proptest::{option, prop_assert, prop_assert_eq};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::harness::Harness;

/// A server that answers with `503` as often as it is told to, and then with `200`.
struct Receiver {
    url: String,
    requests: UnboundedReceiver<Request<Bytes>>,
}

type Shared = (UnboundedSender<Request<Bytes>>, Arc<AtomicUsize>);

impl Receiver {
    async fn start(refused: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks?tenant=1", listener.local_addr().unwrap());
        let (sender, requests) = unbounded_channel();
        let state = (sender, Arc::new(AtomicUsize::new(refused)));
        let server = axum::Router::new().fallback(receive).with_state(state);
        tokio::spawn(async move { axum::serve(listener, server).await });
        Self { url, requests }
    }

    /// Returns the next request and its URL.
    async fn next(&mut self) -> (String, Request<Bytes>) {
        let request = self.requests.recv().await.unwrap();
        let base = self.url.split("/hooks").next().unwrap();
        (format!("{base}{}", request.uri()), request)
    }
}

async fn receive(
    State((sender, refusals)): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    sender.send(request).unwrap();
    let remaining = |count: usize| count.checked_sub(1);
    match refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, remaining) {
        Ok(_) => StatusCode::SERVICE_UNAVAILABLE,
        Err(_) => StatusCode::OK,
    }
}

/// Verifies a request with the token of the account `default`.
fn verify(
    harness: &Harness,
    (url, request): &(String, Request<Bytes>),
) -> Result<VerifiedWebhook, WebhookError> {
    let token = harness.sandbox.account("default").unwrap().auth_token();
    webhooks::verifier(token).verify(&WebhookRequest::of(url, request))
}

#[tokio::test]
async fn a_message_is_followed_from_the_send_to_its_record() {
    let harness = Harness::start().await;
    let mut receiver = Receiver::start(0).await;
    let units = count_units("hi").units;
    let send = harness.client.send_sms("14155551234", "14155551235", "hi");
    let receipt = send.url(receiver.url.as_str()).send().await.unwrap();
    harness.sandbox.advance(Duration::from_secs(10)).await;
    for state in [MessageState::Sent, MessageState::Delivered] {
        let request = receiver.next().await;
        let webhook = verify(&harness, &request).unwrap();
        assert_eq!((webhook.scheme(), webhook.covers_fields()), ("V3", true));
        let report: DeliveryReport = webhook.decode().unwrap();
        assert_eq!(Some(report.message_uuid.as_str()), receipt.message_uuid());
        assert_eq!(report.status, Some(state));
        assert!(report.unknown.is_empty(), "{:?}", report.unknown);

        let (url, mut forged) = request;
        let fields = String::from_utf8(forged.body().to_vec()).unwrap();
        *forged.body_mut() = fields.replace("Units=1", "Units=9").into();
        let refused = verify(&harness, &(url, forged)).unwrap_err();
        assert_eq!(refused, WebhookError::WrongSignature);
    }
    let uuid = receipt.message_uuid().unwrap();
    let message = harness.client.message(uuid).await.unwrap().unwrap();
    assert_eq!(message.units, Some(i64::try_from(units).unwrap()));
    assert_eq!(message.message_state, Some(MessageState::Delivered));
}

/// Writes a request as a table of Lua, as a host would pass it on.
fn in_lua((url, request): &(String, Request<Bytes>)) -> String {
    let headers = request.headers().iter();
    let headers = headers
        .map(|(name, value)| format!("[{:?}] = {:?}", name.as_str(), value.to_str().unwrap()));
    let (method, headers) = (request.method(), headers.collect::<Vec<_>>().join(", "));
    let body = String::from_utf8_lossy(request.body());
    format!("{{url = {url:?}, method = \"{method}\", headers = {{{headers}}}, body = {body:?}}}")
}

/// The Rust of the README.
mod readme {
    include!(concat!(env!("OUT_DIR"), "/after_the_send.rust"));
}

#[tokio::test]
async fn the_readmes_rust_follows_a_message_from_the_send_to_its_record() {
    let harness = Harness::start().await;
    let mut receiver = Receiver::start(0).await;
    let (client, url) = (&harness.client, receiver.url.clone());
    readme::send(client, &url).await.unwrap();
    harness.sandbox.advance(Duration::from_secs(10)).await;
    let token = harness.sandbox.account("default").unwrap().auth_token();
    for _ in ["sent", "delivered"] {
        let (url, mut request) = receiver.next().await;
        let message = readme::receive(client, token, &url, &request).await;
        let message = message.unwrap().unwrap();
        assert_eq!(message.message_state, Some(MessageState::Delivered));
        assert_eq!(message.units, Some(1));
        *request.body_mut() = "MessageUUID=1&Status=sent".into();
        let forged = readme::receive(client, token, &url, &request).await;
        assert!(
            forged
                .unwrap_err()
                .to_string()
                .contains("no signature matches")
        );
    }
}

#[tokio::test]
async fn the_readmes_lua_follows_a_message_from_the_send_to_its_record() {
    let harness = Harness::start().await;
    let mut receiver = Receiver::start(0).await;
    let script = include_str!(concat!(env!("OUT_DIR"), "/after_the_send.lua"));
    let (sending, receiving) = script.split_once("\nfunction").unwrap();
    let sending = sending.replace("https://hooks.example.com/plivo", &receiver.url);
    harness.run(sending).await.unwrap();
    harness.sandbox.advance(Duration::from_secs(10)).await;
    for state in ["sent", "delivered"] {
        let request = in_lua(&receiver.next().await);
        let script = format!(
            r#"local plivo, request = app.integrations.plivo, {request}
            function{receiving}
            local message, webhook = receive(request), plivo.verify_delivery_report(request)
            request.body = request.body:gsub("Units=1", "Units=9")
            local forged, refusal = pcall(receive, request)
            return {{message.message_state, message.units, webhook.fields.status, webhook.covers_fields, refusal.code}}"#
        );
        let read = harness.run(script).await.unwrap();
        let expected = serde_json::json!(["delivered", 1, state, true, "wrong_signature"]);
        assert_eq!(read, expected);
    }
}

#[tokio::test]
async fn a_report_by_get_is_signed_with_its_fields() {
    let harness = Harness::start().await;
    let mut receiver = Receiver::start(0).await;
    let send = harness.client.send_sms("14155551234", "14155551235", "hi");
    let send = send.url(receiver.url.as_str()).method(HttpMethod::Get);
    send.send().await.unwrap();
    harness.sandbox.advance(Duration::from_secs(1)).await;
    let webhook = verify(&harness, &receiver.next().await).unwrap();
    assert_eq!(webhook.field("Status"), Some("sent"));
}

#[tokio::test]
async fn a_report_is_repeated_three_times_until_it_is_accepted() {
    let harness = Harness::start().await;
    let mut receiver = Receiver::start(3).await;
    let send = harness.client.send_sms("14155551234", "14155550300", "hi");
    send.url(receiver.url.as_str()).send().await.unwrap();
    // It fails after a second; the report is repeated after 60, 120 and 240 seconds.
    for seconds in [1, 60, 120, 240] {
        harness
            .sandbox
            .advance(Duration::from_secs(seconds - 1))
            .await;
        assert!(
            receiver.requests.try_recv().is_err(),
            "before {seconds} seconds"
        );
        harness.sandbox.advance(Duration::from_secs(1)).await;
        let webhook = verify(&harness, &receiver.next().await).unwrap();
        assert_eq!(webhook.field("Status"), Some("failed"));
    }
    harness.sandbox.advance(Duration::from_secs(10_000)).await;
    assert!(receiver.requests.try_recv().is_err(), "it was accepted");
}

#[tokio::test]
async fn an_inbound_message_is_posted_to_the_application_of_its_number() {
    let harness = Harness::start().await;
    let mut receiver = Receiver::start(0).await;
    harness.sandbox.set_message_url("default", &receiver.url);
    let text = "Grüße & 😀";
    let uuid = harness
        .sandbox
        .receive_message("default", "14155550100", "14155552671", text);
    let webhook = verify(&harness, &receiver.next().await).unwrap();
    let message: InboundMessage = webhook.decode().unwrap();
    assert_eq!(Some(message.message_uuid), uuid);
    assert_eq!(message.text.as_deref(), Some(text));
    assert_eq!(message.from.as_deref(), Some("14155550100"));
    assert!(message.unknown.is_empty(), "{:?}", message.unknown);
}

const URL: &str = "https://hooks.example.com/plivo/status";
const TOKEN: &str = "test_auth_token_0123456789";
const BODY: &str = "MessageUUID=5b40a428-bfc7-4daf-9d06-726c558bf3b8&From=14151234567&To=14157654321\
    &Status=delivered&ErrorCode=000&Units=1";
const SIGNED: [(&str, &str); 3] = [
    ("content-type", "application/x-www-form-urlencoded"),
    (
        "x-plivo-signature-v3",
        "/Gtd4A3fYNGqqidXJEtX2ZwfPnlPCbue31e4o6Yillg=",
    ),
    ("x-plivo-signature-v3-nonce", "05429567804466091622"),
];

/// A change of a request: a header that is removed, or one that is added.
fn changed_header() -> impl Strategy<Value = (usize, Option<Vec<u8>>)> {
    let text = |(_, value): (&str, &str)| value.as_bytes().to_vec();
    let value = prop_oneof![
        select(SIGNED.map(text).to_vec()),
        (select(SIGNED.map(text).to_vec()), 0..44_usize)
            .prop_map(|(value, end)| value[..end.min(value.len())].to_vec()),
        vec(any::<u8>(), 0..80),
        (any::<u8>(), 4_000..2_000_000_usize)
            .prop_map(|(byte, length)| std::vec::from_elem(byte, length)),
        Just(b"application/json".to_vec()),
    ];
    (0..6_usize, option::of(value))
}

#[test]
fn whatever_is_posted_is_accepted_or_refused_without_the_token() {
    let body = prop_oneof![
        3 => Just(BODY.as_bytes().to_vec()),
        1 => Just([BODY, "&Units=1"].concat().into_bytes()),
        1 => vec(any::<u8>(), 0..200),
    ];
    let url = prop_oneof![4 => Just(URL.to_owned()), 1 => ".{0,80}"];
    let method = select(vec![Method::POST, Method::POST, Method::GET, Method::PUT]);
    let request = (url, method, vec(changed_header(), 0..4), body);
    let config = Config {
        cases: 2_000,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Config::default()
    };
    let accepted = AtomicUsize::new(0);
    let held = TestRunner::new(config).run(&request, |(url, method, changes, body)| {
        let mut headers: HeaderMap = SIGNED
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        for (index, value) in changes {
            let name = [
                "x-plivo-signature-ma-v3",
                "x-plivo-signature-v2",
                "x-plivo-signature-v2-nonce",
            ];
            let name = SIGNED
                .get(index)
                .map_or_else(|| name[index - 3], |(name, _)| *name);
            match value.map(|value| HeaderValue::from_bytes(&value)) {
                None => drop(headers.remove(name)),
                Some(Ok(value)) => drop(headers.append(name, value)),
                Some(Err(_)) => {}
            }
        }
        let verifier = webhooks::verifier(TOKEN).refuse_replays(1);
        let request = WebhookRequest::new(&url, &method, &headers, &body);
        let refusal = match verifier.verify(&request) {
            Ok(webhook) => {
                accepted.fetch_add(1, Ordering::Relaxed);
                prop_assert_eq!((url.as_str(), body.as_slice()), (URL, BODY.as_bytes()));
                prop_assert_eq!(
                    verifier.verify(&request).unwrap_err(),
                    WebhookError::Replayed
                );
                webhook.decode::<DeliveryReport>().err()
            }
            Err(refusal) => Some(refusal),
        };
        if let Some(refusal) = refusal {
            let said = format!("{refusal} {refusal:?} {verifier:?} {request:?}");
            prop_assert!(!said.contains(TOKEN) && said.len() < 1_000, "{}", said);
        }
        Ok(())
    });
    held.unwrap();
    let accepted = accepted.into_inner();
    assert!((100..1_900).contains(&accepted), "{accepted}");
}
