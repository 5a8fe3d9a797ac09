//! What the SDKs sent, by the stand-in's journal: who asked, and whether the service knows the names in the query.

use std::collections::BTreeSet;

use plivo_sandbox::Exchange;

use super::sdk::Sdk;

/// The query names that the service knows, by resource and whether one record is asked for.
const KNOWN: [(&str, &[&str]); 5] = [
    (
        "Message/",
        &[
            "subaccount",
            "message_direction",
            "message_state",
            "message_type",
            "message_time",
            "message_time__gt",
            "message_time__gte",
            "message_time__lt",
            "message_time__lte",
            "error_code",
            "from_number",
            "to_number",
            "powerpack_id",
            "tendlc_campaign_id",
            "tendlc_registration_status",
            "destination_country_iso2",
            "conversation_id",
            "conversation_origin",
            "limit",
            "offset",
        ],
    ),
    (
        "Number/",
        &[
            "type",
            "number_startswith",
            "subaccount",
            "alias",
            "services",
            "tendlc_registration_status",
            "tendlc_campaign_id",
            "toll_free_sms_verification",
            "toll_free_sms_verification_order_status",
            "cnam_lookup",
            "renewal_date",
            "renewal_date__gt",
            "renewal_date__gte",
            "renewal_date__lt",
            "renewal_date__lte",
            "limit",
            "offset",
        ],
    ),
    (
        "Call/",
        &[
            "subaccount",
            "call_direction",
            "from_number",
            "to_number",
            "parent_call_uuid",
            "hangup_cause_code",
            "hangup_source",
            "stir_verification",
            "bill_duration",
            "bill_duration__gt",
            "bill_duration__gte",
            "bill_duration__lt",
            "bill_duration__lte",
            "end_time",
            "end_time__gt",
            "end_time__gte",
            "end_time__lt",
            "end_time__lte",
            "status",
            "limit",
            "offset",
            "callback_url",
            "callback_method",
        ],
    ),
    ("Call/{}/", &["status", "callback_url", "callback_method"]),
    (
        "Application/",
        &[
            "subaccount",
            "app_name",
            "limit",
            "offset",
            "callback_url",
            "callback_method",
        ],
    ),
];

/// Names that the service does not know and an SDK sends all the same.
const EXCUSED: [(Sdk, &str, &[&str], &str); 3] = [
    (
        Sdk::Python,
        "Call/",
        &[
            "call_direction__lt",
            "call_direction__lte",
            "call_direction__gt",
            "call_direction__gte",
        ],
        "it offers and sends bounds on call_direction, which has no order; they are ignored",
    ),
    (
        Sdk::Python,
        "Call/",
        &["cursor"],
        "it offers and sends cursor, of a way of paging that the documentation does not have; it is ignored",
    ),
    (
        Sdk::Python,
        "Call/{}/",
        &["call_uuid"],
        "it repeats the UUID of the address in the query when it asks for a call; it is ignored",
    ),
];

/// What the journal says of a run: what is wrong, and what is only worth a note.
pub(super) fn check(
    sdk: Sdk,
    version: &str,
    journal: &[Exchange],
) -> (BTreeSet<String>, BTreeSet<&'static str>) {
    let (mut wrong, mut notes) = (BTreeSet::new(), BTreeSet::new());
    let agent = sdk.user_agent(version);
    for exchange in journal {
        let shown = exchange.header("user-agent").unwrap_or_default();
        if !shown.starts_with(&agent) {
            wrong.insert(format!(
                "expected requests by {agent:?}, got one by {shown:?}"
            ));
        }
        let resource = resource(&exchange.path);
        for (name, _) in &exchange.query {
            if let Some(why) = excuse(sdk, &resource, name) {
                notes.insert(why);
            } else if !is_known(&resource, name) {
                wrong.insert(format!(
                    "{resource} was asked with {name}, which the service does not know"
                ));
            }
        }
    }
    (wrong, notes)
}

fn is_known(resource: &str, name: &str) -> bool {
    let mut known = KNOWN.iter();
    known.any(|(place, names)| *place == resource && names.contains(&name))
}

fn excuse(sdk: Sdk, resource: &str, name: &str) -> Option<&'static str> {
    let excused = EXCUSED.iter().find(|(whose, place, names, _)| {
        *whose == sdk && *place == resource && names.contains(&name)
    });
    excused.map(|(.., why)| *why)
}

/// `Call/` or `Call/{}/` of an address, whose slash at the end may be missing.
fn resource(path: &str) -> String {
    let mut parts = path.split('/').filter(|part| !part.is_empty()).skip(3);
    let resource = parts.next().unwrap_or_default();
    let one = if parts.next().is_some() { "{}/" } else { "" };
    format!("{resource}/{one}")
}
