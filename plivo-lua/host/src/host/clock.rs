//! The clock of a host's scripts: the system's, or that of a simulated service.

use std::collections::BTreeSet;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::fmt::temporal::DateTimePrinter;
use plivo_runtime::{SignedDuration, Timestamp};
use tokio::sync::{Notify, RwLock, RwLockReadGuard};

type Now = Box<dyn Fn() -> Timestamp + Send + Sync>;
type Sleep = Box<dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Tells scripts the time, and lets them sleep; cheap to clone.
///
/// [`Clock::system`] is the default. Tests and sandboxes use a [`simulated`](Self::simulated) clock, which sleeping moves:
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use std::time::Duration;
///
/// use plivo_lua_host::Clock;
/// use plivo_runtime::Timestamp;
///
/// let time = Arc::new(Mutex::new(Timestamp::UNIX_EPOCH));
/// let now = Arc::clone(&time);
/// let clock = Clock::simulated(
///     move || *now.lock().unwrap(),
///     move |by: Duration| {
///         *time.lock().unwrap() += by;
///         async {}
///     },
/// );
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// clock.sleep(Duration::from_secs(60)).await;
/// # });
/// assert_eq!(clock.now().to_string(), "1970-01-01T00:01:00Z");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    now: Now,
    sleep: Sleep,
    simulation: Option<Simulation>,
}

/// Who sleeps and who calls on a simulated clock, which must not move while a call is made.
#[derive(Default)]
struct Simulation {
    /// When each sleep ends, and a number of its own.
    sleeps: Mutex<BTreeSet<(Timestamp, u64)>>,
    next: AtomicU64,
    changed: Notify,
    calls: RwLock<()>,
}

impl Clock {
    /// Creates the system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Timestamp::now, tokio::time::sleep)
    }

    /// Creates a clock from a function that returns the time and one that sleeps in real time.
    #[must_use]
    pub fn new<F>(
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        sleep: impl Fn(Duration) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self(Arc::new(Inner {
            now: Box::new(now),
            sleep: Box::new(move |duration| Box::pin(sleep(duration))),
            simulation: None,
        }))
    }

    /// Creates a simulated clock, which stands still until someone sleeps: `advance` moves it.
    ///
    /// It moves to the end of the sleep that ends first, and only while no call is made, so a script sees the same on every run.
    #[must_use]
    pub fn simulated<F>(
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        advance: impl Fn(Duration) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self(Arc::new(Inner {
            now: Box::new(now),
            sleep: Box::new(move |duration| Box::pin(advance(duration))),
            simulation: Some(Simulation::default()),
        }))
    }

    /// Returns the time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0.now)()
    }

    /// Returns whether the clock is simulated.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.0.simulation.is_some()
    }

    /// Waits until the clock has moved on by `duration`.
    pub async fn sleep(&self, duration: Duration) {
        let Some(simulation) = &self.0.simulation else {
            return (self.0.sleep)(duration).await;
        };
        let end = SignedDuration::try_from(duration).ok();
        let end = end.and_then(|duration| self.now().checked_add(duration).ok());
        let end = end.unwrap_or(Timestamp::MAX);
        let sleeper = Sleeper::new(simulation, end);
        // What runs at this moment begins its calls and sleeps first.
        tokio::task::yield_now().await;
        loop {
            let mut changed = pin!(simulation.changed.notified());
            changed.as_mut().enable();
            if self.now() >= end {
                return;
            }
            if !sleeper.is_first() {
                changed.await;
                continue;
            }
            let _idle = simulation.calls.write().await;
            let left = Duration::try_from(end.duration_since(self.now()));
            if sleeper.is_first()
                && let Ok(left) = left
            {
                return (self.0.sleep)(left).await;
            }
        }
    }

    /// Returns what keeps a simulated clock from moving during a call.
    pub(crate) async fn during_call(&self) -> Option<RwLockReadGuard<'_, ()>> {
        match &self.0.simulation {
            Some(simulation) => Some(simulation.calls.read().await),
            None => None,
        }
    }

    /// Returns a sentence with the time, for agents.
    pub(crate) fn sentence(&self) -> String {
        let now = whole_seconds(self.now());
        if self.is_simulated() {
            format!("It is {now} by the clock of the sandbox, which has made-up data.")
        } else {
            format!("It is {now} (UTC).")
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_simulated() {
            "simulated"
        } else {
            "real"
        };
        f.debug_tuple("Clock").field(&kind).finish()
    }
}

/// A sleep on a simulated clock; dropped, it is over.
struct Sleeper<'s> {
    simulation: &'s Simulation,
    entry: (Timestamp, u64),
}

impl<'s> Sleeper<'s> {
    fn new(simulation: &'s Simulation, end: Timestamp) -> Self {
        let entry = (end, simulation.next.fetch_add(1, Ordering::Relaxed));
        simulation.sleeps().insert(entry);
        Self { simulation, entry }
    }

    /// Returns whether no other sleep ends earlier.
    fn is_first(&self) -> bool {
        self.simulation.sleeps().first() == Some(&self.entry)
    }
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        self.simulation.sleeps().remove(&self.entry);
        self.simulation.changed.notify_waiters();
    }
}

impl Simulation {
    fn sleeps(&self) -> MutexGuard<'_, BTreeSet<(Timestamp, u64)>> {
        self.sleeps.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Formats a time for scripts: RFC 3339 in UTC, without a fraction of a second.
pub(crate) fn whole_seconds(time: Timestamp) -> String {
    const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(0));
    PRINTER.timestamp_to_string(&time)
}
