//! Calls that have ended.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::account::Account;
use crate::records::live_call::{CallStatus, LiveCall};
use crate::wire::identifiers::uuid;
use crate::wire::phone;
use crate::wire::pricing::{Country, money};

/// An ended call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) record: Value,
    /// `end_time` as a timestamp.
    pub(crate) ended: Timestamp,
    /// Subaccount that made or received the call. The record does not show it.
    pub(crate) subaccount: Option<String>,
}

/// Why a call ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangupCause {
    code: i64,
    name: &'static str,
    source: &'static str,
}

impl HangupCause {
    pub(crate) const NORMAL: Self = Self::new(4000, "Normal Hangup", "Caller");
    pub(crate) const END_OF_XML: Self = Self::new(4010, "End Of XML Instructions", "Plivo");
    pub(crate) const CANCELED: Self = Self::new(1000, "Canceled", "API Request");
    pub(crate) const OUT_OF_SERVICE: Self =
        Self::new(2010, "Destination Out Of Service", "Carrier");
    pub(crate) const NO_ANSWER: Self = Self::new(3000, "No Answer", "Carrier");
    pub(crate) const BUSY: Self = Self::new(3010, "Busy Line", "Carrier");
    pub(crate) const NETWORK_ERROR: Self = Self::new(5000, "Network Error", "Error");
    pub(crate) const REQUEST_TIMEOUT: Self = Self::new(3070, "Request timeout", "Carrier");

    const fn new(code: i64, name: &'static str, source: &'static str) -> Self {
        Self { code, name, source }
    }
}

/// What determines the record of an ended call.
pub(crate) struct EndedCall {
    pub(crate) uuid: String,
    pub(crate) direction: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) initiated: Timestamp,
    /// Time from the start of the call to the answer.
    pub(crate) ring_time: SignedDuration,
    /// Seconds from the answer to the end; 0 if nobody answered.
    pub(crate) talk_seconds: i64,
    pub(crate) ended: Timestamp,
    pub(crate) cause: HangupCause,
}

/// Price of a minute in hundred-thousandths of a dollar.
const RATE: u64 = 850;

impl Call {
    /// Creates a call and its record.
    pub(crate) fn new(account: &Account, call: &EndedCall) -> Self {
        let answered = call
            .initiated
            .saturating_add(call.ring_time)
            .ok()
            .filter(|_| call.talk_seconds > 0);
        let minutes = u64::try_from(call.talk_seconds).unwrap_or(0).div_ceil(60);
        let network_group = match Country::of(&phone::normalize(&call.to)).iso2 {
            "US" => "USA All Networks",
            "GB" => "United Kingdom All Networks",
            _ => "All Networks",
        };
        let record = json!({
            "answer_time": answered.map(|time| account.console(time)),
            "api_id": uuid(&call.uuid, 0),
            "bill_duration": call.talk_seconds,
            "billed_duration": minutes * 60,
            "call_direction": call.direction,
            "call_duration": call.talk_seconds,
            "call_uuid": call.uuid,
            "cnam_lookup": "",
            "conference_uuid": null,
            "end_time": account.console(call.ended),
            "from_number": call.from,
            "hangup_cause_code": call.cause.code,
            "hangup_cause_name": call.cause.name,
            "hangup_source": call.cause.source,
            "initiation_time": account.console(call.initiated),
            "parent_call_uuid": null,
            "resource_uri": account.path(&format!("Call/{}/", call.uuid)),
            "source_ip": "",
            "stir_attestation": "",
            "stir_verification": "Not Applicable",
            "to_number": call.to,
            "total_amount": money(RATE * minutes),
            "total_rate": money(RATE),
            "voice_network_group": network_group,
        });
        Self {
            record,
            ended: call.ended,
            subaccount: None,
        }
    }

    /// Ends a live call: normally if it was answered, otherwise as canceled.
    pub(crate) fn ended_from(account: &Account, live: &LiveCall, now: Timestamp) -> Self {
        let (cause, talk_seconds) = if live.status == CallStatus::InProgress {
            let talk = now.duration_since(live.started);
            (HangupCause::NORMAL, talk.as_secs())
        } else {
            (HangupCause::CANCELED, 0)
        };
        Self::new(
            account,
            &EndedCall {
                uuid: live.uuid().to_owned(),
                direction: live.text("direction").to_owned(),
                from: live.text("from").to_owned(),
                to: live.text("to").to_owned(),
                initiated: live.started,
                ring_time: SignedDuration::ZERO,
                talk_seconds,
                ended: now,
                cause,
            },
        )
    }
}
