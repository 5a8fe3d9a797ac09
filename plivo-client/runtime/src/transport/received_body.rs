//! The body of a response as it is received: whole, or refused for its size.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use super::http::{Body, TransportError};

/// Why a body was not read.
pub(super) enum Unread {
    Broken(TransportError),
    TooLarge,
    TimedOut,
}

impl Body {
    /// Reads the whole body, unless it has more than `limit` bytes.
    ///
    /// # Errors
    /// Returns an error where it is longer, or breaks off.
    pub async fn bytes(self, limit: usize) -> Result<Bytes, TransportError> {
        read(self, limit).await.map_err(|unread| match unread {
            Unread::Broken(error) => error,
            Unread::TooLarge => {
                TransportError::broken(format!("the body has more than {limit} bytes"))
            }
            Unread::TimedOut => TransportError::timed_out("the body did not arrive in time"),
        })
    }
}

/// Reads a whole body, unless it has more than `limit` bytes.
pub(super) async fn read(mut body: Body, limit: usize) -> Result<Bytes, Unread> {
    let announced = match body.length.map(usize::try_from) {
        Some(Ok(length)) if length <= limit => Some(length),
        Some(_) => return Err(Unread::TooLarge),
        None => None,
    };
    let mut read = BytesMut::new();
    while let Some(chunk) = body.chunks.next().await {
        let chunk = chunk.map_err(Unread::Broken)?;
        if read.is_empty() && announced == Some(chunk.len()) {
            return Ok(chunk);
        }
        if chunk.len() > limit.saturating_sub(read.len()) {
            return Err(Unread::TooLarge);
        }
        read.reserve(announced.unwrap_or_default().saturating_sub(read.len()));
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::stream::iter;

    use super::{Body, Unread, read};

    #[tokio::test]
    async fn a_body_is_read_to_its_end_or_to_the_limit() {
        let chunks =
            || Body::from_stream(iter(["", "ab", "", "cd"].map(|text| Ok(Bytes::from(text)))));
        assert!(matches!(read(chunks(), 4).await, Ok(body) if body == "abcd"));
        assert!(matches!(read(chunks(), 3).await, Err(Unread::TooLarge)));
        assert!(matches!(read(Body::new("abcd"), 4).await, Ok(body) if body == "abcd"));
        assert!(matches!(
            read(Body::new("abcd"), 3).await,
            Err(Unread::TooLarge)
        ));
    }
}
