//! The limits of a script.

use std::time::Duration;

/// The limits of a script, for each run.
///
/// Exceeding the time or the output stops the script, whatever it catches. Exceeding the memory raises an ordinary Lua
/// error, or the failure `out_of_memory` if a response does not fit.
///
/// In an [`Interpreter`](super::Interpreter) the clock is checked between steps of the script. A limit usually takes effect within
/// milliseconds, but not inside one call of a C function such as `string.find`, inside the parser or the collector, or while a table
/// grows, which can each take minutes, and not for errors that a script catches again and again inside such a call. The script runs,
/// and its time is checked, only while its future is polled: one that is held without being polled ends at no limit. A
/// [`worker`](crate::worker) has no such exceptions, so it is the place for scripts that you do not trust.
///
/// ```
/// use std::time::Duration;
/// use plivo_lua_host::Limits;
///
/// let limits = Limits::default().cpu(Duration::from_secs(5)).memory(8 * 1024 * 1024);
/// assert_eq!(limits.timeout, Duration::from_secs(300));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "worker", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Limits {
    /// Time to compute, without waiting for responses; 30 seconds.
    pub cpu: Duration,
    /// Time from start to end, waiting included; 5 minutes.
    pub timeout: Duration,
    /// Bytes that its values may take, including the host's functions; 32 MiB. `LuaJIT` has no memory limit.
    pub memory: usize,
    /// Bytes that it may print; 1 MiB.
    pub output: usize,
}

impl Limits {
    /// Sets the time to compute.
    #[must_use]
    pub const fn cpu(mut self, cpu: Duration) -> Self {
        self.cpu = cpu;
        self
    }

    /// Sets the time from start to end.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the bytes for its values.
    #[must_use]
    pub const fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// Sets the bytes to print.
    #[must_use]
    pub const fn output(mut self, bytes: usize) -> Self {
        self.output = bytes;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cpu: Duration::from_secs(30),
            timeout: Duration::from_mins(5),
            memory: 32 * 1024 * 1024,
            output: 1024 * 1024,
        }
    }
}
