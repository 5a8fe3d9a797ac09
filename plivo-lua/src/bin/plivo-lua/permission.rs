//! Whether anything may be changed, and how a person is asked.

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anstyle::{AnsiColor, Style};
use plivo_lua::{DEFAULT_ACCOUNT, Decision, HostBuilder, PendingCall, Permission, Permissions};
use plivo_runtime::{ApiHandle, PreparedRequest, Request};

use crate::arguments::Write;
use crate::exit::{Failed, Result};
use crate::request;
use crate::service::Service;

const BOLD: Style = AnsiColor::Yellow.on_default().bold();

/// The host with what the command line permits.
pub(crate) fn permit(host: HostBuilder, service: &Service, write: Option<Write>) -> HostBuilder {
    match write.unwrap_or_else(|| service.usual_write()) {
        Write::Allow => host.permissions(Permissions::ALL),
        Write::Deny => host
            .permissions(Permissions::READ_ONLY)
            .permission_setting("run it with `--write allow`"),
        Write::Ask => {
            let host = host
                .permissions(Permissions::ALL.write(Permission::Ask))
                .permission_setting("run it on a terminal, or with `--write allow`");
            if io::stdin().is_terminal() && io::stderr().is_terminal() {
                let person = Arc::new(Mutex::new(Connections::of(service)));
                host.ask(move |call| {
                    let person = Arc::clone(&person);
                    async move { asked(person, call).await }
                })
            } else {
                host
            }
        }
    }
}

/// The ways to the accounts, by the names that scripts use: what a request is prepared with.
#[derive(Debug, Clone)]
pub(crate) struct Connections(BTreeMap<String, ApiHandle>);

impl Connections {
    pub(crate) fn of(service: &Service) -> Self {
        let names = service
            .accounts()
            .iter()
            .map(|account| account.name.as_str());
        let known = names
            .chain([DEFAULT_ACCOUNT])
            .filter_map(|name| Some((name.to_owned(), service.connection(name)?.clone())));
        Self(known.collect())
    }

    /// The request that a call would make.
    pub(crate) fn prepare(&self, call: &PendingCall) -> Result<PreparedRequest> {
        let Some(connection) = self.0.get(&call.account) else {
            return Err(Failed::here(format!(
                "there is no account `{}`",
                call.account
            )));
        };
        let prepared = Request::new(connection, call.function)
            .with_arguments(call.arguments.clone())
            .prepare();
        Ok(prepared?)
    }
}

/// Held while a question waits for its answer, also where nobody needs the answer any more.
static QUESTION: Mutex<()> = Mutex::new(());

/// How many pieces of Lua have been typed; a question of an earlier one is given up.
static PIECES: AtomicUsize = AtomicUsize::new(0);

/// Gives up all questions, and waits until none reads from the terminal: a line that is typed meanwhile would answer it.
/// `tell` is called first, where there is one.
pub(crate) fn unasked(tell: impl FnOnce()) {
    PIECES.fetch_add(1, Ordering::Relaxed);
    if QUESTION.try_lock().is_err() {
        tell();
        drop(QUESTION.lock());
    }
}

/// Asks on the terminal, one question at a time, while other calls go on.
async fn asked(person: Arc<Mutex<Connections>>, call: PendingCall) -> Decision {
    let piece = PIECES.load(Ordering::Relaxed);
    let answer = tokio::task::spawn_blocking(move || {
        let _question = QUESTION.lock();
        let connections = person.lock().unwrap_or_else(PoisonError::into_inner);
        ask(&connections, &call, piece)
    });
    match answer.await {
        Ok(Ok(true)) => Decision::Allow,
        Ok(Ok(false)) => Decision::Refuse("a person said no".to_owned()),
        Ok(Err(error)) => Decision::Refuse(format!("nobody could be asked: {error}")),
        Err(_) => Decision::Refuse("nobody could be asked".to_owned()),
    }
}

fn ask(connections: &Connections, call: &PendingCall, piece: usize) -> io::Result<bool> {
    let is_given_up = || piece != PIECES.load(Ordering::Relaxed);
    if is_given_up() {
        return Ok(false);
    }
    // Nothing is locked while a person thinks, so that an interruption can be told.
    let mut terminal = anstream::stderr();
    let (name, account) = (call.function.name, &call.account);
    writeln!(
        terminal,
        "{BOLD}{name}{BOLD:#} on the account `{account}` would send:\n"
    )?;
    let prepared = connections
        .prepare(call)
        .map_err(|error| io::Error::other(error.to_string()))?;
    writeln!(terminal, "{}\n", request::text(&prepared))?;
    loop {
        write!(terminal, "{BOLD}Send it?{BOLD:#} [y/N] ")?;
        terminal.flush()?;
        let mut line = String::new();
        // The end of the input is no yes.
        let length = io::stdin().lock().read_line(&mut line)?;
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "" | "n" | "no" => return Ok(false),
            // A line that is typed to a question that was given up is no answer.
            _ if length == 0 || is_given_up() => return Ok(false),
            _ => writeln!(terminal, "Answer y or n.")?,
        }
    }
}
