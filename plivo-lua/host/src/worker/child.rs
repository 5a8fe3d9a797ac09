//! The worker's side: one script, then the end of the process.

use std::io::{self, Write};
use std::sync::Arc;
use std::{process, thread};

use super::message::{Frame, FromWorker, ToWorker, next, of_bytes};
use super::remote::{Remote, send, write};
use crate::call::Dispatcher;
use crate::integration::Integration;
use crate::interpreter::{Interpreter, Limits, ScriptError};

/// The most bytes that are printed in one frame.
const MAX_PRINTED: usize = 64 * 1024;

/// Waits for a script, runs it, and reports its end.
pub(super) fn run(integrations: &[&'static Integration]) -> io::Result<()> {
    let start = next(&mut io::stdin().lock())?;
    let Frame::Message(ToWorker::Start(start)) = Frame::read(&start)? else {
        return Err(io::Error::other("the first message starts the script"));
    };
    let source = next(&mut io::stdin().lock())?;
    let Frame::Bytes(source) = Frame::<ToWorker>::read(&source)? else {
        return Err(io::Error::other("the second frame is the script"));
    };
    limit(&start.limits)?;
    let mut services = Vec::new();
    for (slug, accounts) in start.services {
        let mut known = integrations.iter();
        let Some(integration) = known.find(|integration| integration.slug == slug) else {
            let problem = format!("`worker::init` was called without the integration `{slug}`");
            return ended(Err(ScriptError::internal(&start.name, &problem)));
        };
        services.push((*integration, accounts));
    }
    let remote = Remote::new(services, start.is_simulated, start.unknown_fields);
    let replies = Arc::clone(&remote);
    thread::spawn(move || {
        let error = deliver(&replies);
        process::exit(i32::from(error.is_err()));
    });
    let interpreter = Interpreter::with_dispatcher(Dispatcher::Remote(remote))
        .limits(start.limits)
        .output(Printer)
        .watchdog(|error| {
            // A parent that cannot be told sees that the process ends.
            let _ = ended(Err(error));
            process::exit(0);
        });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    ended(runtime.block_on(interpreter.run_raw(&start.name, source)))
}

fn ended(ended: Result<(Box<serde_json::value::RawValue>, usize), ScriptError>) -> io::Result<()> {
    send(&FromWorker::Ended(ended))
}

/// Passes on replies until the parent is gone.
fn deliver(remote: &Remote) -> io::Result<()> {
    let mut input = io::stdin().lock();
    loop {
        let frame = next(&mut input)?;
        if let Frame::Message(ToWorker::Reply { id, reply }) = Frame::read(&frame)? {
            remote.deliver(id, reply);
        }
    }
}

/// Prints to the parent.
struct Printer;

impl Write for Printer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let printed = bytes.get(..MAX_PRINTED).unwrap_or(bytes);
        write(&of_bytes(printed)?)?;
        Ok(printed.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks the operating system to end this process where the interpreter does not.
#[cfg(unix)]
pub(crate) fn limit(limits: &Limits) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    /// Bytes that a worker needs besides the values of its script.
    const OWN_MEMORY: u64 = 40 * 1024 * 1024;

    /// Seconds after which the watchdog must have ended the process.
    const GRACE: u64 = 2;

    let memory = u64::try_from(limits.memory).unwrap_or(u64::MAX);
    for (resource, most) in [
        (Resource::Data, memory.saturating_add(OWN_MEMORY)),
        (Resource::Cpu, limits.cpu.as_secs().saturating_add(GRACE)),
        (Resource::Core, 0),
    ] {
        let most = Some(most);
        setrlimit(
            resource,
            Rlimit {
                current: most,
                maximum: most,
            },
        )?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn limit(_: &Limits) -> io::Result<()> {
    Ok(())
}
