//! The limits of a script, as the command line sets them.

use std::time::Duration;

use clap::Args;

use crate::interpreter::Limits;

/// The limits of a script.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(super) struct LimitArgs {
    /// Longest running time of a script, including requests; at most 30 seconds of it computing
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    time_limit: Duration,

    /// Most memory of a script, in MiB
    #[arg(long, value_name = "MB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=4096))]
    memory_limit: u16,
}

impl LimitArgs {
    /// Returns the limits for the interpreter.
    pub(super) fn limits(&self) -> Limits {
        let limits = Limits::default();
        limits
            .timeout(self.time_limit)
            .cpu(limits.cpu.min(self.time_limit))
            .memory(usize::from(self.memory_limit) * 1024 * 1024)
    }
}

/// Reads a number of seconds, from a tenth to a day.
fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().unwrap_or_default();
    if (0.1..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("takes a number of seconds from 0.1 to 86400")
    }
}
