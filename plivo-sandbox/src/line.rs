//! The line to one client: connections are served one by one, so that a fault can reset one of them as a machine
//! does that has lost it, and not with the good manners of an HTTP server.

use std::sync::Arc;

use axum::response::Response;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// A handle on the connection that a request came over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    reset: Arc<Notify>,
}

impl Line {
    /// Resets the connection. The request that asked for it waits for ever and is dropped with the connection.
    pub(crate) async fn reset(&self) -> Response {
        self.reset.notify_one();
        std::future::pending().await
    }
}

/// Accepts connections until it is dropped, and all of them with it.
pub(crate) async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // What cannot be accepted (no file descriptor is left, say) is the client's failure to report.
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve(stream, router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    // Small answers leave at once; waiting to fill a packet would cost a test forty milliseconds.
    let _ = stream.set_nodelay(true);
    let line = Line::default();
    let service = TowerToHyperService::new(router.layer(Extension(line.clone())));
    let mut server = http1::Builder::new();
    // The date would be that of the machine and not that of the stand-in's clock.
    server.auto_date_header(false);
    let mut connection = server.serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        biased;
        () = line.reset.notified() => {
            let stream = connection.into_parts().io.into_inner();
            // Without lingering the kernel sends a reset and forgets what it had not sent.
            let _ = stream.set_zero_linger();
        }
        _ = &mut connection => {}
    }
}
