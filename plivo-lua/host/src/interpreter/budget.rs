//! The budget of a script: time to compute, time in total, and output.
//!
//! A hook checks it every few instructions, and [`Budgeted`] while the script waits. No hook runs inside a C function, the
//! parser or the collector; a [`Watchdog`](super::Watchdog) sees that such a script is [overdue](Budget::overdue).

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use mlua::{Lua, Table};
use plivo_runtime::Timestamp;

use super::limits::Limits;

/// Instructions between two checks: few, since one instruction can copy a string as large as the memory limit.
#[cfg(not(feature = "luau"))]
const INSTRUCTIONS: u32 = 64;

/// How long a script computes before it yields to the other tasks of its thread.
#[cfg(any(feature = "lua53", feature = "lua54", feature = "lua55"))]
const SLICE: Duration = Duration::from_millis(10);

/// Why a script was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// It computed for too long.
    Cpu,
    /// It ran for too long, waiting included.
    Timeout,
    /// It printed too much.
    Output,
    /// The caller interrupted it.
    Interrupted,
    /// The caller dropped its future.
    Dropped,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the script reached one of its limits")
    }
}

impl std::error::Error for Stopped {}

impl From<Stopped> for mlua::Error {
    fn from(stopped: Stopped) -> Self {
        Self::external(stopped)
    }
}

/// The rest of a script's time and output; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Budget(Arc<State>);

#[derive(Debug)]
struct State {
    started: Instant,
    /// When the timeout ends, in nanoseconds since the start.
    deadline: AtomicU64,
    /// The bytes that it may still print.
    output: AtomicUsize,
    /// The rest of its CPU time, in nanoseconds.
    cpu: AtomicU64,
    /// The CPU time that it has used, in nanoseconds, and when its present part began.
    used: AtomicU64,
    part: AtomicU64,
    /// Until when it has slept on a simulated clock, in nanoseconds since 1970.
    slept: AtomicI64,
    /// Until when it may compute without a pause, in nanoseconds since the start; `u64::MAX` while it does not.
    until: AtomicU64,
    /// When its time slice ends, in nanoseconds since the start.
    #[cfg(any(feature = "lua53", feature = "lua54", feature = "lua55"))]
    slice: AtomicU64,
    /// Whether the hook has made it yield since the last poll.
    paused: AtomicBool,
    /// Why it was stopped, as an index into [`REASONS`] from 1; 0 while it runs.
    stopped: AtomicU8,
    /// Whether the last attempt to stop it was to yield.
    #[cfg(not(feature = "luau"))]
    yielded: AtomicBool,
}

const REASONS: [Stopped; 5] = [
    Stopped::Cpu,
    Stopped::Timeout,
    Stopped::Output,
    Stopped::Interrupted,
    Stopped::Dropped,
];

impl Budget {
    /// Starts the clock.
    pub(super) fn new(limits: &Limits) -> Self {
        Self(Arc::new(State {
            started: Instant::now(),
            deadline: AtomicU64::new(nanoseconds(limits.timeout)),
            output: AtomicUsize::new(limits.output),
            cpu: AtomicU64::new(nanoseconds(limits.cpu)),
            used: AtomicU64::new(0),
            part: AtomicU64::new(u64::MAX),
            slept: AtomicI64::new(i64::MIN),
            until: AtomicU64::new(u64::MAX),
            #[cfg(any(feature = "lua53", feature = "lua54", feature = "lua55"))]
            slice: AtomicU64::new(u64::MAX),
            paused: AtomicBool::new(false),
            stopped: AtomicU8::new(0),
            #[cfg(not(feature = "luau"))]
            yielded: AtomicBool::new(false),
        }))
    }

    /// Restores the whole budget, for another script in the same state.
    pub(super) fn renew(&self, limits: &Limits) {
        let state = &*self.0;
        let deadline = state.started.elapsed().saturating_add(limits.timeout);
        state
            .deadline
            .store(nanoseconds(deadline), Ordering::Relaxed);
        state.output.store(limits.output, Ordering::Relaxed);
        state.cpu.store(nanoseconds(limits.cpu), Ordering::Relaxed);
        #[cfg(not(feature = "luau"))]
        state.yielded.store(false, Ordering::Relaxed);
        state.stopped.store(0, Ordering::Relaxed);
    }

    /// Takes bytes from the output; returns how many were left before.
    pub(super) fn print(&self, bytes: usize) -> usize {
        let output = &self.0.output;
        let left = output.load(Ordering::Relaxed);
        output.store(left.saturating_sub(bytes), Ordering::Relaxed);
        left
    }

    /// Returns how long it has computed.
    pub(super) fn computed(&self) -> Duration {
        let now = nanoseconds(self.0.started.elapsed());
        let part = now.saturating_sub(self.0.part.load(Ordering::Relaxed));
        Duration::from_nanos(self.0.used.load(Ordering::Relaxed).saturating_add(part))
    }

