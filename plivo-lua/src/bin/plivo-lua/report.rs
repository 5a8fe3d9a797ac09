//! What a run or a call was, for programs.

use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use plivo_lua::{CallReport, CallStatus, HostBuilder};
use plivo_runtime::{Access, Effect};
use serde_json::{Value, json};

use crate::exit::{Failed, Result};

/// Collects what happens while a script runs.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    started: Instant,
    calls: Arc<Mutex<Vec<Value>>>,
}

impl Report {
    /// Begins now.
    pub(crate) fn begin() -> Self {
        Self {
            started: Instant::now(),
            calls: Arc::default(),
        }
    }

    /// The host, whose calls are written down; one that is given up on its way is told at once.
    pub(crate) fn observe(&self, host: HostBuilder) -> HostBuilder {
        let calls = Arc::clone(&self.calls);
        host.observe(move |call| {
            tell(call);
            calls
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(described(call));
        })
    }

    /// `{success, output, result, error, execution_time_ms, memory_usage, integration_calls}`.
    pub(crate) fn json(&self, output: &str, memory: Option<usize>, ended: &Result<Value>) -> Value {
        let calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        json!({
            "success": ended.is_ok(),
            "output": output,
            "result": ended.as_ref().ok(),
            "error": ended.as_ref().err().map(Failed::json),
            "execution_time_ms": milliseconds(self.started.elapsed()),
            "memory_usage": memory,
            "integration_calls": *calls,
        })
    }
}

/// Tells of a call that was given up on its way.
pub(crate) fn tell(call: &CallReport) {
    if call.status == CallStatus::Cancelled && call.effect == Effect::Unknown {
        let told = writeln!(
            anstream::stderr(),
            "{} was on its way when it was given up; it may have been done",
            call.path
        );
        // Where nobody reads it, there is nobody to tell.
        drop(told);
    }
}

fn described(call: &CallReport) -> Value {
    let (status, code, http) = match &call.status {
        CallStatus::Succeeded => ("succeeded", None, None),
        CallStatus::Failed { code, http } => ("failed", Some(code.as_ref()), *http),
        _ => ("cancelled", None, None),
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

/// Milliseconds, with thousandths.
fn milliseconds(time: std::time::Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
