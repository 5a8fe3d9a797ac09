//! `list_messages`.

use plivo_client::functions::ListMessages;
use plivo_client::{Client, MessageDirection, MessageState, MessageType};
use plivo_runtime::{Error, JsonValue, SignedDuration};
use plivo_sandbox::Sandbox;

use super::list_case::{List, ListCase};

/// How far back a list goes that names a time.
const QUARTER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The one Powerpack of the account.
const POWERPACK: &str = "c69c60c3-c7e8-48e0-a4fd-42753dc7d1cd";

impl List for ListMessages {
    const FUNCTION: &'static str = "list_messages";
    const PATH: &'static str = "Message/";
    const ID: &'static str = "message_uuid";
    const WINDOW: Option<(&'static str, SignedDuration)> =
        Some(("message_time", SignedDuration::from_hours(24)));

    fn begin(client: &Client) -> Self {
        client.list_messages()
    }

    async fn ids(self) -> Result<Vec<String>, Error> {
        let page = self.send().await?;
        Ok(page
            .into_iter()
            .map(|message| message.message_uuid)
            .collect())
    }

    fn held(sandbox: &Sandbox) -> Vec<JsonValue> {
        sandbox.messages("default")
    }
}

fn list_messages(parameter: &'static str) -> ListCase<ListMessages> {
    ListCase::of(parameter)
}

pub(crate) fn list_cases() -> Vec<ListCase<ListMessages>> {
    vec![
        list_messages("limit")
            .rust(|list| list.limit(7))
            .lua("limit = 7")
            .travels("limit", "7")
            .finds(|message| message.place < 7),
        list_messages("offset")
            .rust(|list| list.offset(15))
            .lua("offset = 15")
            .travels("offset", "15")
            .finds(|message| message.place >= 15),
        list_messages("message_direction")
            .rust(|list| list.message_direction(MessageDirection::Inbound))
            .travels("message_direction", "inbound"),
        list_messages("message_direction")
            .rust(|list| list.message_direction(MessageDirection::Outbound))
            .travels("message_direction", "outbound"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Queued))
            .travels("message_state", "queued"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Sent))
            .travels("message_state", "sent"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Delivered))
            .travels("message_state", "delivered"),
        list_messages("message_state")
            .rust(|list| list.message_state(MessageState::Undelivered))
            .travels("message_state", "undelivered"),
        list_messages("message_state")
            .rust(|list| list.message_state("failed"))
            .travels("message_state", "failed"),
        list_messages("src")
            .rust(|list| list.src("+1 (415) 555-2671"))
            .lua(r#"src = "+1 (415) 555-2671""#)
            .travels("from_number", "14155552671"),
        list_messages("src")
            .rust(|list| list.src("ACMEALERTS"))
            .travels("from_number", "ACMEALERTS"),
        list_messages("dst")
            .rust(|list| list.dst("+44 7700 900777"))
            .lua("dst = 447700900777")
            .travels("to_number", "447700900777"),
        list_messages("start_time")
            .rust(|list| list.start_time("2026-02-01T10:30:00Z".parse().unwrap()))
            .lua(r#"start_time = "2026-02-01T16:00:00+05:30""#)
            .travels("message_time__gte", "2026-02-01 10:30:00")
            .reaches(QUARTER)
            .finds(|message| {
                message.time("message_time") >= "2026-02-01T10:30:00Z".parse().unwrap()
            }),
        list_messages("end_time")
            .rust(|list| list.end_time("2026-01-15T00:00:00Z".parse().unwrap()))
            .lua(r#"end_time = "2026-01-15""#)
            .travels("message_time__lte", "2026-01-15 00:00:00")
            .reaches(QUARTER)
            .finds(|message| {
                message.time("message_time") <= "2026-01-15T00:00:00Z".parse().unwrap()
            }),
        // Additions to the documented parameters.
        list_messages("subaccount")
            .rust(|list| list.subaccount("SADEFAULT00000000000"))
            .travels("subaccount", "SADEFAULT00000000000")
            // No record shows it: every fifth message is the subaccount's.
            .finds(|message| message.place % 5 == 3),
        list_messages("message_type")
            .rust(|list| list.message_type(MessageType::Mms))
            .travels("message_type", "mms"),
        list_messages("error_code")
            .rust(|list| list.error_code("450"))
            .travels("error_code", "450"),
        list_messages("powerpack_id")
            .rust(|list| list.powerpack_id(POWERPACK))
            .travels("powerpack_id", POWERPACK),
        list_messages("tendlc_campaign_id")
            .rust(|list| list.tendlc_campaign_id("CSANDBOX"))
            .travels("tendlc_campaign_id", "CSANDBOX"),
        list_messages("destination_country_iso2")
            .rust(|list| list.destination_country_iso2("GB"))
            .travels("destination_country_iso2", "GB"),
        list_messages("conversation_id")
            .rust(|list| list.conversation_id("9876"))
            .travels("conversation_id", "9876"),
    ]
}