    /// Takes a sleep on a simulated clock, which takes no real time, from the time in total. Sleeps at the same time count
    /// once. Fails if no time is left.
    pub(super) fn spend(&self, now: Timestamp, duration: Duration) -> Result<(), Stopped> {
        let now = i64::try_from(now.as_nanosecond()).unwrap_or(i64::MAX);
        let length = i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
        let end = now.saturating_add(length);
        let slept = self.0.slept.fetch_max(end, Ordering::Relaxed).max(now);
        let spent = u64::try_from(end.saturating_sub(slept)).unwrap_or(0);
        let deadline = nanoseconds(self.deadline()).saturating_sub(spent);
        self.0.deadline.store(deadline, Ordering::Relaxed);
        if self.0.started.elapsed() < self.deadline() {
            return Ok(());
        }
        self.stop(Stopped::Timeout);
        Err(Stopped::Timeout)
    }

    /// Makes a state check the budget while it runs. When a time slice is over, the hook adds the thread that runs to
    /// `paused` and yields.
    pub(super) fn attach(&self, lua: &Lua, paused: &Table) -> mlua::Result<()> {
        let (budget, paused) = (self.clone(), paused.clone());
        #[cfg(not(feature = "luau"))]
        lua.set_global_hook(
            mlua::HookTriggers::new().every_nth_instruction(INSTRUCTIONS),
            move |lua, _| match budget.check() {
                Ok(()) if !budget.is_slice_over() => Ok(mlua::VmState::Continue),
                // A script that is stopped here never resumes. After an error it could still close its variables, so
                // an error is only raised if a C function prevents the yield.
                Err(stopped) if budget.0.yielded.fetch_xor(true, Ordering::Relaxed) => {
                    Err(stopped.into())
                }
                _ => {
                    budget.0.paused.store(true, Ordering::Relaxed);
                    paused.raw_set(lua.current_thread(), true)?;
                    Ok(mlua::VmState::Yield)
                }
            },
        )?;
        #[cfg(feature = "luau")]
        lua.set_interrupt(move |_| {
            let _ = &paused;
            budget.check()?;
            Ok(mlua::VmState::Continue)
        });
        Ok(())
    }

    /// Returns an error if the script must stop.
    pub(super) fn check(&self) -> Result<(), Stopped> {
        if let Some(stopped) = self.stopped() {
            return Err(stopped);
        }
        let now = self.0.started.elapsed();
        if nanoseconds(now) < self.0.until.load(Ordering::Relaxed) {
            return Ok(());
        }
        let reason = self.reason(now);
        self.stop(reason);
        Err(reason)
    }

    /// Returns which limit a script has reached that may not compute any longer.
    fn reason(&self, now: Duration) -> Stopped {
        if now >= self.deadline() {
            Stopped::Timeout
        } else {
            Stopped::Cpu
        }
    }

    /// Returns whether the script has computed long enough to let others run; the next slice begins.
    #[cfg(not(feature = "luau"))]
    fn is_slice_over(&self) -> bool {
        #[cfg(any(feature = "lua53", feature = "lua54", feature = "lua55"))]
        {
            let now = nanoseconds(self.0.started.elapsed());
            if now < self.0.slice.load(Ordering::Relaxed) {
                return false;
            }
            self.begin_slice(now);
            true
        }
        #[cfg(not(any(feature = "lua53", feature = "lua54", feature = "lua55")))]
        false
    }

    #[cfg(any(feature = "lua53", feature = "lua54", feature = "lua55"))]
    fn begin_slice(&self, now: u64) {
        let end = now.saturating_add(nanoseconds(SLICE));
        self.0.slice.store(end, Ordering::Relaxed);
    }

    /// Returns why a script should have stopped, if it still computes that long after.
    pub(super) fn overdue(&self, grace: Duration) -> Option<Stopped> {
        let until = Duration::from_nanos(self.0.until.load(Ordering::Relaxed));
        let now = self.0.started.elapsed();
        let is_overdue = now > until.saturating_add(grace);
        let stopped = self.stopped().filter(|reason| *reason != Stopped::Dropped);
        is_overdue.then(|| stopped.unwrap_or_else(|| self.reason(now)))
    }

    /// Returns a reference that does not keep the budget alive.
    pub(super) fn downgrade(&self) -> WeakBudget {
        WeakBudget(Arc::downgrade(&self.0))
    }

    fn deadline(&self) -> Duration {
        Duration::from_nanos(self.0.deadline.load(Ordering::Relaxed))
    }

