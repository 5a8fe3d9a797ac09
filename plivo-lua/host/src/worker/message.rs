//! What a worker and its parent send each other: frames of JSON or of plain bytes, each with its length before it.

use std::io::{self, Read};
use std::time::Duration;

use plivo_runtime::{JsonObject, Meta, Page, RawList, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::call::{ReadArguments, ReceivedWebhook, Verified};
use crate::failure::Failure;
use crate::host::{Indexes, UnknownFields};
use crate::integration::Answer;
use crate::interpreter::{Limits, ScriptError};

/// A message to a worker.
#[derive(Serialize, Deserialize)]
pub(super) enum ToWorker {
    /// The first message; the source of the script follows as bytes.
    Start(Start),
    /// The reply to a request.
    Reply { id: u64, reply: Reply },
}

/// What a worker needs to know before it runs its script.
#[derive(Serialize, Deserialize)]
pub(super) struct Start {
    /// The script's name.
    pub(super) name: String,
    pub(super) limits: Limits,
    /// Whether the host's clock is simulated.
    pub(super) is_simulated: bool,
    /// The slug of each service, and the names of its accounts.
    pub(super) services: Vec<(String, Vec<String>)>,
    pub(super) unknown_fields: UnknownFields,
}

/// The reply to a request.
#[derive(Serialize, Deserialize)]
pub(super) enum Reply {
    Answer(RawAnswer),
    /// The time.
    Now(Timestamp),
    /// The sleep is over.
    Slept,
    /// The list is open.
    Opened,
    /// The records of the next page; none at the end of the list.
    Page(Option<Vec<Box<RawValue>>>),
    Verified(Verified),
    Failed(Box<Failure>),
}

/// A message from a worker. What its script prints are bytes.
#[derive(Serialize, Deserialize)]
pub(super) enum FromWorker {
    Request {
        id: u64,
        request: Request,
    },
    /// The script cannot reach the list any more.
    Close {
        list: u64,
    },
    /// The script has ended: its result and the bytes that its values took, or why it failed.
    Ended(Result<(Box<RawValue>, usize), ScriptError>),
}

/// What a script asks of the host.
#[derive(Serialize, Deserialize)]
pub(super) enum Request {
    /// To call a function.
    Call {
        indexes: Indexes,
        arguments: ReadArguments,
    },
    /// To open a list, which gets the id of the request.
    Open {
        indexes: Indexes,
        arguments: ReadArguments,
    },
    /// To fetch the next page of a list.
    Next { list: u64 },
    /// To verify a webhook.
    Verify {
        indexes: Indexes,
        webhook: ReceivedWebhook,
    },
    /// To tell the time.
    Now,
    /// To sleep.
    Sleep { duration: Duration },
}

/// The service's response to a call, as JSON text.
#[derive(Serialize, Deserialize)]
pub(super) enum RawAnswer {
    Page {
        objects: Vec<Box<RawValue>>,
        meta: Meta,
        api_id: Option<String>,
        unknown: JsonObject,
    },
    Record(Box<RawValue>),
}

impl RawAnswer {
    /// Splits a page into its records, which stay text.
    pub(super) fn new(answer: &Answer) -> Result<Self, plivo_runtime::Error> {
        Ok(match answer {
            Answer::List(RawList::Response(response)) => Self::of_page(response.page()?),
            Answer::List(RawList::Page(page)) => Self::of_page(page.clone()),
            Answer::Record(text) => Self::Record(text.clone()),
        })
    }

    fn of_page(page: Page<Box<RawValue>>) -> Self {
        Self::Page {
            objects: page.objects,
            meta: page.meta,
            api_id: page.api_id,
            unknown: page.unknown,
        }
    }

    pub(super) fn into_answer(self) -> Answer {
        match self {
            Self::Page {
                objects,
                meta,
                api_id,
                unknown,
            } => {
                let mut page = Page::default();
                (page.objects, page.meta) = (objects, meta);
                (page.api_id, page.unknown) = (api_id, unknown);
                Answer::List(RawList::Page(page))
            }
            Self::Record(text) => Answer::Record(text),
        }
    }
}

/// The first byte of a frame.
const JSON: u8 = b'{';
const BYTES: u8 = b'=';

/// A frame that was received.
pub(crate) enum Frame<'f, M> {
    Message(M),
    Bytes(&'f [u8]),
}

impl<'f, M: Deserialize<'f>> Frame<'f, M> {
    /// Reads the content of a frame.
    pub(crate) fn read(frame: &'f [u8]) -> io::Result<Self> {
        match frame.split_first() {
            Some((&JSON, text)) => Ok(Self::Message(serde_json::from_slice(text)?)),
            Some((&BYTES, bytes)) => Ok(Self::Bytes(bytes)),
            _ => Err(io::Error::other("a frame of an unknown type")),
        }
    }
}

/// Returns the frame of a message.
pub(crate) fn of_message(message: &(impl Serialize + ?Sized)) -> io::Result<Vec<u8>> {
    frame(JSON, &serde_json::to_vec(message)?)
}

/// Returns the frame of plain bytes.
pub(super) fn of_bytes(bytes: &[u8]) -> io::Result<Vec<u8>> {
    frame(BYTES, bytes)
}

fn frame(first: u8, content: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(content.len() + 1).map_err(io::Error::other)?;
    let mut frame = Vec::with_capacity(content.len() + 5);
    frame.extend_from_slice(&length.to_be_bytes());
    frame.push(first);
    frame.extend_from_slice(content);
    Ok(frame)
}

/// Reads the next frame, which a worker does on a thread that it blocks.
pub(crate) fn next(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let mut frame = Vec::new();
    input
        .take(u32::from_be_bytes(length).into())
        .read_to_end(&mut frame)?;
    Ok(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_as_they_were_written() {
        let message = ToWorker::Reply {
            id: 7,
            reply: Reply::Opened,
        };
        let written = [of_bytes(b"\xff\n").unwrap(), of_message(&message).unwrap()].concat();
        let mut input = written.as_slice();
        let (one, other) = (next(&mut input).unwrap(), next(&mut input).unwrap());
        let read = |frame| Frame::<ToWorker>::read(frame).unwrap();
        assert!(matches!(read(&one), Frame::Bytes(b"\xff\n")));
        let is_reply = matches!(read(&other), Frame::Message(ToWorker::Reply { id: 7, .. }));
        assert!(is_reply);
        assert!(next(&mut input).is_err());
    }
}
