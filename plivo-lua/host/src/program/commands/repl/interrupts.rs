//! Ctrl-C at a prompt, which ends what is running and keeps the session.

use std::future::{Future as _, poll_fn};
use std::task::Poll;

use tokio::signal::ctrl_c;
use tokio::sync::watch;

use crate::interpreter::Session;
use crate::program::cli_error::{CliError, Result};

/// Every Ctrl-C of a session, so that none ends the program.
///
/// At the prompt itself it is a key of the line editor.
pub(super) struct Interrupts(watch::Receiver<()>);

impl Interrupts {
    /// Starts listening.
    pub(super) async fn listen() -> Self {
        let (heard, interrupts) = watch::channel(());
        let mut signal = Box::pin(ctrl_c());
        // The first poll registers the signal handler.
        let mut next = poll_fn(|context| Poll::Ready(signal.as_mut().poll(context))).await;
        tokio::spawn(async move {
            loop {
                let came = match next {
                    Poll::Ready(came) => came,
                    Poll::Pending => signal.await,
                };
                if came.is_err() || heard.send(()).is_err() {
                    return;
                }
                signal = Box::pin(ctrl_c());
                next = Poll::Pending;
            }
        });
        Self(interrupts)
    }

    /// Runs a piece of Lua, which the next Ctrl-C ends, whether it computes or waits.
    pub(super) async fn run(&self, session: &mut Session, piece: &str) -> Result<Vec<String>> {
        let interrupter = session.interrupter();
        let mut interrupts = self.0.clone();
        interrupts.mark_unchanged();
        // Another thread, because a script that computes blocks this one.
        let mut signalled = tokio::spawn(async move {
            if interrupts.changed().await.is_err() {
                return std::future::pending().await;
            }
            interrupter.interrupt();
        });
        let ended = tokio::select! {
            // A script that computes ends itself, and says so.
            biased;
            ended = session.run(piece) => ended.map_err(CliError::from),
            _ = &mut signalled => Err(CliError::interrupted()),
        };
        signalled.abort();
        ended
    }
}
