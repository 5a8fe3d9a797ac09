//! Receives inbound messages with a bare hyper server.
//!
//! ```sh
//! export PLIVO_AUTH_TOKEN=…
//! cargo run -p plivo-client --example webhooks_hyper -- https://hooks.example.com
//! ```
//!
//! It listens on port 8080 of this machine, behind a proxy that has the address above. Make it the `message_url` of an
//! application, with a path that nobody can guess.

use std::convert::Infallible;
use std::error::Error;
use std::sync::Arc;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use plivo_client::InboundMessage;
use plivo_client::webhooks::{self, WebhookRequest, WebhookVerifier};
use tokio::net::TcpListener;

/// The most bytes of a body that are read.
const MAX_BODY: usize = 64 * 1024;

struct Receiver {
    verifier: WebhookVerifier,
    /// What precedes the path in the URL that Plivo was given.
    public: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let receiver = Arc::new(Receiver {
        verifier: webhooks::verifier(&std::env::var("PLIVO_AUTH_TOKEN")?).refuse_replays(10_000),
        public: std::env::args().nth(1).ok_or("give the public address")?,
    });
    let listener = TcpListener::bind(("127.0.0.1", 8080)).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let receiver = Arc::clone(&receiver);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(&receiver, request));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                eprintln!("{error}");
            }
        });
    }
}

async fn respond(
    receiver: &Receiver,
    request: Request<Incoming>,
) -> Result<Response<String>, Infallible> {
    let (status, body) = match receive(receiver, request).await {
        Ok(()) => (StatusCode::OK, String::new()),
        Err(refused) => refused,
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    Ok(response)
}

async fn receive(
    receiver: &Receiver,
    request: Request<Incoming>,
) -> Result<(), (StatusCode, String)> {
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_BODY).collect().await;
    let body = body.map_err(|error| (StatusCode::PAYLOAD_TOO_LARGE, error.to_string()))?;
    let request = Request::from_parts(parts, body.to_bytes());

    let url = format!("{}{}", receiver.public, request.uri());
    let verified = receiver
        .verifier
        .verify(&WebhookRequest::of(&url, &request));
    let verified = verified.map_err(|error| (error.status(), error.to_string()))?;
    if !verified.covers_fields() {
        // A signature of version 2 does not cover the body, and Plivo never returns a text: nobody can check it.
        let refused = "the text is not signed; have Plivo sign with version 3";
        return Err((StatusCode::FORBIDDEN, refused.to_owned()));
    }
    let message = verified.decode::<InboundMessage>();
    let message = message.map_err(|error| (error.status(), error.to_string()))?;
    println!("{:?}: {:?}", message.from, message.text);
    Ok(())
}
