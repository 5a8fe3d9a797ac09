//! A whole list, a record a line, in constant memory.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use plivo_lua::{Host, Interpreter};
use serde_json::Value;

use super::{NAME, quoted, unlimited};
use crate::exit::Result;

/// How long it may take before somebody wants to know how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// Goes through the list, and writes each record as it comes.
pub(super) async fn execute(host: Host, function: &str, given: &Value) -> Result<()> {
    let progress = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let template = "{spinner} {human_pos} records in {elapsed} ({per_sec})";
    if let Ok(style) = ProgressStyle::with_template(template) {
        progress.set_style(style);
    }
    let script = format!(
        "for record in app.integrations.plivo.{function}.each(json.decode({})) do print(json.encode(record)) end",
        quoted(&given.to_string())
    );
    let lines = Lines {
        output: io::BufWriter::new(io::stdout()),
        progress: progress.clone(),
        started: std::time::Instant::now(),
    };
    let ended = Interpreter::new(host)
        .output(lines)
        .limits(unlimited())
        .run(NAME, script)
        .await;
    progress.finish_and_clear();
    ended?;
    Ok(())
}

/// Standard output, and how many records, each printed at once, were written to it.
struct Lines {
    output: io::BufWriter<io::Stdout>,
    progress: ProgressBar,
    started: std::time::Instant,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write_all(bytes)?;
        self.progress.inc(1);
        if self.progress.is_hidden()
            && self.started.elapsed() > PATIENCE
            && !io::stdout().is_terminal()
        {
            self.progress.set_draw_target(ProgressDrawTarget::stderr());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
