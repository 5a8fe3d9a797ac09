//! Events that no request causes: a message arrives, a call starts or ends.

use super::handle::Sandbox;
use crate::records::direction::Direction;
use crate::records::live_call::CallStatus;

/// # Events
#[expect(
    clippy::must_use_candidate,
    reason = "the event happens even if the result is not used"
)]
impl Sandbox {
    /// Receives a message and returns its UUID. It is posted to the message URL of the application that the number is
    /// linked to, if that is a loopback address; see [`set_message_url`](Self::set_message_url).
    pub fn receive_message(
        &self,
        account: &str,
        from: &str,
        to: &str,
        text: &str,
    ) -> Option<String> {
        let now = self.now();
        let (uuid, webhook) = self.with_store(account, |account, store| {
            store.receive(account, from, to, text, now)
        })?;
        drop(self.deliver(webhook.into_iter().collect()));
        Some(uuid)
    }

    /// Sets the message URL of every application of an account.
    pub fn set_message_url(&self, account: &str, url: &str) {
        self.with_store(account, |_, store| {
            for application in &mut store.applications {
                application["message_url"] = url.into();
            }
        });
    }

    /// Makes this many messages arrive after each page of messages that is read, which shifts later pages. 0 stops it.
    pub fn arrivals_after_each_page(&self, account: &str, messages: usize) {
        self.with_store(account, |_, store| store.arrivals_per_page = messages);
    }

    /// Starts a call and returns its UUID.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let sandbox = plivo_sandbox::Sandbox::start().await?;
    /// use plivo_sandbox::{CallStatus, Direction};
    ///
    /// let numbers = ("+14155550100", "14155552671");
    /// let uuid = sandbox.begin_call("default", Direction::Inbound, numbers, CallStatus::Ringing);
    /// let uuid = uuid.expect("every sandbox has this account");
    /// assert_eq!(sandbox.live_calls("default")[0]["call_uuid"], uuid);
    /// assert!(sandbox.end_call("default", &uuid));
    /// assert_eq!(sandbox.calls("default")[0]["call_uuid"], uuid);
    /// # std::io::Result::Ok(()) }).unwrap();
    /// ```
    pub fn begin_call(
        &self,
        account: &str,
        direction: Direction,
        from_and_to: (&str, &str),
        status: CallStatus,
    ) -> Option<String> {
        let now = self.now();
        self.with_store(account, |account, store| {
            store.begin_call(account, direction, from_and_to, status, now)
        })
    }

    /// Ends a live or queued call and returns whether there was one. A call in progress ends normally; any other is
    /// canceled.
    pub fn end_call(&self, account: &str, call_uuid: &str) -> bool {
        let now = self.now();
        self.with_store(account, |account, store| {
            store.end_call(account, call_uuid, now)
        })
        .unwrap_or(false)
    }

    /// Makes live and queued calls end as soon as a list has returned them, before their details can be read.
    pub fn end_calls_once_listed(&self, account: &str) {
        self.with_store(account, |_, store| store.end_after_listing = true);
    }
}
