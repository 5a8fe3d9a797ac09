//! What one account holds, newest first, and how it changes: messages come in and move on, calls begin and end.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use crate::account::Account;
use crate::identifiers::uuid;
use crate::limits::Meter;
use crate::phone;
use crate::record::application::Application;
use crate::record::call::Call;
use crate::record::compose::{Envelope, compose};
use crate::record::direction::Direction;
use crate::record::live_call::{CallStatus, LiveCall, LiveCallRecord};
use crate::record::message::{Journey, Message};
use crate::record::number::Number;
use crate::report::Delivery;
use crate::sandbox::Sent;
use crate::seed;
use crate::times;

/// The records of one account.
#[derive(Debug)]
pub(crate) struct Holdings {
    /// Newest first.
    pub(crate) messages: VecDeque<Message>,
    pub(crate) numbers: Vec<Number>,
    pub(crate) applications: Vec<Application>,
    /// Ended, newest first.
    pub(crate) calls: VecDeque<Call>,
    /// Live and queued, newest first.
    pub(crate) live_calls: Vec<LiveCall>,
    /// Every message that a request had accepted, in order.
    pub(crate) sent: Vec<Sent>,
    /// The requests that count against the rate limits.
    pub(crate) meter: Meter,
    /// How many messages come in after each page of messages that is read.
    pub(crate) arrivals: usize,
    /// What happens to live calls that a list has just named.
    pub(crate) after_listing: AfterListing,
    /// When the carrier takes the next message.
    carrier_free_at: Timestamp,
    issued: u64,
}

/// What happens to live calls that a list has just named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AfterListing {
    /// They go on.
    #[default]
    GoOn,
    /// They end before they can be fetched.
    End,
}

impl Holdings {
    /// What the account begins with.
    pub(crate) fn seeded(account: &Account) -> Self {
        let seed = seed::seed(account);
        Self {
            messages: seed.messages.into(),
            numbers: seed.numbers,
            applications: seed.applications,
            calls: seed.calls.into(),
            live_calls: seed.live_calls,
            sent: Vec::new(),
            meter: Meter::default(),
            arrivals: 0,
            after_listing: AfterListing::default(),
            carrier_free_at: times::START,
            issued: 0,
        }
    }

    /// A UUID for a new record.
    pub(crate) fn issue(&mut self, account: &Account) -> String {
        self.issued += 1;
        uuid(&format!("{}/issued", account.name()), self.issued)
    }

    /// When the carrier takes a message that is queued now: a second later, or when those before it are through.
    /// The carrier takes five SMS a second and one MMS in four seconds.
    pub(crate) fn carrier_slot(&mut self, kind: &str, now: Timestamp) -> Timestamp {
        let soonest = now
            .saturating_add(SignedDuration::from_secs(1))
            .unwrap_or(now);
        let slot = soonest.max(self.carrier_free_at);
        let pause = if kind == "mms" {
            SignedDuration::from_secs(4)
        } else {
            SignedDuration::from_millis(200)
        };
        self.carrier_free_at = slot.saturating_add(pause).unwrap_or(slot);
        slot
    }

    /// A message comes in: its UUID.
    pub(crate) fn receive(
        &mut self,
        account: &Account,
        from: &str,
        to: &str,
        now: Timestamp,
    ) -> String {
        let uuid = self.issue(account);
        let (from, to) = (phone::normal(from), phone::normal(to));
        let envelope = Envelope {
            uuid: uuid.clone(),
            direction: Direction::Inbound,
            kind: "sms",
            from: &from,
            to: &to,
            time: now,
            units: 1,
        };
        self.messages.push_front(Message {
            record: compose(account, &envelope),
            time: now,
            subaccount: None,
            journey: Journey::Done,
            callback: None,
        });
        uuid
    }

    /// The messages that come in between two pages, if any were asked for.
    pub(crate) fn arrive(&mut self, account: &Account, now: Timestamp) {
        let Some(own) = self.numbers.first().map(|number| number.digits.clone()) else {
            return;
        };
        for _ in 0..self.arrivals {
            self.receive(account, "14155550100", &own, now);
        }
    }

    /// Moves every message on to where it is at `now`; the reports of each step, oldest message first.
    pub(crate) fn advance(&mut self, account: &Account, now: Timestamp) -> Vec<Delivery> {
        let mut deliveries = Vec::new();
        for message in self.messages.iter_mut().rev() {
            while let Some(at) = message.step(now, account.zone()) {
                deliveries.extend(Delivery::of(message, at));
            }
        }
        deliveries
    }

    /// A call begins: its UUID.
    pub(crate) fn begin_call(
        &mut self,
        account: &Account,
        direction: Direction,
        (from, to): (&str, &str),
        status: CallStatus,
        now: Timestamp,
    ) -> String {
        let uuid = self.issue(account);
        let record = LiveCallRecord::new(uuid.clone(), direction, (from, to), status, now);
        self.live_calls.insert(
            0,
            LiveCall {
                record,
                status,
                started: now,
            },
        );
        uuid
    }

    /// Ends the live or queued call with this UUID: whether there was one.
    pub(crate) fn end_call(&mut self, account: &Account, uuid: &str, now: Timestamp) -> bool {
        let Some(index) = self
            .live_calls
            .iter()
            .position(|call| call.record.call_uuid == uuid)
        else {
            return false;
        };
        let call = self.live_calls.remove(index);
        self.calls.push_front(Call::ended_from(account, &call, now));
        true
    }

    /// Ends every call that a list under `status` names, if that was asked for.
    pub(crate) fn end_listed(&mut self, account: &Account, status: &str, now: Timestamp) {
        if self.after_listing == AfterListing::GoOn {
            return;
        }
        let listed = |call: &LiveCall| call.status.list() == status;
        let uuids: Vec<String> = self
            .live_calls
            .iter()
            .filter(|call| listed(call))
            .map(|call| call.record.call_uuid.clone())
            .collect();
        for uuid in uuids {
            self.end_call(account, &uuid, now);
        }
    }
}
