//! `list_messages`.

use plivo_client::functions::ListMessages;
use plivo_client::{MessageDirection, MessageState, MessageType};
use plivo_runtime::SignedDuration;

use super::list_case::ListCase;

/// How far back a list goes with a time range.
const QUARTER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The one Powerpack of the account.
const POWERPACK: &str = "c69c60c3-c7e8-48e0-a4fd-42753dc7d1cd";

fn list_messages(parameter: &'static str) -> ListCase<ListMessages> {
    ListCase::of(parameter)
}

#[expect(clippy::too_many_lines, reason = "a case for each parameter")]
pub(crate) fn list_cases() -> Vec<ListCase<ListMessages>> {
    vec![
        list_messages("limit")
            .rust(|list| list.limit(7))
            .lua("limit = 7")
            .sends("limit", "7")
            .finds(|message| message.place < 7),
        list_messages("offset")
            .rust(|list| list.offset(15))
            .lua("offset = 15")
            .sends("offset", "15")
            .finds(|message| message.place >= 15),
        list_messages("message_direction")
            .rust(|list| list.message_direction(MessageDirection::Inbound))
            .sends("message_direction", "inbound"),
        list_messages("message_direction")
            .rust(|list| list.message_direction(MessageDirection::Outbound))
            .sends("message_direction", "outbound"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Queued))
            .sends("message_state", "queued"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Sent))
            .sends("message_state", "sent"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Delivered))
            .sends("message_state", "delivered"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Undelivered))
            .sends("message_state", "undelivered"),
        list_messages("message_state")
            .rust(|list| list.message_state("failed"))
            .sends("message_state", "failed"),
        list_messages("src")
            .rust(|list| list.src("+1 (415) 555-2671"))
            .lua(r#"src = "+1 (415) 555-2671""#)
            .sends("from_number", "14155552671"),
        list_messages("src")
            .rust(|list| list.src("ACMEALERTS"))
            .sends("from_number", "ACMEALERTS"),
        list_messages("dst")
            .rust(|list| list.dst("+44 7700 900777"))
            .lua("dst = 447700900777")
            .sends("to_number", "447700900777"),
        list_messages("start_time")
            .rust(|list| list.start_time("2026-02-01T10:30:00Z".parse().unwrap()))
            .lua(r#"start_time = "2026-02-01T16:00:00+05:30""#)
            .sends("message_time__gte", "2026-02-01 10:30:00")
            .reaches(QUARTER)
            .finds(|message| {
                message.time("message_time") >= "2026-02-01T10:30:00Z".parse().unwrap()
            }),
        list_messages("end_time")
            .rust(|list| list.end_time("2026-01-15T00:00:00Z".parse().unwrap()))
            .lua(r#"end_time = "2026-01-15 00:00""#)
            .sends("message_time__lte", "2026-01-15 00:00:00")
            .reaches(QUARTER)
            .finds(|message| {
                message.time("message_time") <= "2026-01-15T00:00:00Z".parse().unwrap()
            }),
        // Additions to the documented parameters.
        list_messages("message_time_after")
            .rust(|list| list.message_time_after("2026-02-01T10:30:00Z".parse().unwrap()))
            .lua(r#"message_time_after = "2026-02-01T16:00:00.0+05:30""#)
            .sends("message_time__gt", "2026-02-01 10:30:00")
            .reaches(QUARTER)
            .finds(|message| {
                message.time("message_time") > "2026-02-01T10:30:00Z".parse().unwrap()
            }),
        list_messages("message_time_before")
            .rust(|list| list.message_time_before("2026-01-15T00:00:00Z".parse().unwrap()))
            .lua(r#"message_time_before = "2026-01-15 00:00""#)
            .sends("message_time__lt", "2026-01-15 00:00:00")
            .reaches(QUARTER)
            .finds(|message| {
                message.time("message_time") < "2026-01-15T00:00:00Z".parse().unwrap()
            }),
        list_messages("subaccount")
            .rust(|list| list.subaccount("SADEFAULT00000000000"))
            .sends("subaccount", "SADEFAULT00000000000")
            // The subaccount's messages, which no record shows, are every fifth.
            .finds(|message| message.place % 5 == 3),
        list_messages("message_type")
            .rust(|list| list.message_type(MessageType::Mms))
            .sends("message_type", "mms"),
        list_messages("error_code")
            .rust(|list| list.error_code("450"))
            .sends("error_code", "450"),
        list_messages("powerpack_id")
            .rust(|list| list.powerpack_id(POWERPACK))
            .sends("powerpack_id", POWERPACK),
        list_messages("tendlc_campaign_id")
            .rust(|list| list.tendlc_campaign_id("CSANDBOX"))
            .sends("tendlc_campaign_id", "CSANDBOX"),
        list_messages("destination_country_iso2")
            .rust(|list| list.destination_country_iso2("GB"))
            .sends("destination_country_iso2", "GB"),
        list_messages("conversation_id")
            .rust(|list| list.conversation_id("9876"))
            .sends("conversation_id", "9876"),
        list_messages("conversation_origin")
            .rust(|list| list.conversation_origin("utility"))
            .sends("conversation_origin", "utility"),
        list_messages("tendlc_registration_status")
            .rust(|list| list.tendlc_registration_status("COMPLETED"))
            .sends("tendlc_registration_status", "COMPLETED"),
    ]
}
