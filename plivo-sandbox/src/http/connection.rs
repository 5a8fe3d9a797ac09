//! Connections. The sandbox serves each one itself, so that a fault can reset it abruptly, which an HTTP server never
//! does.

use std::sync::Arc;

use axum::response::Response;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Resets the connection that a request arrived on.
#[derive(Clone, Debug, Default)]
pub(crate) struct ResetHandle {
    requested: Arc<Notify>,
}

impl ResetHandle {
    /// Resets the connection. Never returns: the request is dropped together with its connection.
    pub(crate) async fn reset(&self) -> Response {
        self.requested.notify_one();
        std::future::pending().await
    }
}

/// Accepts connections until the future is dropped, which closes all of them.
pub(crate) async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A connection that cannot be accepted, for lack of a file descriptor say, fails at the client.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve(stream, router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    // Without this, small responses can be delayed by forty milliseconds.
    let _ = stream.set_nodelay(true);
    let handle = ResetHandle::default();
    let service = TowerToHyperService::new(router.layer(Extension(handle.clone())));
    let mut server = http1::Builder::new();
    // The header would show the real time instead of the sandbox's.
    server.auto_date_header(false);
    let mut connection = server.serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        biased;
        () = handle.requested.notified() => {
            let stream = connection.into_parts().io.into_inner();
            // With zero linger, closing the socket sends a reset and discards unsent data.
            let _ = stream.set_zero_linger();
        }
        _ = &mut connection => {}
    }
}
