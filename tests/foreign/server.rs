//! An invented service, which records its requests and answers as a test says.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::IntoResponse;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// The path with its query.
    pub(crate) target: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap_or("not a text"))
    }

    /// The address of the service, as the client wrote it.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.header("host"))
    }

    /// The number of a name in the query.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.query(name).map(|text| text.parse().unwrap())
    }

    /// The value of a name in the query.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Some(pairs.find(|(known, _)| *known == name)?.1)
    }
}

/// A service on loopback, until it is dropped.
pub(crate) struct Server {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(answer: fn(&Asked) -> (StatusCode, String)) -> Self {
        Self::with_state((), move |(), asked| answer(asked)).await
    }

    /// Starts a service that keeps something from one request to the next, and that may set headers.
    pub(crate) async fn with_state<T: Send + 'static, R: IntoResponse>(
        state: T,
        answer: impl Fn(&mut T, &Asked) -> R + Clone + Send + Sync + 'static,
    ) -> Self {
        let state = Arc::new(Mutex::new(state));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let journal = Arc::clone(&asked);
        let router = Router::new().fallback(async move |request: Request| {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, 1 << 20).await.unwrap();
            let asked = Asked {
                method: head.method,
                target: head.uri.to_string(),
                headers: head.headers,
                body: String::from_utf8(body.to_vec()).unwrap(),
            };
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            let answer = answer(&mut state, &asked).into_response();
            journal
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(asked);
            answer
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move {
            axum::serve(listener, router).await.unwrap();
        });
        Self {
            address,
            asked,
            task,
        }
    }

    /// Takes the requests that have arrived.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
