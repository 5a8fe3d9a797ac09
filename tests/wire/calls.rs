//! `list_calls`.

use plivo_client::functions::ListCalls;
use plivo_client::{CallDirection, CallState, StirVerification};
use plivo_runtime::SignedDuration;

use super::list_case::ListCase;

/// A call from which another was made.
const PARENT: &str = "9203a840-bf00-4b8b-8048-35ca57b726c7";

fn list_calls(parameter: &'static str) -> ListCase<ListCalls> {
    ListCase::of(parameter)
}

pub(crate) fn list_cases() -> Vec<ListCase<ListCalls>> {
    let mut cases = documented();
    cases.extend(additions());
    cases
}

fn documented() -> Vec<ListCase<ListCalls>> {
    vec![
        list_calls("limit")
            .rust(|list| list.limit(7))
            .lua("limit = 7")
            .sends("limit", "7")
            .finds(|call| call.place < 7),
        list_calls("offset")
            .rust(|list| list.offset(25))
            .lua("offset = 25")
            .sends("offset", "25")
            .finds(|call| call.place >= 25),
        list_calls("call_direction")
            .rust(|list| list.call_direction(CallDirection::Inbound))
            .sends("call_direction", "inbound"),
        list_calls("call_direction")
            .rust(|list| list.call_direction("outbound"))
            .sends("call_direction", "outbound"),
        // Plivo has no such filter, so nothing is sent. The other states have tests of their own.
        list_calls("call_state")
            .rust(|list| list.call_state(CallState::Busy))
            .lua(r#"call_state = "busy""#)
            .finds(|call| call["hangup_cause_name"] == "Busy Line"),
        list_calls("from_number")
            .rust(|list| list.from_number("+1 (415) 555-9002"))
            .lua(r#"from_number = "+14155559002""#)
            .sends("from_number", "14155559002")
            .finds(|call| call.text("from_number").ends_with("14155559002")),
        // A prefix finds every number that begins with it.
        list_calls("from_number")
            .rust(|list| list.from_number("+44"))
            .sends("from_number", "44")
            .finds(|call| {
                call.text("from_number")
                    .trim_start_matches('+')
                    .starts_with("44")
            }),
        list_calls("to_number")
            .rust(|list| list.to_number("+1-415-555-1234"))
            .lua("to_number = 14155551234")
            .sends("to_number", "14155551234"),
        list_calls("to_number")
            .rust(|list| list.to_number("sip:agent7@phone.plivo.com"))
            .sends("to_number", "sip:agent7@phone.plivo.com"),
        // One call starts half a minute before it and ends half a minute after it.
        list_calls("start_time")
            .rust(|list| list.start_time("2026-01-31T06:36:00Z".parse().unwrap()))
            .lua(r#"start_time = "2026-01-31T12:06:00+05:30""#)
            .sends("end_time__gte", "2026-01-31 06:36:00")
            .finds(|call| call.time("initiation_time") >= "2026-01-31T06:36:00Z".parse().unwrap()),
        list_calls("end_time")
            .rust(|list| list.end_time("2026-01-10T00:00:00Z".parse().unwrap()))
            .lua(r#"end_time = "2026-01-10 00:00""#)
            // Thirty days at a time.
            .sends("end_time__gte", "2025-12-11 00:00:00")
            .sends("end_time__lte", "2026-01-10 00:00:00")
            .reaches(SignedDuration::from_hours(90 * 24))
            .finds(|call| call.time("end_time") <= "2026-01-10T00:00:00Z".parse().unwrap()),
    ]
}

/// Additions to the documented parameters.
fn additions() -> Vec<ListCase<ListCalls>> {
    vec![
        list_calls("end_time_from")
            .rust(|list| list.end_time_from("2026-01-31T06:36:00Z".parse().unwrap()))
            .lua(r#"end_time_from = "2026-01-31T12:06:00+05:30""#)
            .sends("end_time__gte", "2026-01-31 06:36:00")
            .finds(|call| call.time("end_time") >= "2026-01-31T06:36:00Z".parse().unwrap()),
        list_calls("end_time_to")
            .rust(|list| list.end_time_to("2026-01-10T00:00:00Z".parse().unwrap()))
            .lua(r#"end_time_to = "2026-01-10 00:00""#)
            .sends("end_time__gte", "2025-12-11 00:00:00")
            .sends("end_time__lte", "2026-01-10 00:00:00")
            .reaches(SignedDuration::from_hours(90 * 24))
            .finds(|call| call.time("end_time") <= "2026-01-10T00:00:00Z".parse().unwrap()),
        list_calls("end_time_after")
            .rust(|list| list.end_time_after("2026-01-31T06:36:00Z".parse().unwrap()))
            .lua(r#"end_time_after = "2026-01-31T12:06:00.0+05:30""#)
            .sends("end_time__gt", "2026-01-31 06:36:00")
            .finds(|call| call.time("end_time") > "2026-01-31T06:36:00Z".parse().unwrap()),
        list_calls("end_time_before")
            .rust(|list| list.end_time_before("2026-01-10T00:00:00Z".parse().unwrap()))
            .lua(r#"end_time_before = "2026-01-10 00:00""#)
            .sends("end_time__gte", "2025-12-11 00:00:00")
            .sends("end_time__lt", "2026-01-10 00:00:00")
            .reaches(SignedDuration::from_hours(90 * 24))
            .finds(|call| call.time("end_time") < "2026-01-10T00:00:00Z".parse().unwrap()),
        list_calls("subaccount")
            .rust(|list| list.subaccount("SADEFAULT00000000000"))
            .sends("subaccount", "SADEFAULT00000000000")
            // The subaccount's calls, which no record shows, are every sixth.
            .finds(|call| call.place % 6 == 1),
        list_calls("parent_call_uuid")
            .rust(|list| list.parent_call_uuid(PARENT))
            .sends("parent_call_uuid", PARENT),
        list_calls("bill_duration")
            .rust(|list| list.bill_duration(247))
            .lua("bill_duration = 247")
            .sends("bill_duration", "247"),
        list_calls("bill_duration_above")
            .rust(|list| list.bill_duration_above(247))
            .lua("bill_duration_above = 247")
            .sends("bill_duration__gt", "247")
            .finds(|call| call.integer("bill_duration") > 247),
        list_calls("bill_duration_from")
            .rust(|list| list.bill_duration_from(247))
            .lua("bill_duration_from = 247")
            .sends("bill_duration__gte", "247")
            .finds(|call| call.integer("bill_duration") >= 247),
        list_calls("bill_duration_below")
            .rust(|list| list.bill_duration_below(247))
            .lua("bill_duration_below = 247")
            .sends("bill_duration__lt", "247")
            .finds(|call| call.integer("bill_duration") < 247),
        list_calls("bill_duration_to")
            .rust(|list| list.bill_duration_to(247))
            .lua("bill_duration_to = 247")
            .sends("bill_duration__lte", "247")
            .finds(|call| call.integer("bill_duration") <= 247),
        list_calls("hangup_cause_code")
            .rust(|list| list.hangup_cause_code(3010))
            .lua("hangup_cause_code = 3010")
            .sends("hangup_cause_code", "3010"),
        list_calls("hangup_source")
            .rust(|list| list.hangup_source("API Request"))
            .sends("hangup_source", "API Request"),
        list_calls("stir_verification")
            .rust(|list| list.stir_verification(StirVerification::NotVerified))
            .sends("stir_verification", "Not Verified"),
    ]
}
