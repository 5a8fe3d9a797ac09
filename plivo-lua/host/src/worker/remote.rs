//! The host of a worker's script: it asks the parent to make each call.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};

use mlua::MultiValue;
use plivo_runtime::Timestamp;
use serde_json::value::RawValue;
use tokio::sync::oneshot;

use super::message::{FromWorker, Reply, Request, of_message};
use crate::call::{Hints, ReadArguments, ReceivedWebhook, Undecoded, Verified};
use crate::documentation::Documentation;
use crate::failure::Failure;
use crate::host::{Clock, Indexes, UnknownFields};
use crate::integration::{Answer, Binding, Integration};
use crate::lua::ArrayMetatable;

/// The host of a worker's script.
pub(crate) struct Remote {
    services: Vec<(&'static Integration, Vec<String>)>,
    documentation: Documentation,
    unknown_fields: UnknownFields,
    clock: Clock,
    waiting: Mutex<HashMap<u64, Waiting>>,
    next_id: AtomicU64,
}

/// What takes a reply.
type Waiting = Box<dyn FnOnce(Reply) + Send>;

impl Remote {
    pub(super) fn new(
        services: Vec<(&'static Integration, Vec<String>)>,
        is_simulated: bool,
        unknown_fields: UnknownFields,
    ) -> Arc<Self> {
        Arc::new_cyclic(|remote: &Weak<Self>| {
            let (now, sleep) = (remote.clone(), remote.clone());
            let now = move || now.upgrade().and_then(|remote| remote.now());
            let now = move || now().unwrap_or_default();
            let sleep = move |duration| {
                let remote = sleep.upgrade();
                async move {
                    if let Some(remote) = remote {
                        // Without a parent, this process ends.
                        let _ = remote
                            .request(remote.id(), Request::Sleep { duration })
                            .await;
                    }
                }
            };
            let clock = if is_simulated {
                Clock::simulated(now, sleep)
            } else {
                Clock::new(now, sleep)
            };
            Self {
                documentation: Documentation::new(services.clone()).with_clock(clock.clone()),
                services,
                clock,
                unknown_fields,
                waiting: Mutex::default(),
                next_id: AtomicU64::new(0),
            }
        })
    }

    /// Returns the services, with the names of their accounts.
    pub(crate) fn names(&self) -> Vec<(&'static Integration, Vec<&str>)> {
        let services = self.services.iter();
        let named = services.map(|(integration, accounts)| {
            (*integration, accounts.iter().map(String::as_str).collect())
        });
        named.collect()
    }

    pub(crate) fn unknown_fields(&self) -> UnknownFields {
        self.unknown_fields
    }

    pub(crate) fn documentation(&self) -> &Documentation {
        &self.documentation
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(crate) fn integration(&self, service: usize) -> Option<&'static Integration> {
        let (integration, _) = self.services.get(service)?;
        Some(integration)
    }

    /// Calls a function.
    pub(crate) async fn call(
        &self,
        indexes: Indexes,
        binding: &'static Binding,
        hints: Hints,
        (arrays, args): (&ArrayMetatable, &MultiValue),
    ) -> Result<Answer, Box<Failure>> {
        let arguments = ReadArguments::from_lua(binding, hints, arrays, args);
        let request = Request::Call { indexes, arguments };
        match self.request(self.id(), request).await? {
            Reply::Answer(answer) => Ok(answer.into_answer()),
            _ => Err(unexpected()),
        }
    }

    /// Opens a list.
    pub(crate) async fn open(
        self: &Arc<Self>,
        indexes: Indexes,
        binding: &'static Binding,
        hints: Hints,
        (arrays, args): (&ArrayMetatable, &MultiValue),
    ) -> Result<RemoteList, Box<Failure>> {
        let arguments = ReadArguments::from_lua(binding, hints, arrays, args);
        let list = RemoteList {
            remote: Arc::clone(self),
            id: self.id(),
            undecoded: tokio::sync::Mutex::default(),
        };
        let request = Request::Open { indexes, arguments };
        match self.request(list.id, request).await? {
            Reply::Opened => Ok(list),
            _ => Err(unexpected()),
        }
    }

    /// Verifies a webhook.
    pub(crate) async fn verify(
        &self,
        indexes: Indexes,
        webhook: ReceivedWebhook,
    ) -> Result<Verified, Box<Failure>> {
        let request = Request::Verify { indexes, webhook };
        match self.request(self.id(), request).await? {
            Reply::Verified(verified) => Ok(verified),
            _ => Err(unexpected()),
        }
    }

    fn id(&self) -> u64 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    async fn request(&self, id: u64, request: Request) -> Result<Reply, Box<Failure>> {
        let (sender, reply) = oneshot::channel();
        let deliver = move |reply| {
            // A request that was cancelled needs no reply.
            let _ = sender.send(reply);
        };
        self.waiting().insert(id, Box::new(deliver));
        send(&FromWorker::Request { id, request }).map_err(|_| unexpected())?;
        match reply.await {
            Ok(Reply::Failed(failure)) => Err(failure),
            Ok(reply) => Ok(reply),
            Err(_) => Err(unexpected()),
        }
    }

    /// Asks for the time, and blocks until the parent tells it.
    fn now(&self) -> Option<Timestamp> {
        let (sender, reply) = mpsc::channel();
        let deliver = move |reply| drop(sender.send(reply));
        let id = self.id();
        self.waiting().insert(id, Box::new(deliver));
        let request = Request::Now;
        send(&FromWorker::Request { id, request }).ok()?;
        match reply.recv().ok()? {
            Reply::Now(time) => Some(time),
            _ => None,
        }
    }

    /// Passes on the reply to a request.
    pub(super) fn deliver(&self, id: u64, reply: Reply) {
        let waiting = self.waiting().remove(&id);
        if let Some(deliver) = waiting {
            deliver(reply);
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").finish_non_exhaustive()
    }
}

/// A list that the parent reads page by page. It is closed when dropped.
pub(crate) struct RemoteList {
    remote: Arc<Remote>,
    id: u64,
    undecoded: tokio::sync::Mutex<Undecoded>,
}

impl RemoteList {
    /// Fetches the next page and decodes its records; `None` at the end.
    pub(crate) async fn next<T>(
        &self,
        decode: impl Fn(&[Box<RawValue>]) -> mlua::Result<T>,
    ) -> Result<Option<mlua::Result<T>>, Box<Failure>> {
        let mut undecoded = self.undecoded.lock().await;
        if let Some(records) = undecoded.take() {
            return Ok(Some(undecoded.decode(records, decode)));
        }
        let request = Request::Next { list: self.id };
        match self.remote.request(self.remote.id(), request).await? {
            Reply::Page(records) => Ok(records.map(|records| undecoded.decode(records, decode))),
            _ => Err(unexpected()),
        }
    }
}

impl Drop for RemoteList {
    fn drop(&mut self) {
        // A parent that is gone has no lists.
        let _ = send(&FromWorker::Close { list: self.id });
    }
}

/// Sends a message to the parent.
pub(super) fn send(message: &FromWorker) -> io::Result<()> {
    write(&of_message(message)?)
}

/// Writes a frame to the parent.
pub(crate) fn write(frame: &[u8]) -> io::Result<()> {
    let mut output = io::stdout().lock();
    output.write_all(frame)?;
    output.flush()
}

fn unexpected() -> Box<Failure> {
    Box::new(Failure::new("unknown", "the worker lost its parent"))
}
