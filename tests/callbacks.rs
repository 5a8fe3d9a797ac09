//! What the sandbox posts, as its receiver sees it: signed, repeated until it is accepted, and verified by the client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use plivo_client::http::Request;
use plivo_client::messages::count_units;
use plivo_client::webhooks::{self, VerifiedWebhook, WebhookError, WebhookRequest};
use plivo_client::{DeliveryReport, HttpMethod, InboundMessage, MessageState};
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

#[tokio::test]
async fn a_script_follows_a_message_from_the_send_to_its_record() {
    let harness = Harness::start().await;
    let mut receiver = Receiver::start(0).await;
    let send = format!(
        r#"local plivo = app.integrations.plivo
        local text = "Your table is ready."
        local sent = plivo.send_sms{{src = "+14155551234", dst = "+14155551235", text = text, url = {:?}}}
        return {{plivo.count_units(text).units, sent.message_uuid}}"#,
        receiver.url
    );
    let receipt = harness.run(send).await.unwrap();
    harness.sandbox.advance(Duration::from_secs(10)).await;
    for state in ["sent", "delivered"] {
        let request = receiver.next().await;
        let read = format!(
            r#"local plivo, request = app.integrations.plivo, {}
            local webhook = plivo.verify_delivery_report(request)
            local uuid = webhook.fields.message_uuid
            local message = plivo.list_messages{{message_uuid = uuid}}.objects[1]
            local forged = pcall(plivo.verify_delivery_report, {{
              url = request.url, method = request.method, headers = request.headers,
              body = request.body:gsub("Units=1", "Units=9"),
            }})
            return {{webhook.fields.units, uuid, webhook.fields.status, message.message_state, webhook.covers_fields, forged}}"#,
            in_lua(&request)
        );
        let read = harness.run(read).await.unwrap();
        let expected = serde_json::json!([receipt[0], receipt[1], state, "delivered", true, false]);
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
