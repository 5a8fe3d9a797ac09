//! Asks a person on the terminal whether a request may be sent.

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anstyle::{AnsiColor, Style};
use plivo_runtime::{ApiHandle, Request};

use super::backend::Backend;
use super::request::ShownRequest;
use crate::escape::escape_invisible;
use crate::host::{Decision, HostBuilder, PendingCall};

/// The accounts by the names that scripts use.
type Apis = BTreeMap<String, ApiHandle>;

const BOLD: Style = AnsiColor::Yellow.on_default().bold();

/// Held while a question waits for its answer, even if the answer is no longer needed.
static QUESTION: Mutex<()> = Mutex::new(());

/// Counts the pieces of Lua typed so far; a question of an earlier one is cancelled.
static PIECES: AtomicUsize = AtomicUsize::new(0);

/// Returns the host with a question for each call, if there is a terminal.
pub(super) fn ask(host: HostBuilder, backend: &Backend) -> HostBuilder {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return host;
    }
    let apis = backend.apis();
    let apis: Apis = apis
        .map(|(name, api)| (name.to_owned(), api.clone()))
        .collect();
    let apis = Arc::new(apis);
    host.ask(move |call| decide(Arc::clone(&apis), call))
}

/// Cancels all questions and waits until none reads from the terminal, where it would take the next line as its answer.
pub(super) fn cancel_questions() {
    PIECES.fetch_add(1, Ordering::Relaxed);
    if QUESTION.try_lock().is_err() {
        if cfg!(not(unix)) {
            eprintln!("press Enter to continue");
        }
        drop(QUESTION.lock());
    }
}

/// Asks one question at a time, while other calls continue.
async fn decide(apis: Arc<Apis>, call: PendingCall) -> Decision {
    let piece = PIECES.load(Ordering::Relaxed);
    let answer = tokio::task::spawn_blocking(move || {
        let _question = QUESTION.lock();
        question(&apis, &call, piece)
    });
    match answer.await {
        Ok(Ok(true)) => Decision::Allow,
        Ok(Ok(false)) => Decision::Refuse("it was not approved on the terminal".to_owned()),
        Ok(Err(error)) => Decision::Refuse(format!("cannot ask on the terminal: {error}")),
        Err(_) => Decision::Refuse("cannot ask on the terminal".to_owned()),
    }
}

fn question(apis: &Apis, call: &PendingCall, piece: usize) -> io::Result<bool> {
    let is_cancelled = || piece != PIECES.load(Ordering::Relaxed);
    if is_cancelled() {
        return Ok(false);
    }
    // Standard error stays unlocked while the person thinks, so that an interruption can be reported.
    let mut terminal = anstream::stderr();
    let (name, account) = (call.function.name, &call.account);
    let api = apis
        .get(account)
        .ok_or_else(|| io::Error::other(format!("no account is called `{account}`")))?;
    let request = Request::new(api, call.function).with_arguments(call.arguments.clone());
    let prepared = request.prepare().map_err(io::Error::other)?;
    writeln!(
        terminal,
        "{BOLD}{name}{BOLD:#} on the account `{account}` would send:\n\n{}\n",
        ShownRequest::from(&prepared).text()
    )?;
    for (parameter, estimate) in &call.estimates {
        writeln!(terminal, "{parameter} is {}\n", escape_invisible(estimate))?;
    }
    loop {
        write!(terminal, "{BOLD}Send this request?{BOLD:#} [y/N] ")?;
        terminal.flush()?;
        if !wait_for_line(is_cancelled)? {
            return Ok(false);
        }
        let mut line = String::new();
        let length = io::stdin().lock().read_line(&mut line)?;
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "" | "n" | "no" => return Ok(false),
            // Neither the end of the input nor a line typed after the question was cancelled is an answer.
            _ if length == 0 || is_cancelled() => return Ok(false),
            _ => writeln!(terminal, "Answer y or n.")?,
        }
    }
}

/// Waits until a line can be read, or the question is cancelled: then the next line belongs to whoever reads it next.
#[cfg(unix)]
fn wait_for_line(is_cancelled: impl Fn() -> bool) -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    const BETWEEN_LOOKS: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 50_000_000,
    };
    let input = io::stdin();
    while !is_cancelled() {
        let mut inputs = [PollFd::new(&input, PollFlags::IN)];
        match poll(&mut inputs, Some(&BETWEEN_LOOKS)) {
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => return Ok(true),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(false)
}

/// Elsewhere a cancelled question takes the next line.
#[cfg(not(unix))]
fn wait_for_line(_: impl Fn() -> bool) -> io::Result<bool> {
    Ok(true)
}
