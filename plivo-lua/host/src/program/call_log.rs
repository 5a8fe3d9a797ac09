//! What a run or a call did, for programs.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use plivo_runtime::{Access, Effect};
use serde_json::{Value, json};

use super::cli_error::{CliError, Result};
use crate::host::{CallReport, CallStatus, HostBuilder};

/// The calls of a script, and its running time.
#[derive(Debug, Clone)]
pub(super) struct CallLog {
    started: Instant,
    calls: Arc<Mutex<Vec<Value>>>,
}

impl CallLog {
    /// Starts now.
    pub(super) fn start() -> Self {
        Self {
            started: Instant::now(),
            calls: Arc::default(),
        }
    }

    /// Returns the host with its calls recorded, and those reported that are cancelled on their way.
    pub(super) fn observe(&self, host: HostBuilder) -> HostBuilder {
        let calls = Arc::clone(&self.calls);
        host.observe(move |call| {
            report_cancelled(call);
            let mut calls = calls.lock().unwrap_or_else(PoisonError::into_inner);
            calls.push(described(call));
        })
    }

    /// Returns `{success, output, result, error, execution_time_ms, memory_usage, integration_calls}`.
    pub(super) fn json(&self, output: &str, memory: Option<usize>, ended: &Result<Value>) -> Value {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        json!({
            "success": ended.is_ok(),
            "output": output,
            "result": ended.as_ref().ok(),
            "error": ended.as_ref().err().map(CliError::json),
            "execution_time_ms": milliseconds(self.started.elapsed()),
            "memory_usage": memory,
            "integration_calls": *calls,
        })
    }
}

/// Reports, on standard error, a call that was cancelled after its request may have arrived.
pub(super) fn report_cancelled(call: &CallReport) {
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
    })
}

/// Returns milliseconds with three decimals.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
