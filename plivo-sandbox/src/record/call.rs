//! A call that has ended.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::account::Account;
use crate::identifiers::uuid;
use crate::phone::{self, money};
use crate::record::live_call::{CallStatus, LiveCall};

/// An ended call and what the service knows of it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) record: CallRecord,
    /// `end_time`, comparable.
    pub(crate) ended: Timestamp,
    /// The subaccount that made or took it, which the record does not show.
    pub(crate) subaccount: Option<String>,
}

/// An ended call as the wire has it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CallRecord {
    pub(crate) answer_time: Option<String>,
    pub(crate) api_id: String,
    pub(crate) bill_duration: i64,
    pub(crate) billed_duration: i64,
    pub(crate) call_direction: String,
    pub(crate) call_duration: i64,
    /// Often missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) call_state: Option<String>,
    pub(crate) call_uuid: String,
    pub(crate) cnam_lookup: String,
    pub(crate) conference_uuid: Option<String>,
    pub(crate) end_time: String,
    pub(crate) from_number: String,
    pub(crate) hangup_cause_code: i64,
    pub(crate) hangup_cause_name: String,
    pub(crate) hangup_source: String,
    pub(crate) initiation_time: String,
    pub(crate) parent_call_uuid: Option<String>,
    pub(crate) resource_uri: String,
    pub(crate) source_ip: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stir_attestation: Option<String>,
    /// The spelling that some older records have.
    #[serde(rename = "Stir_attestation", skip_serializing_if = "Option::is_none")]
    pub(crate) stir_attestation_capitalised: Option<String>,
    pub(crate) stir_verification: String,
    pub(crate) to_number: String,
    pub(crate) total_amount: String,
    pub(crate) total_rate: String,
    pub(crate) voice_network_group: String,
}

/// Why a call ended, as the console's table has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangupCause {
    pub(crate) code: i64,
    pub(crate) name: &'static str,
    pub(crate) source: &'static str,
}

impl HangupCause {
    pub(crate) const NORMAL: Self = Self {
        code: 4000,
        name: "Normal Hangup",
        source: "Caller",
    };
    pub(crate) const END_OF_XML: Self = Self {
        code: 4010,
        name: "End Of XML Instructions",
        source: "Plivo",
    };
    pub(crate) const CANCELED: Self = Self {
        code: 1000,
        name: "Canceled",
        source: "API Request",
    };
    pub(crate) const OUT_OF_SERVICE: Self = Self {
        code: 2010,
        name: "Destination Out Of Service",
        source: "Carrier",
    };
    pub(crate) const NO_ANSWER: Self = Self {
        code: 3000,
        name: "No Answer",
        source: "Carrier",
    };
    pub(crate) const BUSY: Self = Self {
        code: 3010,
        name: "Busy Line",
        source: "Carrier",
    };
    pub(crate) const NETWORK_ERROR: Self = Self {
        code: 5000,
        name: "Network Error",
        source: "Error",
    };
    pub(crate) const RING_TIMEOUT: Self = Self {
        code: 6010,
        name: "Ring Timeout Reached",
        source: "Plivo",
    };
}

/// What decides an ended call's record; the rest follows from it.
pub(crate) struct Ending {
    pub(crate) uuid: String,
    pub(crate) direction: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) initiated: Timestamp,
    /// From the beginning to the answer.
    pub(crate) rang: SignedDuration,
    /// Seconds from the answer to the end; none if nobody answered.
    pub(crate) talk: i64,
    pub(crate) ended: Timestamp,
    pub(crate) cause: HangupCause,
}

/// Hundred-thousandths of a dollar for a minute.
const RATE: u64 = 850;

impl Call {
    /// The record of a call that has ended as `ending` says.
    pub(crate) fn compose(account: &Account, ending: &Ending) -> Self {
        let answered = ending
            .initiated
            .saturating_add(ending.rang)
            .ok()
            .filter(|_| ending.talk > 0);
        let minutes = u64::try_from(ending.talk).unwrap_or(0).div_ceil(60);
        let record = CallRecord {
            answer_time: answered.map(|time| account.console(time)),
            api_id: uuid(&ending.uuid, 0),
            bill_duration: ending.talk,
            billed_duration: i64::try_from(minutes * 60).unwrap_or(i64::MAX),
            call_direction: ending.direction.clone(),
            call_duration: ending.talk,
            call_state: None,
            call_uuid: ending.uuid.clone(),
            cnam_lookup: String::new(),
            conference_uuid: None,
            end_time: account.console(ending.ended),
            from_number: ending.from.clone(),
            hangup_cause_code: ending.cause.code,
            hangup_cause_name: ending.cause.name.to_owned(),
            hangup_source: ending.cause.source.to_owned(),
            initiation_time: account.console(ending.initiated),
            parent_call_uuid: None,
            resource_uri: account.address(&format!("Call/{}/", ending.uuid)),
            source_ip: String::new(),
            stir_attestation: Some(String::new()),
            stir_attestation_capitalised: None,
            stir_verification: "Not Applicable".to_owned(),
            to_number: ending.to.clone(),
            total_amount: money(RATE * minutes),
            total_rate: money(RATE),
            voice_network_group: match phone::country(&phone::normal(&ending.to)).iso2 {
                "US" => "USA All Networks",
                "GB" => "United Kingdom All Networks",
                _ => "All Networks",
            }
            .to_owned(),
        };
        Self {
            record,
            ended: ending.ended,
            subaccount: None,
        }
    }

    /// The ended call that a live one turns into.
    pub(crate) fn ended_from(account: &Account, live: &LiveCall, now: Timestamp) -> Self {
        let answered = live.status == CallStatus::InProgress;
        let cause = if answered {
            HangupCause::NORMAL
        } else {
            HangupCause::CANCELED
        };
        let talk = if answered {
            now.duration_since(live.started).as_secs()
        } else {
            0
        };
        Self::compose(
            account,
            &Ending {
                uuid: live.record.call_uuid.clone(),
                direction: live.record.direction.clone(),
                from: live.record.from.clone(),
                to: live.record.to.clone(),
                initiated: live.started,
                rang: SignedDuration::ZERO,
                talk,
                ended: now,
                cause,
            },
        )
    }
}
