//! How a process becomes a worker.

use std::sync::atomic::{AtomicBool, Ordering};

use super::child;
use crate::integration::Integration;

/// The only argument of a worker.
pub(super) const ARGUMENT: &str = "__script-worker";

/// Whether this program's executable can be started as a worker.
static IS_INITIALISED: AtomicBool = AtomicBool::new(false);

/// Runs a script and ends the process, if this process was started as a worker; otherwise does nothing. Call it first in `main`,
/// with every integration that your hosts have. The programs of the feature `program` call it themselves.
pub fn init(integrations: &[&'static Integration]) {
    if std::env::args_os().skip(1).eq([ARGUMENT]) {
        let ended = child::run(integrations);
        std::process::exit(i32::from(ended.is_err()));
    }
    IS_INITIALISED.store(true, Ordering::Relaxed);
}

/// Returns whether [`init`] was called.
pub(super) fn is_initialised() -> bool {
    IS_INITIALISED.load(Ordering::Relaxed)
}
