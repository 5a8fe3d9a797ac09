//! The data of one account, and how it changes: messages arrive and are delivered, calls start and end.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::account::Account;
use crate::records::call::Call;
use crate::records::direction::Direction;
use crate::records::live_call::{CallStatus, LiveCall};
use crate::records::message::{Message, NewMessage, SentMessage};
use crate::webhooks::callback::WebhookRequest;
use crate::webhooks::delivery_report::delivery_report;
use crate::webhooks::inbound_message::inbound_message;
use crate::webhooks::signature::Signer;
use crate::wire::identifiers::uuid;
use crate::wire::{phone, sms_units};

/// The data of one account.
#[derive(Debug, Default)]
pub(crate) struct Store {
    /// Newest first.
    pub(crate) messages: VecDeque<Message>,
    pub(crate) numbers: Vec<Value>,
    pub(crate) applications: Vec<Value>,
    /// Ended calls, newest first.
    pub(crate) calls: VecDeque<Call>,
    /// Live and queued calls, newest first.
    pub(crate) live_calls: Vec<LiveCall>,
    /// Every message that was accepted in a request, in order.
    pub(crate) sent: Vec<SentMessage>,
    /// How many messages arrive after each page of messages that is read.
    pub(crate) arrivals_per_page: usize,
    /// Whether live calls end as soon as a list has returned them.
    pub(crate) end_after_listing: bool,
    /// When the carrier accepts the next message.
    pub(crate) carrier_free_at: Timestamp,
    /// Number of UUIDs issued so far.
    pub(crate) uuids: u64,
    /// Number of signed webhooks so far.
    pub(crate) webhooks: u64,
}

impl Store {
    /// Returns a UUID for a new record.
    pub(crate) fn next_uuid(&mut self, account: &Account) -> String {
        self.uuids += 1;
        uuid(&format!("{}/issued", account.name()), self.uuids)
    }

    /// Returns the digits of the account's first number.
    pub(crate) fn first_number(&self) -> String {
        let number = self.numbers.first();
        let digits = number.and_then(|number| number["number"].as_str());
        digits.unwrap_or_default().to_owned()
    }

    /// Returns when the carrier accepts a message that is queued now: after one second at the earliest, and at most
    /// five SMS a second and one MMS every four seconds.
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

    /// Returns what signs the next webhook.
    fn signer(webhooks: &mut u64, account: &Account) -> Signer {
        *webhooks += 1;
        Signer {
            token: account.auth_token(),
            nonce: format!("{:020}", *webhooks),
        }
    }

    /// Receives a message. Returns its UUID, and the request that informs the application of the number.
    pub(crate) fn receive(
        &mut self,
        account: &Account,
        from: &str,
        to: &str,
        text: &str,
        now: Timestamp,
    ) -> (String, Option<WebhookRequest>) {
        let uuid = self.next_uuid(account);
        let record = NewMessage {
            uuid: &uuid,
            direction: Direction::Inbound,
            kind: "sms",
            from: &phone::normalize(from),
            to: &phone::normalize(to),
            time: now,
            units: sms_units::units(text),
        }
        .record(account);
        let application = self.application_of(&phone::normalize(to)).cloned();
        let webhook = application.and_then(|application| {
            inbound_message(&application, &record, text, now, || {
                Self::signer(&mut self.webhooks, account)
            })
        });
        self.messages.push_front(Message {
            record,
            time: now,
            subaccount: None,
            pending: None,
            callback: None,
        });
        (uuid, webhook)
    }

    /// Returns the application that a number is linked to.
    fn application_of(&self, number: &str) -> Option<&Value> {
        let number = self
            .numbers
            .iter()
            .find(|known| known["number"] == number)?;
        let path = number["application"].as_str()?;
        let mut applications = self.applications.iter();
        applications.find(|application| application["resource_uri"] == path)
    }

    /// Receives the messages that arrive between two pages.
    pub(crate) fn receive_after_page(&mut self, account: &Account, now: Timestamp) {
        let to = self.first_number();
        for _ in 0..self.arrivals_per_page {
            self.receive(account, "14155550100", &to, "hi", now);
        }
    }

    /// Advances the delivery of every message, and returns the delivery reports, oldest message first.
    pub(crate) fn advance(&mut self, account: &Account, now: Timestamp) -> Vec<WebhookRequest> {
        let mut reports = Vec::new();
        for message in self.messages.iter_mut().rev() {
            while let Some(at) = message.step(now, account.zone()) {
                let signer = || Self::signer(&mut self.webhooks, account);
                reports.extend(delivery_report(message, at, signer));
            }
        }
        reports
    }

    /// Starts a call and returns its UUID.
    pub(crate) fn begin_call(
        &mut self,
        account: &Account,
        direction: Direction,
        from_and_to: (&str, &str),
        status: CallStatus,
        now: Timestamp,
    ) -> String {
        let uuid = self.next_uuid(account);
        let call = LiveCall::new(&uuid, direction, from_and_to, status, now);
        self.live_calls.insert(0, call);
        uuid
    }

    /// Ends a live or queued call, and returns whether there was one.
    pub(crate) fn end_call(&mut self, account: &Account, uuid: &str, now: Timestamp) -> bool {
        let mut calls = self.live_calls.iter();
        let Some(index) = calls.position(|call| call.uuid() == uuid) else {
            return false;
        };
        let call = self.live_calls.remove(index);
        self.calls.push_front(Call::ended_from(account, &call, now));
        true
    }

    /// Ends every call that a list with this `status` returns, if a test asked for it.
    pub(crate) fn end_listed_calls(&mut self, account: &Account, status: &str, now: Timestamp) {
        if !self.end_after_listing {
            return;
        }
        let listed = |call: &mut LiveCall| call.status.parameter() == status;
        for call in self.live_calls.extract_if(.., listed) {
            self.calls.push_front(Call::ended_from(account, &call, now));
        }
    }
}
