//! What a command has done so far, for programs: one JSON object however it ends.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use plivo_runtime::{Access, Effect};
use serde_json::{Value, json};

use super::cli_error::{CliError, Exit, Result};
use super::output::{self, Format, ScriptOutput};
use crate::host::{CallReport, CallStatus, Host, HostBuilder, WriteLog};
use crate::interpreter::{CapturedOutput, Interpreter, Limits};

/// What a command has done so far. Clones share it, so that an interruption can still report it.
#[derive(Debug, Clone)]
pub(super) struct Report {
    pub(super) format: Format,
    /// What a script prints, where a program reads the report.
    pub(super) printed: CapturedOutput,
    done: Arc<Mutex<Done>>,
    is_written: Arc<AtomicBool>,
    /// Whether the command writes an object a line.
    in_lines: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Done {
    started: Instant,
    /// Nothing for a command that writes no report of its success.
    result: Option<Value>,
    /// What a script returned after its first value.
    others: Vec<Value>,
    memory: Option<usize>,
    calls: Vec<Value>,
    writes: WriteLog,
}

impl Done {
    fn start() -> Self {
        Self {
            started: Instant::now(),
            result: None,
            others: Vec::new(),
            memory: None,
            calls: Vec::new(),
            writes: WriteLog::default(),
        }
    }
}

impl Report {
    /// Starts now.
    pub(super) fn start(format: Format) -> Self {
        Self {
            format,
            printed: CapturedOutput::new(),
            done: Arc::new(Mutex::new(Done::start())),
            is_written: Arc::default(),
            in_lines: Arc::default(),
        }
    }

    /// Returns the host with its calls recorded, and those reported that are cancelled on their way.
    pub(super) fn observe(&self, host: HostBuilder) -> HostBuilder {
        let report = self.clone();
        host.observe(move |call| {
            report_cancelled(call);
            let mut done = report.done();
            done.calls.push(described(call));
            if call.effect != Effect::Nothing {
                let function = call.path.rsplit('.').next().unwrap_or_default();
                done.writes.sending(function);
                done.writes.ended(function, call.effect, None);
            }
        })
    }

    /// Returns an interpreter whose output and end are those of the command.
    pub(super) fn interpreter(&self, host: Host, limits: Limits) -> Interpreter {
        let stopped = self.clone();
        let interpreter = Interpreter::new(host)
            .limits(limits)
            .watchdog(move |error| stopped.exit(CliError::from(error)));
        match self.format {
            Format::Text => interpreter.output(ScriptOutput::new()),
            Format::Json => interpreter.output(self.printed.clone()),
        }
    }

    /// Sets the result.
    pub(super) fn set_result(&self, result: Value) {
        self.done().result = Some(result);
    }

    /// Sets what a script returned after its first value, which is the result.
    pub(super) fn set_others(&self, others: Vec<Value>) {
        self.done().others = others;
    }

    /// Sets the result, or writes it as JSON at once where nobody wants a report.
    pub(super) fn write(&self, result: Value) -> Result<()> {
        match self.format {
            Format::Json => {
                self.set_result(result);
                Ok(())
            }
            Format::Text => output::json(&result),
        }
    }

    /// Adds records to a result that is a list, which begins here.
    pub(super) fn add_records(&self, added: Vec<Value>) {
        match &mut self.done().result {
            Some(Value::Array(records)) => records.extend(added),
            result => *result = Some(Value::Array(added)),
        }
    }

    /// Sets the bytes that a script's values took.
    pub(super) fn set_memory(&self, memory: Option<usize>) {
        self.done().memory = memory;
    }

    /// Returns `{success, output, result, others, error, execution_time_ms, memory_usage, integration_calls}`.
    pub(super) fn json(&self, error: Option<&CliError>) -> Value {
        let done = self.done();
        json!({
            "success": error.is_none(),
            "output": self.printed.text(),
            "result": done.result,
            "others": done.others,
            "error": error.map(|error| error.json(done.writes.effect())),
            "execution_time_ms": milliseconds(done.started.elapsed()),
            "memory_usage": done.memory,
            "integration_calls": done.calls,
        })
    }

    /// Says how the command ended: to a program once, with everything; to a person only what went wrong, and the result that was
    /// not shown.
    pub(super) fn finish(&self, ended: &Result<()>) -> Result<()> {
        let error = ended.as_ref().err();
        let is_told = match (self.format, error) {
            (Format::Json, None) => self.done().result.is_some(),
            (Format::Json, Some(_)) => true,
            (Format::Text, error) => error.is_some_and(|error| !error.is_reported),
        };
        if !is_told || self.is_written.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        match (self.format, error) {
            (Format::Text, Some(error)) => {
                let result = self.done().result.take();
                let shown = result.map_or(Ok(()), |result| output::json(&result));
                // A script's own errors say what it has written.
                let is_interrupted = error.exit == Exit::Interrupted;
                let said = is_interrupted.then(|| self.done().writes.before(""));
                shown.and(match said.flatten() {
                    Some(said) => output::error(&format_args!("{error}; {said}")),
                    None => output::error(error),
                })
            }
            _ if self.in_lines.load(Ordering::Relaxed) => self.write_line(error),
            _ => output::json(&self.json(error)),
        }
    }

    /// Says how the command ended, and ends the process.
    pub(super) fn exit(&self, error: CliError) {
        let exit = error.exit;
        // If nobody reads it, the exit code says enough.
        let _ = self.finish(&Err(error));
        std::process::exit(i32::from(exit as u8));
    }

    /// Makes each report a line, of a command that has several parts.
    pub(super) fn use_lines(&self) {
        self.in_lines.store(true, Ordering::Relaxed);
    }

    /// Writes the report of one part, and starts the next. The last part has the report of the command.
    pub(super) fn finish_part(&self, error: Option<&CliError>, is_last: bool) -> Result<()> {
        self.is_written.fetch_or(is_last, Ordering::Relaxed);
        let written = self.write_line(error);
        drop(self.printed.take());
        *self.done() = Done::start();
        written
    }

    fn write_line(&self, error: Option<&CliError>) -> Result<()> {
        output::json_line(&self.json(error))
    }

    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reports, on standard error, a call that was cancelled after its request may have arrived.
fn report_cancelled(call: &CallReport) {
    if call.status == CallStatus::Cancelled && call.effect == Effect::Unknown {
        let path = &call.path;
        // Without a reader there is nobody to tell.
        let _ = writeln!(
            anstream::stderr(),
            "{path} was cancelled after its request was sent; it may have taken effect"
        );
    }
}

fn described(call: &CallReport) -> Value {
    let (status, code, http) = match &call.status {
        CallStatus::Succeeded => ("succeeded", None, None),
        CallStatus::Failed { code, http } => ("failed", Some(code.as_ref()), *http),
        CallStatus::Cancelled => ("cancelled", None, None),
    };
    json!({
        "path": call.path,
        "account": call.account,
        "operation": match call.access { Access::Read => "read", Access::Write => "write" },
        "duration_ms": milliseconds(call.duration),
        "status": status,
        "code": code,
        "http_status": http,
        "effect": call.effect.code(),
        "requests": call.requests,
        "records": call.records,
    })
}

/// Returns milliseconds with three decimals.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
