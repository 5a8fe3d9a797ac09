//! Receives delivery reports with axum.
//!
//! ```sh
//! export PLIVO_AUTH_ID=… PLIVO_AUTH_TOKEN=…
//! cargo run -p plivo-client --example webhooks_axum -- https://hooks.example.com
//! ```
//!
//! It listens on port 8080 of this machine, behind a proxy that has the address above. Send with a `url` such as
//! `https://hooks.example.com/plivo/delivery`; a part that nobody can guess keeps others from trying.

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::routing::post;
use plivo_client::webhooks::{self, WebhookRequest, WebhookVerifier};
use plivo_client::{Client, DeliveryReport};
use tokio::net::TcpListener;

struct Receiver {
    client: Client,
    verifier: WebhookVerifier,
    /// What precedes the path in the URL that Plivo was given.
    public: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let receiver = Receiver {
        client: Client::from_env()?,
        verifier: webhooks::verifier(&std::env::var("PLIVO_AUTH_TOKEN")?).refuse_replays(10_000),
        public: std::env::args().nth(1).ok_or("give the public address")?,
    };
    let router = Router::new()
        .route("/plivo/delivery", post(delivery))
        .with_state(Arc::new(receiver));
    let listener = TcpListener::bind(("127.0.0.1", 8080)).await?;
    Ok(axum::serve(listener, router).await?)
}

async fn delivery(
    State(receiver): State<Arc<Receiver>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(), (StatusCode, String)> {
    let url = format!("{}{uri}", receiver.public);
    let request = WebhookRequest::new(&url, &method, &headers, &body);
    let verified = receiver.verifier.verify(&request);
    let decoded = verified.and_then(|verified| Ok((verified.decode()?, verified.covers_fields())));
    let (report, is_covered): (DeliveryReport, bool) =
        decoded.map_err(|error| (error.status(), error.to_string()))?;

    // A signature of version 2 covers neither the body nor the query, so Plivo is asked what is true.
    let state = if is_covered {
        report.status
    } else {
        let message = receiver.client.message(&report.message_uuid).await;
        let message = message.map_err(|error| {
            // Plivo repeats the request, and then it is accepted again.
            receiver.verifier.forget(&request);
            (StatusCode::BAD_GATEWAY, error.to_string())
        })?;
        message.and_then(|message| message.message_state)
    };
    println!("{} {state:?}", report.message_uuid);
    Ok(())
}
