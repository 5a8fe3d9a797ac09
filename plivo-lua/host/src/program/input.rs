//! What the program reads from files, commands and standard input: never more than a limit, and never forever.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The most bytes of a script, or of the arguments of a call.
pub(super) const MAX_INPUT: u64 = 16 * 1024 * 1024;

/// The most bytes of an accounts file, or of a secret.
pub(super) const MAX_SETTINGS: u64 = 1024 * 1024;

/// How long a file may take to be read, which may be a pipe.
const FILE_TIMEOUT: Duration = Duration::from_mins(1);

/// How often a command is asked whether it has ended.
const POLL: Duration = Duration::from_millis(5);

/// Reads a file of at most `limit` bytes.
pub(super) fn file(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let path = path.to_owned();
    within(FILE_TIMEOUT, move || bounded(File::open(path)?, limit))
}

/// Reads an open file of at most `limit` bytes.
pub(super) fn open_file(file: File, limit: u64) -> io::Result<Vec<u8>> {
    within(FILE_TIMEOUT, move || bounded(file, limit))
}

/// Opens a file; a pipe waits for its writer.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let path = path.to_owned();
    within(FILE_TIMEOUT, move || File::open(path))
}

/// Reads standard input to its end, which a person may be typing: at most `limit` bytes, in any time.
pub(super) fn standard_input(limit: u64) -> io::Result<Vec<u8>> {
    bounded(io::stdin().lock(), limit)
}

/// Returns what a command prints, and how it ends. It may ask a person on its standard error and the terminal. At the
/// timeout it is killed.
pub(super) fn command(
    mut command: Command,
    limit: u64,
    timeout: Duration,
) -> io::Result<(Vec<u8>, ExitStatus)> {
    let end = Instant::now() + timeout;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let ended = (|| {
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let printed = within(timeout, move || bounded(output, limit))?;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok((printed, status));
            }
            if Instant::now() >= end {
                return Err(timed_out(timeout));
            }
            thread::sleep(POLL);
        }
    })();
    if ended.is_err() {
        // It may have ended meanwhile.
        let _ = child.kill();
        let _ = child.wait();
    }
    ended
}

/// Returns what `read` returns, or an error if that takes too long. The thread that reads then ends with the program.
fn within<T: Send + 'static>(
    timeout: Duration,
    read: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        // Nobody may be waiting any more.
        let _ = sender.send(read());
    });
    receiver
        .recv_timeout(timeout)
        .unwrap_or_else(|_| Err(timed_out(timeout)))
}

fn timed_out(timeout: Duration) -> io::Error {
    let problem = format!("it did not end within {} s", timeout.as_secs_f32());
    io::Error::new(io::ErrorKind::TimedOut, problem)
}

/// Reads to the end, unless there are more than `limit` bytes.
fn bounded(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        Ok(bytes)
    } else {
        Err(io::Error::other(format!("it has more than {limit} bytes")))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io;
    use std::path::Path;
    use std::process::Command;
    use std::time::Duration;

    use super::{command, file, within};

    fn shell(script: &str, limit: u64, timeout: Duration) -> io::Result<Vec<u8>> {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        command(shell, limit, timeout).map(|(printed, _)| printed)
    }

    #[test]
    fn what_has_no_end_is_read_to_the_limit() {
        let problem = file(Path::new("/dev/zero"), 1000).unwrap_err().to_string();
        assert_eq!(problem, "it has more than 1000 bytes");
        let long = Duration::from_mins(1);
        assert_eq!(shell("yes", 1000, long).unwrap_err().to_string(), problem);
        assert_eq!(shell("printf token", 5, long).unwrap(), b"token");
    }

    #[test]
    fn what_takes_too_long_is_given_up() {
        let short = Duration::from_millis(50);
        for script in [
            "exec sleep 5",
            "exec >&- 2>&- && sleep 5",
            "sleep 5 2>&- & echo token",
        ] {
            let error = shell(script, 1000, short).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{script}: {error}");
        }
        let blocked = within(short, || {
            std::thread::park();
            Ok(())
        });
        assert_eq!(
            blocked.unwrap_err().to_string(),
            "it did not end within 0.05 s"
        );
    }
}
