//! The limits of a script, as the command line sets them.

use std::time::Duration;

use clap::Args;

use crate::interpreter::Limits;

/// The limits of a script.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(super) struct LimitArgs {
    /// Longest running time of a script, including requests; at most 30 seconds of it computing
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    time_limit: u64,

    /// Most memory of a script, in MiB
    #[arg(long, value_name = "MB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=4096))]
    memory_limit: u16,
}

impl LimitArgs {
    /// Returns the limits for the interpreter.
    pub(super) fn limits(&self) -> Limits {
        let timeout = Duration::from_secs(self.time_limit);
        let limits = Limits::default();
        limits
            .timeout(timeout)
            .cpu(limits.cpu.min(timeout))
            .memory(usize::from(self.memory_limit) * 1024 * 1024)
    }
}
