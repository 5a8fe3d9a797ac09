//! The parent's side of a script: it makes the calls that the worker asks for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::message::{RawAnswer, Reply, Request};
use crate::call::{Cursor, ReadArguments, perform, verify_webhook};
use crate::failure::Failure;
use crate::host::{Host, Indexes, Target};

/// The most lists that a script may have open: what the worker allows, and those on their way.
const MAX_LISTS: usize = 200;

/// Makes the calls of one script.
pub(super) struct Service<'h> {
    host: &'h Host,
    /// The most bytes of a response: what is longer fits into no script.
    memory: usize,
    lists: Mutex<HashMap<u64, (Indexes, Arc<Cursor>)>>,
}

impl<'h> Service<'h> {
    pub(super) fn new(host: &'h Host, memory: usize) -> Self {
        Self {
            host,
            memory,
            lists: Mutex::default(),
        }
    }

    /// Does what a script asks for.
    pub(super) async fn reply(&self, id: u64, request: Request) -> Reply {
        let replied = match request {
            Request::Call { indexes, arguments } => self.call(indexes, arguments).await,
            Request::Open { indexes, arguments } => self.open(id, indexes, arguments).await,
            Request::Next { list } => self.next(list).await,
            Request::Verify { indexes, webhook } => {
                let verified = verify_webhook(self.host, indexes, &webhook);
                verified
                    .unwrap_or_else(|| Err(unknown()))
                    .map(Reply::Verified)
            }
            Request::Now => Ok(Reply::Now(self.host.policy().clock.now())),
            Request::Sleep { duration } => {
                self.host.policy().clock.sleep(duration).await;
                Ok(Reply::Slept)
            }
        };
        replied.unwrap_or_else(Reply::Failed)
    }

    /// Forgets a list.
    pub(super) fn close(&self, list: u64) {
        self.lists().remove(&list);
    }

    async fn call(
        &self,
        indexes: Indexes,
        arguments: ReadArguments,
    ) -> Result<Reply, Box<Failure>> {
        let target = self.target(indexes)?;
        let decode = |answer: &_| {
            let answer = RawAnswer::new(answer).map_err(mlua::Error::external)?;
            let (length, records) = match &answer {
                RawAnswer::Page { objects, .. } => (length(objects), objects.len()),
                RawAnswer::Record(text) => (text.get().len(), 1),
            };
            self.check(length)?;
            Ok((Reply::Answer(answer), records))
        };
        let read = || arguments.finish(target.binding);
        perform(self.host.policy(), &target, read, decode).await
    }

    async fn open(
        &self,
        id: u64,
        indexes: Indexes,
        arguments: ReadArguments,
    ) -> Result<Reply, Box<Failure>> {
        let target = self.target(indexes)?;
        let read = || arguments.finish(target.binding);
        let cursor = Cursor::open(self.host.policy(), &target, read).await?;
        let mut lists = self.lists();
        if lists.len() >= MAX_LISTS {
            return Err(Box::new(Failure::new("unknown", "too many lists are open")));
        }
        lists.insert(id, (indexes, Arc::new(cursor)));
        Ok(Reply::Opened)
    }

    async fn next(&self, list: u64) -> Result<Reply, Box<Failure>> {
        let found = self.lists().get(&list).cloned();
        let (indexes, cursor) = found.ok_or_else(unknown)?;
        let decode = |_, records: &[_]| {
            self.check(length(records))?;
            Ok(records.to_vec())
        };
        let target = self.target(indexes)?;
        let page = cursor.next(self.host.policy(), &target, decode).await?;
        Ok(Reply::Page(page))
    }

    /// Fails if a response does not fit into the script's memory.
    fn check(&self, length: usize) -> mlua::Result<()> {
        if length <= self.memory {
            return Ok(());
        }
        Err(mlua::Error::MemoryError(
            "the response is too long".to_owned(),
        ))
    }

    fn target(&self, indexes: Indexes) -> Result<Target<'h>, Box<Failure>> {
        self.host.find(indexes).ok_or_else(unknown)
    }

    fn lists(&self) -> MutexGuard<'_, HashMap<u64, (Indexes, Arc<Cursor>)>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn length(records: &[Box<serde_json::value::RawValue>]) -> usize {
    records.iter().map(|record| record.get().len()).sum()
}

/// Only a worker that is broken asks for what the host does not have.
fn unknown() -> Box<Failure> {
    Box::new(Failure::new(
        "unknown_name",
        "the host has no such function",
    ))
}
