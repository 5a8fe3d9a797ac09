//! Ctrl-C at a prompt, which ends what runs and leaves the session.

use std::future::{Future as _, poll_fn};
use std::task::Poll;

use plivo_lua::{ScriptErrorKind, Session};
use tokio::signal::ctrl_c;
use tokio::sync::watch;

use crate::exit::{Failed, Result};

/// Every Ctrl-C from the beginning of a session to its end, so that none ends the program.
///
/// At the prompt itself it is a key, which the line editor takes.
pub(super) struct Interrupts(watch::Receiver<()>);

impl Interrupts {
    /// Listens from now on.
    pub(super) async fn listen() -> Self {
        let (heard, interrupts) = watch::channel(());
        let mut signal = Box::pin(ctrl_c());
        // The first poll is what makes it listen.
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

    /// Runs a piece, which the next Ctrl-C ends, whether it computes or waits.
    pub(super) async fn end(&self, session: &mut Session, piece: &str) -> Result<Vec<String>> {
        let interrupter = session.interrupter();
        let mut interrupts = self.0.clone();
        interrupts.mark_unchanged();
        // On a thread of its own, since what computes leaves this one no time.
        let mut signalled = tokio::spawn(async move {
            if interrupts.changed().await.is_err() {
                return std::future::pending().await;
            }
            interrupter.interrupt();
        });
        let ended = tokio::select! {
            // What computes is ended from inside, and says so.
            biased;
            ended = session.run(piece) => ended.map_err(|error| match error.kind() {
                ScriptErrorKind::Interrupted => Failed::interrupted(),
                _ => Failed::from(&error),
            }),
            _ = &mut signalled => Err(Failed::interrupted()),
        };
        signalled.abort();
        ended
    }
}
