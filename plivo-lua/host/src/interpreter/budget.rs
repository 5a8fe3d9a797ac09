//! The clock that a script is held against, from inside and from outside.
//!
//! A hook looks at it every few instructions, the host's own long functions every few steps, and
//! [`Budgeted`] while the script waits. What is raised can be caught, for a moment: the functions that
//! catch look at the budget again.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
#[cfg(not(feature = "luau"))]
use std::sync::atomic::AtomicBool;
use std::sync::atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use mlua::Lua;

use super::limits::Limits;

/// How many instructions run between two looks at the clock: few, since one instruction can copy a
/// text as large as the memory allows.
#[cfg(not(feature = "luau"))]
const INSTRUCTIONS: u32 = 64;

/// The limit that ended a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// It computed for too long.
    Cpu,
    /// It took too long.
    Deadline,
    /// It printed too much.
    Output,
    /// Somebody interrupted it.
    Interrupted,
    /// Nobody waits for it any more.
    Dropped,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the script has reached one of its limits")
    }
}

impl std::error::Error for Stopped {}

impl From<Stopped> for mlua::Error {
    fn from(stopped: Stopped) -> Self {
        Self::external(stopped)
    }
}

/// What is left of a script's time; its clones are the same budget.
#[derive(Debug, Clone)]
pub(super) struct Budget(Arc<State>);

#[derive(Debug)]
struct State {
    started: Instant,
    /// When it has to be over, in nanoseconds since the start.
    deadline: AtomicU64,
    /// How many bytes it may still print.
    room: AtomicUsize,
    /// What is left to compute, in nanoseconds.
    left: AtomicU64,
    /// Until when it may compute now, in nanoseconds since the start.
    until: AtomicU64,
    /// Why it was stopped, as its place in [`REASONS`] from 1 on.
    stopped: AtomicU8,
    /// Whether the last attempt to end it was to leave it where it is.
    #[cfg(not(feature = "luau"))]
    tried: AtomicBool,
}

const REASONS: [Stopped; 5] = [
    Stopped::Cpu,
    Stopped::Deadline,
    Stopped::Output,
    Stopped::Interrupted,
    Stopped::Dropped,
];

impl Budget {
    /// Starts it.
    pub(super) fn new(limits: &Limits) -> Self {
        Self(Arc::new(State {
            started: Instant::now(),
            deadline: AtomicU64::new(nanoseconds(limits.timeout)),
            room: AtomicUsize::new(limits.output),
            left: AtomicU64::new(nanoseconds(limits.cpu)),
            until: AtomicU64::new(u64::MAX),
            stopped: AtomicU8::new(0),
            #[cfg(not(feature = "luau"))]
            tried: AtomicBool::new(false),
        }))
    }

    /// Starts it anew, for another script in the same state.
    pub(super) fn renew(&self, limits: &Limits) {
        let state = &*self.0;
        let deadline = state.started.elapsed().saturating_add(limits.timeout);
        state
            .deadline
            .store(nanoseconds(deadline), Ordering::Relaxed);
        state.room.store(limits.output, Ordering::Relaxed);
        state.left.store(nanoseconds(limits.cpu), Ordering::Relaxed);
        #[cfg(not(feature = "luau"))]
        state.tried.store(false, Ordering::Relaxed);
        state.stopped.store(0, Ordering::Relaxed);
    }

    /// Takes so many bytes from what may still be printed; how many there were.
    pub(super) fn print(&self, bytes: usize) -> usize {
        let room = self.0.room.load(Ordering::Relaxed);
        self.0
            .room
            .store(room.saturating_sub(bytes), Ordering::Relaxed);
        room
    }

    /// Lets the state look at it while it runs.
    pub(super) fn put_on(&self, lua: &Lua) -> mlua::Result<()> {
        let budget = self.clone();
        #[cfg(not(feature = "luau"))]
        lua.set_global_hook(
            mlua::HookTriggers::new().every_nth_instruction(INSTRUCTIONS),
            move |_, _| match budget.check() {
                Ok(()) => Ok(mlua::VmState::Continue),
                // Where the script can be left as it is, it never goes on. An error would let it close
                // what it holds open; it is for where C is in between, when the yield did nothing.
                Err(_) if !budget.0.tried.fetch_xor(true, Ordering::Relaxed) => {
                    Ok(mlua::VmState::Yield)
                }
                Err(stopped) => Err(stopped.into()),
            },
        )?;
        #[cfg(feature = "luau")]
        lua.set_interrupt(move |_| {
            budget.check()?;
            Ok(mlua::VmState::Continue)
        });
        Ok(())
    }

