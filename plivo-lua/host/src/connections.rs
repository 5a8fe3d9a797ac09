//! Connections of a server on this machine. It accepts them itself, because `axum::serve` keeps any number of them open for any time.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// How long the head of a request may take, and how long a connection may be idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Maximum size of the head of a request in bytes.
const MAX_HEAD: usize = 32 * 1024;

/// How long to wait if no connection can be accepted, for lack of file descriptors say.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Whether a request from somebody known has arrived on a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trust(Arc<AtomicBool>);

impl Trust {
    /// Notes that such a request has arrived.
    pub(crate) fn establish(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_established(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Accepts connections until the future is dropped, which closes all of them.
///
/// At most `limit` are open. A new one takes the place of the oldest without [`Trust`], so that strangers cannot keep out those who
/// are known.
pub(crate) async fn accept(
    listener: &TcpListener,
    router: &Router,
    limit: usize,
) -> io::Result<()> {
    let mut tasks = JoinSet::new();
    let mut open: Vec<(AbortHandle, Trust)> = Vec::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
                Err(_) => {
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
            Some(_) = tasks.join_next() => continue,
        };
        open.retain(|(task, _)| !task.is_finished());
        if open.len() >= limit {
            let Some(stranger) = open.iter().position(|(_, trust)| !trust.is_established()) else {
                continue;
            };
            open.remove(stranger).0.abort();
        }
        let trust = Trust::default();
        let served = serve(stream, router.clone().layer(Extension(trust.clone())));
        open.push((tasks.spawn(served), trust));
    }
}

async fn serve(stream: TcpStream, router: Router) {
    // Without this, small responses can be delayed by forty milliseconds.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // A broken connection is the client's error.
    let _ = served.await;
}
