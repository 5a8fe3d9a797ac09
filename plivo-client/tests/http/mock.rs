//! A transport that answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use plivo_client::Client;
use plivo_runtime::{Body, Bytes, RetryConfig, Transport, TransportError, http};
use tokio::time::Instant;

/// What a mock answers.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Status(u16, Option<&'static str>),
    Unreachable,
    Silence,
}

/// Answers as it is told, then for ever with the last of it; it notes when it was asked.
#[derive(Debug, Clone)]
pub(super) struct Mock(Arc<Mutex<(VecDeque<Reply>, Vec<Instant>)>>);

impl Mock {
    pub(super) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let replies = replies.into_iter().collect();
        Self(Arc::new(Mutex::new((replies, Vec::new()))))
    }

    fn reply(&self) -> Reply {
        let (replies, asked) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.push(Instant::now());
        match replies.len() {
            1 => replies.front().cloned(),
            _ => replies.pop_front(),
        }
        .unwrap()
    }

    /// How many seconds passed between one request and the next.
    pub(super) fn waits(&self) -> Vec<u64> {
        let (_, asked) = &*self.0.lock().unwrap();
        let wait = |pair: &[Instant]| (pair[1] - pair[0]).as_secs();
        asked.windows(2).map(wait).collect()
    }

    pub(super) fn requests(&self) -> usize {
        self.0.lock().unwrap().1.len()
    }

    pub(super) fn client(&self, retry: RetryConfig) -> Client {
        let client = Client::builder("MA", "token").transport(self.clone());
        client.retry(retry).build().unwrap()
    }
}

impl Transport for Mock {
    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        match self.reply() {
            Reply::Status(status, retry_after) => {
                let mut response = http::Response::builder().status(status);
                if let Some(wait) = retry_after {
                    response = response.header("retry-after", wait);
                }
                Ok(response.body(Body::new(r#"{"objects": []}"#)).unwrap())
            }
            Reply::Unreachable => Err(TransportError::unreachable("nobody is there")),
            Reply::Silence => std::future::pending().await,
        }
    }
}
