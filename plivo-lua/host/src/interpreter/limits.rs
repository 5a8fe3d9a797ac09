//! How much of the machine a script may use.

use std::time::Duration;

/// What a script may use, each time it is run. More time or output ends the script, whatever it catches. More memory there
/// is not: what needs it raises an error as everything else in Lua, an answer the failure `out_of_memory`.
///
/// Looking at the clock takes turns with the script, so that a limit is noticed a little later than
/// it is reached: with the default memory limit usually within milliseconds, within a second where
/// the script works on its largest texts, and within five on a busy machine.
///
/// ```
/// use std::time::Duration;
/// use plivo_lua_host::Limits;
///
/// let limits = Limits::default().cpu(Duration::from_secs(5)).memory(8 * 1024 * 1024);
/// assert_eq!(limits.timeout, Duration::from_secs(300));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long it may compute, without the time in which it waits for answers; 30 seconds.
    pub cpu: Duration,
    /// How long it may take from its beginning, waiting included; 5 minutes.
    pub timeout: Duration,
    /// How many bytes its values may take, those of the host's functions included; 32 MiB. `LuaJIT`
    /// cannot be limited in this.
    pub memory: usize,
    /// How many bytes it may print; 1 MiB.
    pub output: usize,
}

impl Limits {
    /// The same with another time to compute.
    #[must_use]
    pub const fn cpu(mut self, cpu: Duration) -> Self {
        self.cpu = cpu;
        self
    }

    /// The same with another time from beginning to end.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The same with another number of bytes for its values.
    #[must_use]
    pub const fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// The same with another number of bytes to print.
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
            timeout: Duration::from_secs(300),
            memory: 32 * 1024 * 1024,
            output: 1024 * 1024,
        }
    }
}