    /// Whether the script may go on.
    pub(super) fn check(&self) -> Result<(), Stopped> {
        if let Some(stopped) = self.stopped() {
            return Err(stopped);
        }
        let now = self.0.started.elapsed();
        if nanoseconds(now) < self.0.until.load(Ordering::Relaxed) {
            return Ok(());
        }
        let reason = if now >= self.deadline() {
            Stopped::Deadline
        } else {
            Stopped::Cpu
        };
        self.stop(reason);
        Err(reason)
    }

    fn deadline(&self) -> Duration {
        Duration::from_nanos(self.0.deadline.load(Ordering::Relaxed))
    }

    /// Ends the script; the first reason stays.
    pub(super) fn stop(&self, reason: Stopped) {
        let place = (1..).zip(REASONS).find(|(_, known)| *known == reason);
        let place = place.map_or(0, |(place, _)| place);
        let _ = self
            .0
            .stopped
            .compare_exchange(0, place, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Why it was ended.
    pub(super) fn stopped(&self) -> Option<Stopped> {
        let place = self.0.stopped.load(Ordering::Relaxed);
        REASONS.get(usize::from(place.checked_sub(1)?)).copied()
    }

    /// Runs a part of the script, counting the time.
    fn during<R>(&self, part: impl FnOnce() -> R) -> R {
        let State {
            started,
            deadline,
            left,
            until,
            ..
        } = &*self.0;
        let begun = nanoseconds(started.elapsed());
        let may = begun.saturating_add(left.load(Ordering::Relaxed));
        until.store(may.min(deadline.load(Ordering::Relaxed)), Ordering::Relaxed);
        let result = part();
        until.store(u64::MAX, Ordering::Relaxed);
        let spent = nanoseconds(started.elapsed()).saturating_sub(begun);
        let rest = left.load(Ordering::Relaxed).saturating_sub(spent);
        left.store(rest, Ordering::Relaxed);
        result
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// How a watched script ended.
pub(super) enum Ended<R> {
    /// By itself.
    Itself(R),
    /// By one of its limits.
    Stopped(Stopped),
    /// The interpreter broke; the state is not to be used again.
    Broken,
}

/// A running script, held to its time while it computes and while it waits.
pub(super) struct Budgeted<F> {
    script: Pin<Box<F>>,
    budget: Budget,
    /// Made when the script first waits: only then is there a runtime for sure.
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl<F: Future> Budgeted<F> {
    pub(super) fn new(script: F, budget: Budget) -> Self {
        Self {
            script: Box::pin(script),
            budget,
            timer: None,
        }
    }
}

impl<F: Future> Future for Budgeted<F> {
    type Output = Ended<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let script = &mut this.script;
        let polled = this
            .budget
            .during(|| catch_unwind(AssertUnwindSafe(|| script.as_mut().poll(context))));
        let Ok(polled) = polled else {
            return Poll::Ready(Ended::Broken);
        };
        if let Some(stopped) = this.budget.stopped() {
            return Poll::Ready(Ended::Stopped(stopped));
        }
        if let Poll::Ready(ended) = polled {
            return Poll::Ready(Ended::Itself(ended));
        }
        let budget = &this.budget;
        let timer = this.timer.get_or_insert_with(|| {
            let left = budget.deadline().saturating_sub(budget.0.started.elapsed());
            Box::pin(tokio::time::sleep(left))
        });
        if timer.as_mut().poll(context).is_ready() {
            this.budget.stop(Stopped::Deadline);
            return Poll::Ready(Ended::Stopped(Stopped::Deadline));
        }
        Poll::Pending
    }
}

impl<F> Drop for Budgeted<F> {
    /// What the script still does while it is taken down, in its `__close` for example, is stopped.
    fn drop(&mut self) {
        self.budget.stop(Stopped::Dropped);
    }
}
