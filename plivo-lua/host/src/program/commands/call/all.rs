//! A whole list, shown while it arrives.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use plivo_runtime::JsonObject;

use super::answer::List;
use crate::host::{DEFAULT_ACCOUNT, Host};
use crate::program::cli_error::Result;

/// How long the list may take before the progress is shown.
const QUIET: Duration = Duration::from_secs(2);

/// Reads the list, and shows each record as it arrives.
pub(super) async fn execute(
    host: &Host,
    function: &str,
    arguments: &JsonObject,
    mut list: List<'_>,
) -> Result<()> {
    let progress = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let template = "{spinner} {human_pos} records in {elapsed} ({per_sec})";
    if let Ok(style) = ProgressStyle::with_template(template) {
        progress.set_style(style);
    }
    let read = read(host, function, arguments, &mut list, &progress).await;
    progress.finish_and_clear();
    // What has arrived is shown, whatever happened then.
    list.finish().and(read)
}

async fn read(
    host: &Host,
    function: &str,
    arguments: &JsonObject,
    list: &mut List<'_>,
    progress: &ProgressBar,
) -> Result<()> {
    let started = Instant::now();
    let mut records = host.records(DEFAULT_ACCOUNT, function, arguments).await?;
    while let Some(record) = records.try_next().await? {
        list.add(record).await?;
        progress.inc(1);
        if progress.is_hidden() && started.elapsed() > QUIET && !io::stdout().is_terminal() {
            progress.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
    list.complete();
    Ok(())
}
