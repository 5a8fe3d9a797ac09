//! A whole list, a record a line, in constant memory.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use plivo_runtime::JsonObject;

use crate::escape::escape_invisible;
use crate::host::{DEFAULT_ACCOUNT, Host};
use crate::program::cli_error::Result;

/// How long the list may take before the progress is shown.
const QUIET: Duration = Duration::from_secs(2);

/// Reads the list, and writes each record as it arrives.
pub(super) async fn execute(host: &Host, function: &str, arguments: &JsonObject) -> Result<()> {
    let progress = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let template = "{spinner} {human_pos} records in {elapsed} ({per_sec})";
    if let Ok(style) = ProgressStyle::with_template(template) {
        progress.set_style(style);
    }
    let written = write(host, function, arguments, &progress).await;
    progress.finish_and_clear();
    written
}

async fn write(
    host: &Host,
    function: &str,
    arguments: &JsonObject,
    progress: &ProgressBar,
) -> Result<()> {
    let started = Instant::now();
    let mut records = host.records(DEFAULT_ACCOUNT, function, arguments).await?;
    // Locks for each record, so that nothing is held while a page is awaited.
    while let Some(record) = records.try_next().await? {
        let line = serde_json::to_string(&record).map_err(io::Error::from)?;
        writeln!(io::stdout().lock(), "{}", escape_invisible(&line))?;
        progress.inc(1);
        if progress.is_hidden() && started.elapsed() > QUIET && !io::stdout().is_terminal() {
            progress.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
    Ok(())
}
