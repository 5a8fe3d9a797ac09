//! A whole list, a record a line, in constant memory.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use plivo_runtime::JsonObject;

use crate::host::Host;
use crate::interpreter::{Interpreter, Limits};
use crate::program::cli_error::{CliError, Result};

/// How long the list may take before the progress is shown.
const QUIET: Duration = Duration::from_secs(2);

/// Reads the list, and writes each record as it arrives.
pub(super) async fn execute(
    host: Host,
    slug: &str,
    function: &str,
    arguments: &JsonObject,
) -> Result<()> {
    let progress = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let template = "{spinner} {human_pos} records in {elapsed} ({per_sec})";
    if let Ok(style) = ProgressStyle::with_template(template) {
        progress.set_style(style);
    }
    let script = format!(
        "for record in app.integrations.{slug}.{function}.each(json.decode({})) do print(json.encode(record)) end",
        quoted(&serde_json::to_string(arguments).map_err(io::Error::from)?)
    );
    let lines = Lines {
        output: io::BufWriter::new(io::stdout()),
        progress: progress.clone(),
        started: Instant::now(),
    };
    let interpreter = Interpreter::new(host).output(lines).limits(unlimited());
    let ended = interpreter.run("call", script).await;
    progress.finish_and_clear();
    match ended {
        Ok(_) => Ok(()),
        Err(error) => match error.failure() {
            Some(failure) => Err(failure.clone().into()),
            None => Err(CliError::from(error)),
        },
    }
}

/// Quotes a text in Lua. JSON on one line has none of what these brackets change.
fn quoted(text: &str) -> String {
    let mut level = String::new();
    while text.contains(&format!("]{level}]")) {
        level.push('=');
    }
    format!("[{level}[{text}]{level}]")
}

/// A list has no limits of its own; its requests have those of the client.
fn unlimited() -> Limits {
    const DAY: Duration = Duration::from_secs(86_400);
    Limits::default()
        .cpu(DAY)
        .timeout(DAY)
        .memory(256 * 1024 * 1024)
        .output(usize::MAX)
}

/// Standard output, with a count of the records written to it, each at once.
struct Lines {
    output: io::BufWriter<io::Stdout>,
    progress: ProgressBar,
    started: Instant,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.output.write_all(bytes)?;
        self.progress.inc(1);
        if self.progress.is_hidden()
            && self.started.elapsed() > QUIET
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
