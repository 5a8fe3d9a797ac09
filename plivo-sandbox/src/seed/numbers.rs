//! The initial numbers: each type and each combination of services, with and without an alias, an application and a
//! registration.

use jiff::{SignedDuration, ToSpan};
use serde_json::{Value, json};

use super::profile::{Profile, Rented};
use crate::account::Account;
use crate::wire::pricing::{Country, money};
use crate::wire::times::START;

const REGISTRATIONS: [Option<&str>; 4] = [
    Some("UNREGISTERED"),
    Some("PROCESSING"),
    Some("COMPLETED"),
    None,
];

pub(super) fn seed(account: &Account, profile: &Profile) -> Vec<Value> {
    let (first, count) = profile.number_range;
    let range: Vec<String> = (first..first + count)
        .map(|number| number.to_string())
        .collect();
    let more = range.iter().map(|digits| {
        let services: &[&str] = if digits.ends_with(['0', '5']) {
            &["sms"]
        } else {
            &["voice", "sms"]
        };
        Rented::new(digits, "local", services, None, None)
    });
    let rented = profile.numbers.iter().copied().chain(more);
    rented
        .enumerate()
        .map(|(index, rented)| number(account, profile, index, &rented))
        .collect()
}

fn number(account: &Account, profile: &Profile, index: usize, rented: &Rented<'_>) -> Value {
    let months = i64::try_from(index).unwrap_or(0);
    let date = |time| account.zone().to_datetime(time).date();
    let added_on = date(START - SignedDuration::from_hours(24 * (20 + 31 * months)));
    let renewal_date = date(START).saturating_add((1 + months * 3 % 28).days());
    let has = |service: &str| rented.services.contains(&service);
    let american = rented.digits.starts_with('1');
    let registered = american && rented.kind == "local" && has("sms");
    let mut registrations = REGISTRATIONS.into_iter().cycle();
    let registration = registrations.nth(index).flatten().filter(|_| registered);
    let campaign = registration
        .filter(|status| *status != "UNREGISTERED")
        .map(|_| "CSANDBOX");
    let tollfree = rented.kind == "tollfree" && american;
    let marketing = matches!(
        rented.alias,
        Some("Campaigns" | "Los Angeles office" | "London office")
    );
    let subaccount = marketing.then(|| account.subaccount_id());
    let application = rented
        .application
        .and_then(|index| profile.applications.get(index));
    let country = country(rented.digits, profile);
    let record = json!({
        "active": index % 11 != 10,
        "added_on": added_on.to_string(),
        "alias": rented.alias,
        "application": application.map(|(id, _, _)| account.path(&format!("Application/{id}/"))),
        "caller_reputation_status": null,
        "carrier": "Plivo",
        "city": if country == profile.country { profile.city } else { "" },
        "cnam": if index == 0 { "SANDBOX" } else { "" },
        "cnam_lookup": if index.is_multiple_of(2) { "enabled" } else { "disabled" },
        "cnam_registration_status": if index == 0 { Some("registered") } else { None },
        "compliance_application_id": null,
        "compliance_status": if american { None } else { Some("accepted") },
        "country": country,
        "mms_enabled": has("mms"),
        "mms_rate": if has("mms") { money(1_800) } else { money(0) },
        "monthly_rental_rate": if tollfree { money(100_000) } else { money(50_000) },
        "number": rented.digits,
        "number_type": rented.kind,
        "profile_uuid": null,
        "region": if country == profile.country { profile.region } else { "" },
        "renewal_date": renewal_date.to_string(),
        "resource_uri": account.path(&format!("Number/{}/", rented.digits)),
        "sms_enabled": has("sms"),
        "sms_rate": if has("sms") { money(550) } else { money(0) },
        "sub_account": subaccount,
        "sub_account_name": subaccount.map(|_| "Marketing"),
        "tendlc_campaign_id": campaign,
        "tendlc_registration_status": registration,
        "toll_free_sms_verification": tollfree.then_some("verified"),
        "toll_free_sms_verification_id": tollfree.then_some("1b7d4c1e-54e5-4d0b-9f43-0f2a6f9d7c11"),
        "toll_free_sms_verification_order_status": tollfree.then_some("APPROVED"),
        "type": rented.kind,
        "verification_info": {},
        "voice_enabled": has("voice"),
        "voice_rate": if has("voice") { money(850) } else { money(0) },
    });
    without_newer_fields(record, index)
}

fn country(digits: &str, profile: &Profile) -> &'static str {
    match Country::of(digits).iso2 {
        "US" => "United States",
        "GB" => "United Kingdom",
        "DE" => "Germany",
        _ => profile.country,
    }
}

/// Removes the fields that older numbers do not have from every fourth number.
fn without_newer_fields(mut record: Value, index: usize) -> Value {
    if index % 4 == 3
        && let Some(fields) = record.as_object_mut()
    {
        for newer in [
            "caller_reputation_status",
            "cnam_registration_status",
            "profile_uuid",
            "verification_info",
        ] {
            fields.remove(newer);
        }
    }
    record
}
