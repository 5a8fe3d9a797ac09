//! How long a connection may take to come about: the client's time, or that of the call it is made for.
//!
//! reqwest has one such time a client. A connection is asked for by the task of the call that needs it,
//! so the call's own time is left where that task finds it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tower_layer::Layer;
use tower_service::Service;

use super::options::FOREVER;

tokio::task_local! {
    /// The time of the call that is being sent.
    static OF_CALL: Duration;
}

/// Sends with a time for the connection of the call's own, where it has one.
pub(super) async fn within<F: Future>(timeout: Option<Duration>, sending: F) -> F::Output {
    match timeout {
        Some(timeout) => OF_CALL.scope(timeout, sending).await,
        None => sending.await,
    }
}

/// Bounds the time of a client's connections; this is the time of calls that have none of their own.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConnectTimeout(pub(super) Duration);

impl<S> Layer<S> for ConnectTimeout {
    type Service = Connector<S>;

    fn layer(&self, inner: S) -> Connector<S> {
        Connector {
            inner,
            timeout: self.0,
        }
    }
}

/// A connector that gives up in time.
#[derive(Debug, Clone)]
pub(super) struct Connector<S> {
    inner: S,
    timeout: Duration,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl<S, A> Service<A> for Connector<S>
where
    S: Service<A, Error = BoxError>,
    S::Future: Send + 'static,
    S::Response: 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, address: A) -> Self::Future {
        let timeout = OF_CALL.try_with(|own| *own).unwrap_or(self.timeout);
        let connecting = self.inner.call(address);
        Box::pin(async move {
            match tokio::time::timeout(timeout.min(FOREVER), connecting).await {
                Ok(connected) => connected,
                // What reqwest knows as a time that is over.
                Err(late) => Err(io::Error::new(io::ErrorKind::TimedOut, late).into()),
            }
        })
    }
}
