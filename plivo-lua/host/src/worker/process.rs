//! A worker, as its parent sees it.

use std::io::{self, Write};
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde_json::value::RawValue;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::runtime::Handle;
use tokio::time::timeout;
#[cfg(feature = "program")]
use tokio_util::bytes::BytesMut;
use tokio_util::codec::{FramedRead, LengthDelimitedCodec};

use super::message::{Frame, FromWorker, Start, ToWorker, of_bytes, of_message};
use super::service::Service;
use crate::host::Host;
use crate::interpreter::{Limits, ScriptError, Stopped};

/// How long after its timeout a worker may still say that its script was stopped.
const GRACE: Duration = Duration::from_millis(500);

/// The most requests that a worker may wait for.
const MAX_REQUESTS: usize = 100;

/// The most bytes of a frame besides the script's result.
const MAX_FRAME: usize = 1024 * 1024;

/// A worker without a script, or with one. Its process is killed when this is dropped.
pub(crate) struct Process {
    child: Reaped,
    input: ChildStdin,
    output: FramedRead<ChildStdout, LengthDelimitedCodec>,
}

/// A script's result as JSON text, and the bytes that its values took.
type Ended = Result<(Box<RawValue>, usize), ScriptError>;

impl Process {
    /// Starts a process that knows by its argument what it is for, and waits for the first frame.
    pub(crate) fn spawn(executable: &Path, argument: &str) -> io::Result<Self> {
        let mut child = Command::new(executable)
            .arg(argument)
            // It may hold credentials.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the worker has no pipes"));
        };
        let output = FramedRead::new(output, LengthDelimitedCodec::new());
        Ok(Self {
            child: Reaped(Some(child)),
            input,
            output,
        })
    }

    /// Returns the worker, if it still waits for its script.
    pub(super) fn if_alive(mut self) -> Option<Self> {
        let child = self.child.0.as_mut()?;
        matches!(child.try_wait(), Ok(None)).then_some(self)
    }

    /// Sends a frame, and returns the content of the next one, which has no more bytes than this.
    #[cfg(feature = "program")]
    pub(crate) async fn exchange(&mut self, frame: &[u8], limit: usize) -> io::Result<BytesMut> {
        let output = self.output.decoder_mut();
        output.set_max_frame_length(MAX_FRAME.saturating_add(limit));
        self.input.write_all(frame).await?;
        self.output
            .next()
            .await
            .ok_or(io::ErrorKind::UnexpectedEof)?
    }

    /// Returns how the process ended, if it just did.
    pub(crate) async fn ended(&mut self) -> Option<ExitStatus> {
        timeout(GRACE, self.child.wait()).await.ok()?
    }

    /// Runs a script to its end.
    pub(super) async fn run(
        mut self,
        host: &Host,
        start: Start,
        source: &[u8],
        printed: &mut (impl Write + Send),
    ) -> Ended {
        let (name, limits) = (start.name.clone(), start.limits);
        let (host, writes) = host.recording();
        let output = self.output.decoder_mut();
        output.set_max_frame_length(MAX_FRAME.saturating_add(limits.output));
        let ended = async {
            let start = of_message(&ToWorker::Start(start))?;
            self.input.write_all(&start).await?;
            self.input.write_all(&of_bytes(source)?).await?;
            self.serve(&Service::new(&host, limits.memory), printed)
                .await
        };
        let ended = match timeout(limits.timeout.saturating_add(GRACE), ended).await {
            Ok(Ok(ended)) => ended,
            Ok(Err(error)) => match self.ended().await {
                Some(status) => Err(died(&name, &limits, status)),
                None => Err(ScriptError::internal(
                    &name,
                    &format!("the worker failed: {error}"),
                )),
            },
            Err(_) => Err(ScriptError::stopped(&name, &limits, Stopped::Timeout)),
        };
        ended.map_err(|error| error.after(&writes))
    }

    /// Serves the requests of a script until it ends.
    async fn serve(
        &mut self,
        service: &Service<'_>,
        printed: &mut (impl Write + Send),
    ) -> io::Result<Ended> {
        let mut requests = FuturesUnordered::new();
        loop {
            tokio::select! {
                frame = self.output.next() => {
                    let frame = frame.ok_or(io::ErrorKind::UnexpectedEof)??;
                    match Frame::read(&frame)? {
                        Frame::Bytes(text) => if let Err(error) = printed.write_all(text) {
                            return Ok(Err(ScriptError::output(error)));
                        },
                        Frame::Message(FromWorker::Request { id, request }) => {
                            if requests.len() >= MAX_REQUESTS {
                                return Err(io::Error::other("it makes too many calls at a time"));
                            }
                            requests.push(async move {
                                let reply = service.reply(id, request).await;
                                of_message(&ToWorker::Reply { id, reply })
                            });
                        }
                        Frame::Message(FromWorker::Close { list }) => service.close(list),
                        Frame::Message(FromWorker::Ended(ended)) => return Ok(ended),
                    }
                }
                Some(reply) = requests.next() => {
                    // A worker that reads no more has said why, or is dead.
                    let _ = self.input.write_all(&reply?).await;
                }
            }
        }
    }
}

/// A child that is killed, and waited for, when dropped.
struct Reaped(Option<Child>);

impl Reaped {
    /// Returns how the child ended, if that is known.
    async fn wait(&mut self) -> Option<ExitStatus> {
        self.0.as_mut()?.wait().await.ok()
    }
}

impl Drop for Reaped {
    fn drop(&mut self) {
        // Without a runtime, dropping the child kills it as well.
        if let (Some(mut child), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(async move { child.kill().await });
        }
    }
}

/// Returns why a worker ended without a word.
fn died(name: &str, limits: &Limits, status: ExitStatus) -> ScriptError {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;

        use rustix::process::Signal;

        if status.signal() == Some(Signal::XCPU.as_raw()) {
            return ScriptError::stopped(name, limits, Stopped::Cpu);
        }
    }
    if was_aborted(status) {
        return ScriptError::out_of_memory(name, limits);
    }
    ScriptError::internal(name, &format!("the worker ended early: {status}"))
}

/// Returns whether a process aborted, as Rust does that gets no memory or no more stack.
pub(crate) fn was_aborted(status: ExitStatus) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;

        use rustix::process::Signal;

        status.signal() == Some(Signal::ABORT.as_raw())
    }
    #[cfg(not(unix))]
    {
        let _ = status;
        false
    }
}
