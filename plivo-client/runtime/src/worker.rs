//! The thread that drives the connections, while other threads wait for answers.

use std::sync::{Arc, OnceLock};
use std::{io, thread};

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use super::{Error, Wait};

/// Waits on the calling thread, while a thread of its own drives connections and timers.
///
/// The thread is started by the first wait and ends with the last clone.
#[derive(Debug, Clone, Default)]
pub struct Worker(Arc<OnceLock<io::Result<Started>>>);

#[derive(Debug)]
struct Started {
    handle: Handle,
    /// The thread ends when this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Started {
    fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        thread::Builder::new()
            .name("blocking-client".to_owned())
            // It never arrives: the other end is dropped, which is heard as well.
            .spawn(move || runtime.block_on(stopped).unwrap_or(()))?;
        Ok(Self {
            handle,
            _stop: stop,
        })
    }
}

impl Wait for Worker {
    fn wait<T>(&self, future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        if Handle::try_current().is_ok() {
            return Err(Error::configuration(
                "the blocking client would stop the async runtime that it is called in; use the async client \
                 there, or call from a thread of its own",
            ));
        }
        match self.0.get_or_init(Started::new) {
            Ok(started) => started.handle.block_on(future),
            Err(error) => Err(Error::configuration(format!(
                "the thread of the blocking client cannot be started: {error}"
            ))),
        }
    }
}