    /// Stops the script; the first reason stays.
    pub(super) fn stop(&self, reason: Stopped) {
        let index = (1..).zip(REASONS).find(|(_, known)| *known == reason);
        let index = index.map_or(0, |(index, _)| index);
        let _ = self
            .0
            .stopped
            .compare_exchange(0, index, Ordering::Relaxed, Ordering::Relaxed);
        // What computes may not do so any longer.
        let now = nanoseconds(self.0.started.elapsed());
        let shortened = |until| (until != u64::MAX).then(|| now.min(until));
        let _ = self
            .0
            .until
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, shortened);
    }

    /// Returns why the script was stopped.
    pub(super) fn stopped(&self) -> Option<Stopped> {
        let index = self.0.stopped.load(Ordering::Relaxed);
        REASONS.get(usize::from(index.checked_sub(1)?)).copied()
    }

    /// Runs a part of the script, and takes its duration from the CPU time.
    pub(super) fn during<R>(&self, part: impl FnOnce() -> R) -> R {
        let State {
            started,
            deadline,
            cpu,
            until,
            used,
            part: part_start,
            ..
        } = &*self.0;
        let start = nanoseconds(started.elapsed());
        part_start.store(start, Ordering::Relaxed);
        #[cfg(any(feature = "lua53", feature = "lua54", feature = "lua55"))]
        self.begin_slice(start);
        let end = start.saturating_add(cpu.load(Ordering::Relaxed));
        until.store(end.min(deadline.load(Ordering::Relaxed)), Ordering::Relaxed);
        let result = part();
        until.store(u64::MAX, Ordering::Relaxed);
        let spent = nanoseconds(started.elapsed()).saturating_sub(start);
        part_start.store(u64::MAX, Ordering::Relaxed);
        used.fetch_add(spent, Ordering::Relaxed);
        let left = cpu.load(Ordering::Relaxed).saturating_sub(spent);
        cpu.store(left, Ordering::Relaxed);
        result
    }
}

/// A budget that may be gone.
pub(super) struct WeakBudget(std::sync::Weak<State>);

impl WeakBudget {
    /// Returns the budget, if its state still exists.
    pub(super) fn upgrade(&self) -> Option<Budget> {
        self.0.upgrade().map(Budget)
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// How a script ended.
pub(super) enum Ended<R> {
    /// It ran to its end.
    Completed(R),
    /// It was stopped.
    Stopped(Stopped),
    /// The interpreter panicked; its state must not be used again.
    Panicked,
}

/// A running script that is held to its budget while it computes and while it waits.
pub(super) struct Budgeted<F> {
    script: Option<Pin<Box<F>>>,
    budget: Budget,
    /// Created when the script first waits: only then is there certainly a runtime. With it, the deadline that it is set to.
    timer: Option<(Duration, Pin<Box<tokio::time::Sleep>>)>,
}

impl<F: Future> Budgeted<F> {
    pub(super) fn new(script: F, budget: Budget) -> Self {
        Self {
            script: Some(Box::pin(script)),
            budget,
            timer: None,
        }
    }
}

impl<F: Future> Future for Budgeted<F> {
    type Output = Ended<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let Some(script) = &mut this.script else {
            return Poll::Ready(Ended::Stopped(Stopped::Dropped));
        };
        let was_paused = this.budget.0.paused.swap(false, Ordering::Relaxed);
        let polled = this
            .budget
            .during(|| catch_unwind(AssertUnwindSafe(|| script.as_mut().poll(context))));
        let Ok(polled) = polled else {
            return Poll::Ready(Ended::Panicked);
        };
        if let Some(stopped) = this.budget.stopped() {
            return Poll::Ready(Ended::Stopped(stopped));
        }
        if let Poll::Ready(ended) = polled {
            return Poll::Ready(Ended::Completed(ended));
        }
        if was_paused {
            // The script was paused after it had polled a request, and only now waits for it. What woke the request in
            // between has woken this poll, so the request is polled once more.
            context.waker().wake_by_ref();
        }
        let budget = &this.budget;
        let deadline = budget.deadline();
        if this.timer.as_ref().is_none_or(|(set, _)| *set != deadline) {
            let left = deadline.saturating_sub(budget.0.started.elapsed());
            this.timer = Some((deadline, Box::pin(tokio::time::sleep(left))));
        }
        let Some((_, timer)) = &mut this.timer else {
            return Poll::Pending;
        };
        if timer.as_mut().poll(context).is_ready() {
            this.budget.stop(Stopped::Timeout);
            return Poll::Ready(Ended::Stopped(Stopped::Timeout));
        }
        Poll::Pending
    }
}

impl<F> Drop for Budgeted<F> {
    /// Stops what the script still runs while it is dropped, such as its `__close`.
    fn drop(&mut self) {
        self.budget.stop(Stopped::Dropped);
        let script = self.script.take();
        self.budget.during(|| drop(script));
    }
}
