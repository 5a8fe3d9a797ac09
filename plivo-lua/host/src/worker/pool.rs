//! The workers of a host.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::init::{ARGUMENT, is_initialised};
use super::message::Start;
use super::process::Process;
use crate::host::Host;
use crate::interpreter::{Limits, Outcome, ScriptError, chunk_name};

/// Runs each script in a process of its own, and keeps one ready; cheap to clone. See the [module](super) for an example.
#[derive(Clone)]
pub struct WorkerPool {
    host: Host,
    limits: Limits,
    executable: Option<PathBuf>,
    places: Arc<Semaphore>,
    /// The worker of the next script.
    ready: Arc<Mutex<Option<Process>>>,
}

impl WorkerPool {
    /// Creates a pool whose scripts use a host and have the default limits, at most four at a time.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self {
            host,
            limits: Limits::default(),
            executable: None,
            places: Arc::new(Semaphore::new(4)),
            ready: Arc::default(),
        }
    }

    /// Sets the limits of each script.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets how many scripts run at a time; the others wait for their turn, at least one runs.
    #[must_use]
    pub fn max_workers(mut self, count: usize) -> Self {
        let count = count.clamp(1, Semaphore::MAX_PERMITS);
        self.places = Arc::new(Semaphore::new(count));
        self
    }

    /// Sets the executable of the workers, instead of this program's own. Its `main` must call [`init`](super::init) with the
    /// host's integrations.
    #[must_use]
    pub fn executable(mut self, path: impl Into<PathBuf>) -> Self {
        self.executable = Some(path.into());
        self
    }

    /// Runs one script, and writes what it prints. Messages begin with its name, such as `script.lua`, and the line. Dropping the
    /// future kills the worker and cancels its calls.
    ///
    /// # Errors
    ///
    /// As for [`Interpreter::run`](crate::Interpreter::run). Also fails if no worker can be started.
    pub async fn run(
        &self,
        name: &str,
        source: impl AsRef<[u8]>,
        printed: &mut (impl Write + Send),
    ) -> Result<Outcome, ScriptError> {
        self.run_on(&self.host, name, source, printed).await
    }

    /// Like [`run`](Self::run), with another policy than the host's.
    pub(crate) async fn run_on(
        &self,
        host: &Host,
        name: &str,
        source: impl AsRef<[u8]>,
        printed: &mut (impl Write + Send),
    ) -> Result<Outcome, ScriptError> {
        let name = chunk_name(name);
        let failed = |error: &dyn fmt::Display| {
            ScriptError::internal(&name, &format!("cannot start a worker: {error}"))
        };
        let place = self.places.acquire().await;
        let _place = place.map_err(|error| failed(&error))?;
        let worker = self.worker().map_err(|error| failed(&error))?;
        let services = host.names().into_iter().map(|(integration, accounts)| {
            let accounts = accounts.into_iter().map(str::to_owned).collect();
            (integration.slug.to_owned(), accounts)
        });
        let start = Start {
            name: name.clone(),
            limits: self.limits,
            is_simulated: host.policy().clock.is_simulated(),
            services: services.collect(),
            unknown_fields: host.unknown_fields(),
        };
        let (results, memory) = worker.run(host, start, source.as_ref(), printed).await?;
        Outcome::read(&name, &results, memory)
    }

    /// Returns the worker that is ready, or a new one, and starts the next.
    fn worker(&self) -> io::Result<Process> {
        let executable = match &self.executable {
            Some(path) => path.clone(),
            // Another program's `main` would run instead of a worker, and start workers itself.
            None if !is_initialised() => {
                let problem =
                    "call `plivo_lua_host::worker::init` first in `main`, or set an executable";
                return Err(io::Error::other(problem));
            }
            None => std::env::current_exe()?,
        };
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let worker = match ready.take().and_then(Process::if_alive) {
            Some(worker) => worker,
            None => Process::spawn(&executable, ARGUMENT)?,
        };
        // Without one that is ready, the next script waits a little longer.
        *ready = Process::spawn(&executable, ARGUMENT).ok();
        Ok(worker)
    }
}

impl fmt::Debug for WorkerPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkerPool").finish_non_exhaustive()
    }
}
