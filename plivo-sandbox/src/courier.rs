//! The courier: carries deliveries to their addresses, one at a time and in order, so that a receiver sees a message
//! sent before it sees it delivered.

use std::time::Duration;

use axum::body::Body;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::report::Delivery;

/// Real time that a receiver has to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A task that delivers what it is handed; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Courier {
    errands: mpsc::UnboundedSender<Errand>,
    task: JoinHandle<()>,
}

/// Deliveries, and whom to tell that they are done.
type Errand = (Vec<Delivery>, oneshot::Sender<()>);

impl Courier {
    /// Starts on the current runtime.
    pub(crate) fn start() -> Self {
        let (errands, mut waiting) = mpsc::unbounded_channel::<Errand>();
        let task = tokio::spawn(async move {
            while let Some((deliveries, done)) = waiting.recv().await {
                for delivery in deliveries {
                    carry(delivery).await;
                }
                // Nobody has to wait for it.
                let _ = done.send(());
            }
        });
        Self { errands, task }
    }

    /// Takes deliveries on; the receiver is told when the last has been answered or given up.
    pub(crate) fn take(&self, deliveries: Vec<Delivery>) -> oneshot::Receiver<()> {
        let (done, told) = oneshot::channel();
        // Without a task there is nobody to tell, and the receiver learns that at once.
        let _ = self.errands.send((deliveries, done));
        told
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Delivers. A receiver that is not there or does not answer in time misses it, as it would miss Plivo's.
pub(crate) async fn carry(delivery: Delivery) {
    // Whether it arrived is the receiver's to say.
    let _ = tokio::time::timeout(PATIENCE, exchange(delivery)).await;
}

async fn exchange(delivery: Delivery) -> Option<()> {
    let (host, port) = delivery.callback.loopback()?;
    let stream = TcpStream::connect((host.as_str(), port)).await.ok()?;
    let (mut sender, connection) = http1::handshake::<_, Body>(TokioIo::new(stream))
        .await
        .ok()?;
    let answer = sender.send_request(delivery.request()?);
    // The connection makes progress only while it is polled; when the answer is there, both are done.
    tokio::select! {
        biased;
        _ = answer => {}
        _ = connection => {}
    }
    Some(())
}
