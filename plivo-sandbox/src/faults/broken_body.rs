//! Response bodies that do not end as they should.

use std::io::Error;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;

/// A body that does not end as it should.
pub(crate) enum BrokenBody {
    /// One half of a body.
    Half { half: Option<Bytes>, ending: Ending },
    /// A start, then the same bytes repeated forever.
    Endless {
        start: Option<Bytes>,
        repeated: Bytes,
    },
}

/// What happens after the first half of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The connection closes.
    Closed,
    /// Nothing more is sent.
    Stalled,
    /// The connection closes now, because the half has been flushed.
    Flushed,
}

impl HttpBody for BrokenBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        match &mut *self {
            Self::Half { half, ending } => match (half.take(), *ending) {
                (Some(half), _) => Poll::Ready(Some(Ok(Frame::data(half)))),
                (None, Ending::Stalled) => Poll::Pending,
                (None, Ending::Closed) => {
                    // One pending poll makes the server flush the half before it sees the error.
                    *ending = Ending::Flushed;
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                (None, Ending::Flushed) => {
                    Poll::Ready(Some(Err(Error::other("the rest of the body is withheld"))))
                }
            },
            Self::Endless { start, repeated } => {
                let bytes = start.take().unwrap_or_else(|| repeated.clone());
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
        }
    }
}
