//! The server on standard input and output: one message a line.

use std::io;
use std::sync::Arc;

use rmcp::ServiceExt;
use rmcp::model::{ClientJsonRpcMessage, ErrorData, RequestId, ServerJsonRpcMessage};
use rmcp::service::{QuitReason, RoleServer};
use rmcp::transport::Transport;
use serde_json::Value;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::Mutex;

use super::{MESSAGE_LIMIT, Server};

/// Serves the client at standard input and output until it closes them.
///
/// # Errors
///
/// The client does not begin as the protocol wants it to, or cannot be read from any more.
pub async fn serve_stdio(server: Server) -> io::Result<()> {
    serve(
        server,
        BufReader::new(tokio::io::stdin()),
        tokio::io::stdout(),
    )
    .await
}

/// Serves one client on any pair of streams.
pub(super) async fn serve(
    server: Server,
    read: impl AsyncBufRead + Send + Unpin + 'static,
    write: impl AsyncWrite + Send + Unpin + 'static,
) -> io::Result<()> {
    let lines = Lines {
        read,
        line: Vec::new(),
        too_long: false,
        write: Arc::new(Mutex::new(write)),
    };
    let running = match server.serve(lines).await {
        Ok(running) => running,
        // A client that leaves before it has begun has nothing to complain about.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(io::Error::other(error)),
    };
    match running.waiting().await {
        Ok(QuitReason::JoinError(error)) | Err(error) => Err(io::Error::other(error)),
        Ok(_) => Ok(()),
    }
}

/// Messages as lines. What is none is answered with an error, and the next line is read.
struct Lines<R, W> {
    read: R,
    /// The line so far; a read that is given up leaves it for the next one.
    line: Vec<u8>,
    /// Whether the line has been refused, and only its end is waited for.
    too_long: bool,
    write: Arc<Mutex<W>>,
}

impl<R, W> Transport<RoleServer> for Lines<R, W>
where
    R: AsyncBufRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin + 'static,
{
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let write = Arc::clone(&self.write);
        async move {
            let mut line = serde_json::to_vec(&message)?;
            line.push(b'\n');
            let mut write = write.lock().await;
            write.write_all(&line).await?;
            write.flush().await
        }
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        loop {
            match self.next_line().await {
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => match read(&line) {
                    Ok(message) => return Some(message),
                    Err(refusal) => self.refuse(*refusal),
                },
                Ok(None) | Err(_) => return None,
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.write.lock().await.flush().await
    }
}

impl<R, W> Lines<R, W>
where
    R: AsyncBufRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin + 'static,
{
    /// The next line of a length that is taken; none at the end.
    async fn next_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let available = self.read.fill_buf().await?;
            if available.is_empty() {
                return Ok(None);
            }
            let end = available.iter().position(|byte| *byte == b'\n');
            let (piece, taken) = match end {
                Some(end) => (available.get(..end).unwrap_or_default(), end + 1),
                None => (available, available.len()),
            };
            let exceeds = self.line.len() + piece.len() > MESSAGE_LIMIT;
            let refused_now = exceeds && !self.too_long;
            if exceeds || self.too_long {
                self.too_long = true;
                self.line = Vec::new();
            } else {
                self.line.extend_from_slice(piece);
            }
            self.read.consume(taken);
            if refused_now {
                let message =
                    format!("a message has at most {MESSAGE_LIMIT} bytes; send less at a time");
                self.refuse(ServerJsonRpcMessage::error(
                    ErrorData::invalid_request(message, None),
                    None,
                ));
            }
            if end.is_some() && !std::mem::take(&mut self.too_long) {
                return Ok(Some(std::mem::take(&mut self.line)));
            }
        }
    }

    /// Answers what is no message, without keeping the next one waiting.
    fn refuse(&mut self, refusal: ServerJsonRpcMessage) {
        tokio::spawn(self.send(refusal));
    }
}

/// The message in a line, or what it is refused with.
fn read(line: &[u8]) -> Result<ClientJsonRpcMessage, Box<ServerJsonRpcMessage>> {
    let value: Value = serde_json::from_slice(line).map_err(|error| {
        let message = format!("the line is not JSON: {error}");
        Box::new(ServerJsonRpcMessage::error(
            ErrorData::parse_error(message, None),
            None,
        ))
    })?;
    let id = value.get("id").cloned();
    serde_json::from_value(value).map_err(|error| {
        let id = id.and_then(|id| serde_json::from_value::<RequestId>(id).ok());
        let message = format!("the line is no message of the protocol: {error}");
        Box::new(ServerJsonRpcMessage::error(
            ErrorData::invalid_request(message, None),
            id,
        ))
    })
}
