//! The server on standard input and output: one message a line.
//!
//! Unlike the transport of `rmcp`, it answers a line that is no message, or too long, instead of dropping it: the client would wait for
//! an answer that never comes.

use std::io;

use futures_util::StreamExt;
use rmcp::ServiceExt;
use rmcp::model::{ClientJsonRpcMessage, ErrorData, RequestId, ServerJsonRpcMessage};
use rmcp::service::{QuitReason, RoleServer, ServerInitializeError};
use rmcp::transport::Transport;
use rmcp::transport::async_rw::AsyncRwTransport;
use serde_json::Value;
use tokio::io::{Empty, Stdin, Stdout};
use tokio_util::bytes::BytesMut;
use tokio_util::codec::{Decoder, FramedRead, LinesCodec, LinesCodecError};

use super::server::Server;
use super::size::MESSAGE_LIMIT;

/// Serves the client at standard input and output until it closes them.
///
/// # Errors
///
/// The client does not start as the protocol demands, or cannot be read from.
pub async fn serve_stdio(server: Server) -> io::Result<()> {
    let messages = Messages(LinesCodec::new_with_max_length(MESSAGE_LIMIT));
    let transport = Stdio {
        read: FramedRead::new(tokio::io::stdin(), messages),
        write: AsyncRwTransport::new_server(tokio::io::empty(), tokio::io::stdout()),
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
    read: FramedRead<Stdin, Messages>,
    write: AsyncRwTransport<RoleServer, Empty, Stdout>,
}

impl Transport<RoleServer> for Stdio {
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        self.write.send(message)
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        loop {
            match self.read.next().await?.ok()? {
                Ok(message) => return Some(message),
                // The next message does not wait until this is written.
                Err(refusal) => drop(tokio::spawn(self.write.send(*refusal))),
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.write.close().await
    }
}

/// Decodes lines into messages, or into the answers that refuse them.
struct Messages(LinesCodec);

impl Decoder for Messages {
    type Item = Result<ClientJsonRpcMessage, Box<ServerJsonRpcMessage>>;
    type Error = io::Error;

    fn decode(&mut self, buffer: &mut BytesMut) -> io::Result<Option<Self::Item>> {
        loop {
            let error = match self.0.decode(buffer) {
                Ok(None) => return Ok(None),
                Ok(Some(line)) if line.trim().is_empty() => continue,
                Ok(Some(line)) => return Ok(Some(parse(&line))),
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

fn parse(line: &str) -> Result<ClientJsonRpcMessage, Box<ServerJsonRpcMessage>> {
    let value: Value = serde_json::from_str(line).map_err(|error| {
        let message = format!("the line is not JSON: {error}");
        refusal(ErrorData::parse_error(message, None), None)
    })?;
    let id = value.get("id").cloned();
    serde_json::from_value(value).map_err(|error| {
        let id = id.and_then(|id| serde_json::from_value(id).ok());
        let message = format!("the line is not a message of the protocol: {error}");
        refusal(ErrorData::invalid_request(message, None), id)
    })
}

fn refusal(error: ErrorData, id: Option<RequestId>) -> Box<ServerJsonRpcMessage> {
    Box::new(ServerJsonRpcMessage::error(error, id))
}
