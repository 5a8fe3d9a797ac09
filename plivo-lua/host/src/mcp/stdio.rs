//! The server on standard input and output: one message a line.
//!
//! Unlike the transport of `rmcp`, it answers a line that is no message, or too long, instead of dropping it: the client would wait for
//! an answer that never comes. It also bounds what a client can make it hold: it reads no further while a refusal is not yet written,
//! and refuses requests beyond [`MAX_REQUESTS`] until answers to earlier ones are written.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use rmcp::ServiceExt;
use rmcp::model::{
    ClientJsonRpcMessage, ClientNotification, ErrorCode, ErrorData, JsonRpcMessage, RequestId,
    ServerJsonRpcMessage,
};
use rmcp::service::{QuitReason, RoleServer, ServerInitializeError};
use rmcp::transport::Transport;
use rmcp::transport::async_rw::AsyncRwTransport;
use serde_json::Value;
use tokio::io::{Empty, Stdin, Stdout};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::bytes::BytesMut;
use tokio_util::codec::{Decoder, FramedRead, LinesCodec, LinesCodecError};

use super::server::Server;
use super::size::{MAX_HELD, MAX_REQUESTS, MESSAGE_LIMIT, excess, held, quoted};

/// The error code of a request beyond those that the server holds at once.
const BUSY: ErrorCode = ErrorCode(-32000);

/// Serves the client at standard input and output until it closes them.
///
/// # Errors
///
/// The client does not start as the protocol demands, or cannot be read from.
pub async fn serve_stdio(server: Server) -> io::Result<()> {
    let lines = Lines(LinesCodec::new_with_max_length(MESSAGE_LIMIT));
    let transport = Stdio {
        read: FramedRead::new(tokio::io::stdin(), lines),
        write: AsyncRwTransport::new_server(tokio::io::empty(), tokio::io::stdout()),
        refusal: None,
        requests: HashMap::new(),
        held: Arc::new(Semaphore::new(MAX_HELD)),
    };
    let running = match server.serve(transport).await {
        Ok(running) => running,
        // A client that leaves before it starts is no error.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(io::Error::other(error)),
    };
    match running.waiting().await {
        Ok(QuitReason::JoinError(error)) | Err(error) => Err(io::Error::other(error)),
        Ok(_) => Ok(()),
    }
}

struct Stdio {
    read: FramedRead<Stdin, Lines>,
    write: AsyncRwTransport<RoleServer, Empty, Stdout>,
    /// A refusal that is being written. It is kept here because `receive` can be cancelled.
    refusal: Option<BoxFuture<'static, io::Result<()>>>,
    /// What each request that is being answered holds, until its answer is written.
    requests: HashMap<RequestId, OwnedSemaphorePermit>,
    held: Arc<Semaphore>,
}

impl Transport<RoleServer> for Stdio {
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let id = match &message {
            JsonRpcMessage::Response(response) => Some(&response.id),
            JsonRpcMessage::Error(error) => error.id.as_ref(),
            JsonRpcMessage::Request(_) | JsonRpcMessage::Notification(_) => None,
        };
        let permit = id.and_then(|id| self.requests.remove(id));
        let written = self.write.send(message);
        async move {
            let _held = permit;
            written.await
        }
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        loop {
            if let Some(refusal) = &mut self.refusal {
                // The next read notices a client that is gone.
                let _ = refusal.await;
                self.refusal = None;
            }
            let line = self.read.next().await?.ok()?;
            match line.and_then(|line| self.admit(&line)) {
                Ok(message) => return Some(message),
                Err(refusal) => self.refusal = Some(Box::pin(self.write.send(*refusal))),
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.write.close().await
    }
}

impl Stdio {
    /// Parses a line, and takes what its request holds.
    fn admit(&mut self, line: &str) -> Result<ClientJsonRpcMessage, Refusal> {
        let message = parse(line)?;
        let JsonRpcMessage::Request(request) = &message else {
            // A cancelled request is not answered.
            if let JsonRpcMessage::Notification(notified) = &message
                && let ClientNotification::CancelledNotification(cancelled) = &notified.notification
                && let Some(id) = &cancelled.params.request_id
            {
                self.requests.remove(id);
            }
            return Ok(message);
        };
        let id = request.id.clone();
        if self.requests.contains_key(&id) {
            let error = "the id of a request that is not answered yet is used again";
            return Err(refusal(ErrorData::invalid_request(error, None), Some(id)));
        }
        let permit = Arc::clone(&self.held).try_acquire_many_owned(held(line.len()));
        match permit {
            Ok(permit) if self.requests.len() < MAX_REQUESTS => {
                self.requests.insert(id, permit);
                Ok(message)
            }
            _ => {
                let error = "too many requests at once; send it again after an answer to another";
                Err(refusal(ErrorData::new(BUSY, error, None), Some(id)))
            }
        }
    }
}

/// The answer to a line that is no message, or to a request that the server does not take.
type Refusal = Box<ServerJsonRpcMessage>;

/// Decodes lines, or the answers that refuse them.
struct Lines(LinesCodec);

impl Decoder for Lines {
    type Item = Result<String, Refusal>;
    type Error = io::Error;

    fn decode(&mut self, buffer: &mut BytesMut) -> io::Result<Option<Self::Item>> {
        loop {
            let error = match self.0.decode(buffer) {
                Ok(None) => return Ok(None),
                Ok(Some(line)) if line.trim().is_empty() => continue,
                Ok(Some(line)) => return Ok(Some(Ok(line))),
                Err(LinesCodecError::MaxLineLengthExceeded) => ErrorData::invalid_request(
                    format!("a message has at most {MESSAGE_LIMIT} bytes; send less at a time"),
                    None,
                ),
                Err(LinesCodecError::Io(error)) => ErrorData::parse_error(error.to_string(), None),
            };
            return Ok(Some(Err(refusal(error, None))));
        }
    }
}

fn parse(line: &str) -> Result<ClientJsonRpcMessage, Refusal> {
    if let Some(excess) = excess(line.as_bytes()) {
        return Err(refusal(ErrorData::invalid_request(excess, None), None));
    }
    let value: Value = serde_json::from_str(line).map_err(|error| {
        let message = format!("the line is not JSON: {error}");
        refusal(ErrorData::parse_error(message, None), None)
    })?;
    let id = value.get("id").cloned();
    let is_request = value.get("method").is_some_and(Value::is_string);
    let has_wrong_params = is_request && value.get("params").is_some_and(|of| !of.is_object());
    serde_json::from_value(value).map_err(|error| {
        let id = id.and_then(|id| serde_json::from_value(id).ok());
        if has_wrong_params {
            return refusal(
                ErrorData::invalid_params("`params` is not an object", None),
                id,
            );
        }
        let error = quoted(&error.to_string());
        let message = format!("the line is not a message of the protocol: {error}");
        refusal(ErrorData::invalid_request(message, None), id)
    })
}

fn refusal(error: ErrorData, id: Option<RequestId>) -> Refusal {
    Box::new(ServerJsonRpcMessage::error(error, id))
}
