//! Delivery of webhook requests, one at a time and in order, so that a receiver learns that a message was sent before
//! it learns that it was delivered.

use std::time::Duration;

use axum::body::Body;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
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

/// Requests, and a channel to signal that all were delivered.
type Batch = (Vec<WebhookRequest>, oneshot::Sender<()>);

impl DeliveryTask {
    /// Starts the task on the current tokio runtime.
    pub(crate) fn start() -> Self {
        let (queue, mut batches) = mpsc::unbounded_channel::<Batch>();
        let task = tokio::spawn(async move {
            while let Some((requests, done)) = batches.recv().await {
                for request in requests {
                    deliver(request).await;
                }
                // The receiver may be gone.
                let _ = done.send(());
            }
        });
        Self { queue, task }
    }

    /// Queues requests. The returned channel signals that each has been answered or has timed out.
    pub(crate) fn enqueue(&self, requests: Vec<WebhookRequest>) -> oneshot::Receiver<()> {
        let (done, receiver) = oneshot::channel();
        // If the task has ended, the sender is dropped here and the receiver learns of it.
        let _ = self.queue.send((requests, done));
        receiver
    }
}

impl Drop for DeliveryTask {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Delivers a request once. A receiver that is unreachable or too slow misses it, as it would miss Plivo's.
pub(crate) async fn deliver(request: WebhookRequest) {
    let _ = tokio::time::timeout(TIMEOUT, send(request)).await;
}

async fn send(request: WebhookRequest) -> Option<()> {
    let (host, port) = request.callback.loopback()?;
    let stream = TcpStream::connect((host.as_str(), port)).await.ok()?;
    let (mut sender, connection) = http1::handshake::<_, Body>(TokioIo::new(stream))
        .await
        .ok()?;
    let response = sender.send_request(request.http_request()?);
    // The connection makes progress only while it is polled. After the response, both are done.
    tokio::select! {
        biased;
        _ = response => {}
        _ = connection => {}
    }
    Some(())
}
