//! jq filters on answers. A filter can compute without end, so it runs in a process of its own, which can be killed.

mod child;

use std::env;
use std::io;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::cli_error::{CliError, Result};
use crate::worker::{Frame, Process, of_message, was_aborted};
pub(super) use child::init;
use child::{ARGUMENT, MAX_MEMORY, MAX_OUTPUT};

/// How long a filter may take for one value.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A filter in the language of jq.
pub(super) struct Filter(Mutex<Process>);

impl Filter {
    /// Compiles a filter.
    pub(super) async fn parse(text: &str) -> Result<Self> {
        let process = env::current_exe().and_then(|program| Process::spawn(&program, ARGUMENT));
        let mut process =
            process.map_err(|error| CliError::new(format!("cannot start a filter: {error}")))?;
        let compiled: std::result::Result<(), _> = exchange(&mut process, text).await;
        compiled.map_err(|problem| {
            CliError::usage(format!(
                "the filter of `--jq` is invalid: {problem}; write one such as `.[0]` or `.name`"
            ))
        })?;
        Ok(Self(Mutex::new(process)))
    }

    /// Returns what the filter makes of a value, any number of values, or why it failed. It cannot be used after it was stopped.
    pub(super) async fn run(&self, value: &Value) -> std::result::Result<Vec<Value>, String> {
        exchange(&mut *self.0.lock().await, value).await
    }
}

/// Sends something to the process of a filter, and returns its reply, or why there is none.
async fn exchange<T: DeserializeOwned>(
    process: &mut Process,
    sent: &(impl Serialize + ?Sized),
) -> std::result::Result<T, String> {
    let exchanged = async {
        let reply = process.exchange(&of_message(sent)?, MAX_OUTPUT).await?;
        match Frame::read(&reply)? {
            Frame::Message(reply) => Ok(reply),
            Frame::Bytes(_) => Err(io::Error::other("a message is expected")),
        }
    };
    let problem = match timeout(TIMEOUT, exchanged).await {
        Ok(Ok(reply)) => return reply,
        Ok(Err(error)) => error.to_string(),
        Err(_) => return Err(format!("it takes more than {TIMEOUT:?}")),
    };
    Err(match process.ended().await {
        Some(status) if was_aborted(status) => format!(
            "it needs more than {} MiB of memory, or calls itself without end",
            MAX_MEMORY / (1024 * 1024)
        ),
        Some(status) => format!("its process ended: {status}"),
        None => problem,
    })
}
