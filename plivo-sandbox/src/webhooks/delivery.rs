//! Delivery of webhook requests, one at a time and in order, so that a receiver learns that a message was sent before
//! it learns that it was delivered. A request without a successful response is repeated.

use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use hyper::StatusCode;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::webhooks::callback::WebhookRequest;

/// Real time that a receiver has to respond.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A task that delivers requests until this is dropped.
#[derive(Debug)]
pub(crate) struct DeliveryTask {
    queue: mpsc::UnboundedSender<Batch>,
    task: JoinHandle<()>,
}

/// Requests that are due by this time, and a channel to signal that all were delivered.
type Batch = (Vec<WebhookRequest>, Timestamp, oneshot::Sender<()>);

impl DeliveryTask {
    /// Starts the task on the current tokio runtime.
    pub(crate) fn start() -> Self {
        let (queue, mut batches) = mpsc::unbounded_channel::<Batch>();
        let task = tokio::spawn(async move {
            let mut pending = Vec::new();
            while let Some((requests, now, done)) = batches.recv().await {
                pending.extend(requests);
                while let Some(request) = take_due(&mut pending, now) {
                    if !deliver(&request).await {
                        pending.extend(request.retry());
                    }
                }
                // The receiver may be gone.
                let _ = done.send(());
            }
        });
        Self { queue, task }
    }

    /// Queues requests, and makes those that are due by the sandbox's time. The returned channel signals that each has
    /// been answered or has timed out.
    pub(crate) fn enqueue(
        &self,
        requests: Vec<WebhookRequest>,
        now: Timestamp,
    ) -> oneshot::Receiver<()> {
        let (done, receiver) = oneshot::channel();
        // If the task has ended, the sender is dropped here and the receiver learns of it.
        let _ = self.queue.send((requests, now, done));
        receiver
    }
}

impl Drop for DeliveryTask {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Takes the first request that is due by this time.
fn take_due(pending: &mut Vec<WebhookRequest>, now: Timestamp) -> Option<WebhookRequest> {
    pending.sort_by_key(|request| request.at);
    let is_due = pending.first().is_some_and(|request| request.at <= now);
    is_due.then(|| pending.remove(0))
}

/// Delivers a request once, and returns whether the receiver answered with success in time.
pub(crate) async fn deliver(request: &WebhookRequest) -> bool {
    let response = tokio::time::timeout(TIMEOUT, send(request)).await;
    matches!(response, Ok(Some(status)) if status.is_success())
}

async fn send(request: &WebhookRequest) -> Option<StatusCode> {
    let (host, port) = request.callback.loopback()?;
    let stream = TcpStream::connect((host.as_str(), port)).await.ok()?;
    let (mut sender, connection) = http1::handshake::<_, Body>(TokioIo::new(stream))
        .await
        .ok()?;
    let mut response = pin!(sender.send_request(request.http_request()?));
    // The connection makes progress only while it is polled. If it ends first, the response may have arrived.
    let response = tokio::select! {
        biased;
        response = &mut response => response,
        _ = connection => response.await,
    };
    Some(response.ok()?.status())
}
