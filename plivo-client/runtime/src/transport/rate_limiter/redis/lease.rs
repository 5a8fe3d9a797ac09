//! The place of one request in the sorted sets of a server.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ::redis::{Script, ScriptInvocation};
use tokio::runtime::Handle;

use super::server::{Outage, Server};

static ACQUIRE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("acquire.lua")));
static RELEASE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("release.lua")));

/// The longest time for which a request counts that is not known to have ended, because its process is gone.
const MAX_ATTEMPT: Duration = Duration::from_secs(600);

/// A limit, as the server counts it.
#[derive(Debug, Clone)]
pub(super) struct SharedLimit {
    pub(super) key: String,
    pub(super) requests: u32,
    /// How long a request counts after it ended; zero for those in flight.
    pub(super) length: Duration,
}

/// The place of a request. It is given back when it is dropped.
pub(super) struct Lease {
    server: Arc<Server>,
    limits: Vec<SharedLimit>,
    id: String,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The server knows nothing of it.
    Unknown,
    /// The server was asked, and may have given it a place.
    Asked,
    /// The request may have been sent.
    Granted,
}

impl Lease {
    pub(super) fn new(server: &Arc<Server>, limits: Vec<SharedLimit>) -> Self {
        Self {
            server: Arc::clone(server),
            limits,
            id: format!("{:032x}", fastrand::u128(..)),
            state: State::Unknown,
        }
    }

    /// Asks for the place of a request that takes no longer than `attempt`. Returns how long to wait before the next
    /// try, where there is none.
    pub(super) async fn ask(&mut self, attempt: Duration) -> Result<Option<Duration>, Outage> {
        let mut script = ACQUIRE.arg(&self.id);
        // The attempt starts a little later.
        let attempt = attempt.min(MAX_ATTEMPT) + Duration::from_secs(1);
        script.arg(microseconds(attempt));
        for limit in &self.limits {
            script.key(&limit.key);
            script.arg(limit.requests).arg(microseconds(limit.length));
        }
        self.state = State::Asked;
        let wait = self.server.run(&script).await?;
        self.state = match wait {
            0 => State::Granted,
            _ => State::Unknown,
        };
        Ok((wait > 0).then(|| Duration::from_micros(wait)))
    }

    /// Ends the request.
    pub(super) async fn release(mut self) {
        let script = self.ended();
        // It counts for longer than it need where the server is away.
        let _ = self.server.run(&script).await;
        self.state = State::Unknown;
    }

    /// Forgets the place, because the server is away.
    pub(super) fn forget(mut self) {
        self.state = State::Unknown;
    }

    fn ended(&self) -> ScriptInvocation<'static> {
        let mut script = RELEASE.arg(&self.id);
        for limit in &self.limits {
            let was_sent = self.state == State::Granted;
            let length = if was_sent {
                limit.length
            } else {
                Duration::ZERO
            };
            script.key(&limit.key).arg(microseconds(length));
        }
        script
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.state == State::Unknown {
            return;
        }
        // Without a runtime, it ends on its own.
        if let Ok(runtime) = Handle::try_current() {
            let (server, script) = (Arc::clone(&self.server), self.ended());
            runtime.spawn(async move { server.run(&script).await.map(drop) });
        }
    }
}

fn microseconds(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
