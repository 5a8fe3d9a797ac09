//! What happens at the other end of the line: messages come in, calls begin and end.

use super::Sandbox;
use crate::holdings::AfterListing;
use crate::record::direction::Direction;
use crate::record::live_call::CallStatus;

/// What happens without a request.
#[expect(
    clippy::must_use_candidate,
    reason = "it happens whether or not its answer is read"
)]
impl Sandbox {
    /// A message comes in now: its UUID, or nothing if there is no such account.
    pub fn receive_message(&self, account: &str, from: &str, to: &str) -> Option<String> {
        let now = self.now();
        self.change(account, |tenant, holdings| {
            holdings.receive(&tenant.account, from, to, now)
        })
    }

    /// From now on this many messages come in after each page of messages that is read, which shifts the pages after
    /// it. 0 stops it.
    pub fn arrivals_after_each_page(&self, account: &str, messages: usize) {
        self.change(account, |_, holdings| holdings.arrivals = messages);
    }

    /// A call begins now: its UUID, or nothing if there is no such account.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let sandbox = plivo_sandbox::Sandbox::start().await?;
    /// use plivo_sandbox::{CallStatus, Direction};
    ///
    /// let numbers = ("+14155550100", "14155552671");
    /// let uuid = sandbox.begin_call("default", Direction::Inbound, numbers, CallStatus::Ringing);
    /// let uuid = uuid.expect("the account is seeded");
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
        self.change(account, |tenant, holdings| {
            holdings.begin_call(&tenant.account, direction, from_and_to, status, now)
        })
    }

    /// A live or queued call ends now: whether there was one. One in progress ends normally, any other is canceled.
    pub fn end_call(&self, account: &str, call_uuid: &str) -> bool {
        let now = self.now();
        self.change(account, |tenant, holdings| {
            holdings.end_call(&tenant.account, call_uuid, now)
        })
        .unwrap_or(false)
    }

    /// From now on the live and queued calls of an account end when a list has named them, before they can be fetched.
    pub fn end_calls_once_listed(&self, account: &str) {
        self.change(account, |_, holdings| {
            holdings.after_listing = AfterListing::End;
        });
    }
}
