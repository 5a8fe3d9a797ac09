//! A server on loopback that answers with realistic records, as fast as it can.

use std::fmt::Write;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use plivo_client::Client;
use plivo_runtime::RateLimits;

/// How many records a page has, as on the real service.
pub(crate) const PAGE: usize = 20;
/// How many messages the list holds.
pub(crate) const MESSAGES: usize = 100_000;

const AUTH_ID: &str = "MABENCHMARK000000000";

/// A server that runs until the program ends, on a thread of its own.
pub(crate) struct Server {
    address: String,
    /// The body of the first page.
    page: Arc<str>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let page: Arc<str> = page(0, PAGE).into();
        let state = Arc::clone(&page);
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                let messages = get(list).post(send);
                let router = Router::new()
                    .route("/v1/Account/{auth_id}/Message/", messages)
                    .with_state(state);
                axum::serve(listener, router).await.unwrap();
            });
        });
        Self {
            address: format!("http://{}", receiver.recv().unwrap()),
            page,
        }
    }

    /// Scheme, host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The address of the list of messages.
    pub(crate) fn messages(&self) -> String {
        format!("{}/v1/Account/{AUTH_ID}/Message/", self.address)
    }

    /// The body of the first page.
    pub(crate) fn page(&self) -> &str {
        &self.page
    }

    /// Returns a client without rate limits.
    pub(crate) fn client(&self) -> Client {
        client(&self.address)
    }
}

/// Returns a client of the server at an address, without rate limits.
pub(crate) fn client(address: &str) -> Client {
    let builder = Client::builder(AUTH_ID, "token").base_address(address);
    builder.rate_limits(RateLimits::none()).build().unwrap()
}

/// The query of a list.
#[derive(serde::Deserialize)]
struct Asked {
    #[serde(default)]
    offset: usize,
}

async fn list(State(first): State<Arc<str>>, Query(asked): Query<Asked>) -> impl IntoResponse {
    let body = if asked.offset == 0 {
        first.to_string()
    } else {
        page(
            asked.offset,
            PAGE.min(MESSAGES.saturating_sub(asked.offset)),
        )
    };
    ([(header::CONTENT_TYPE, "application/json")], body)
}

async fn send() -> impl IntoResponse {
    const RECEIPT: &str = r#"{"message":"message(s) queued","message_uuid":["5b40a428-bfc7-4daf-9d06-726c558bf3b8"],"api_id":"948b53a2-3f08-11e7-b6f4-061564b78b75"}"#;
    (
        StatusCode::ACCEPTED,
        [(header::CONTENT_TYPE, "application/json")],
        RECEIPT,
    )
}

/// Returns a page as the service writes it, with every field of a sent message.
fn page(offset: usize, count: usize) -> String {
    let next = offset + count;
    let link = if next < MESSAGES {
        format!(r#""/v1/Account/{AUTH_ID}/Message/?limit={PAGE}&offset={next}""#)
    } else {
        "null".to_owned()
    };
    let mut text = format!(
        r#"{{"api_id":"9506d2c0-3f08-11e7-b886-067c5485c240","meta":{{"limit":{PAGE},"next":{link},"offset":{offset},"previous":null}},"objects":["#
    );
    for index in offset..offset + count {
        let comma = if index == offset { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"error_code":null,"from_number":"14155552671","message_direction":"outbound","message_state":"delivered","message_time":"2026-01-22 21:36:14+05:30","message_type":"sms","message_uuid":"5b40a428-bfc7-4daf-9d06-{index:012}","resource_uri":"/v1/Account/{AUTH_ID}/Message/5b40a428-bfc7-4daf-9d06-{index:012}/","to_number":"14155551234","total_amount":"0.00250","total_rate":"0.00250","units":1,"requester_ip":"192.0.2.1","is_domestic":false,"dlt_entity_id":"","dlt_template_id":"","dlt_template_category":"","conversation_id":"","conversation_origin":"","conversation_expiration_timestamp":"","destination_network":"","carrier_fees":"0.00000","carrier_fees_rate":"0.00000","message_sent_time":"2026-01-22 21:36:14.244057+05:30","message_updated_time":"2026-01-22 21:36:16.94772+05:30","error_message":""}}"#
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}
