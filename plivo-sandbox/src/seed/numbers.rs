//! The numbers that an account begins with: each type and each combination of services, with and without an alias, an
//! application and a registration.

use jiff::{SignedDuration, ToSpan};
use serde_json::{Value, json};

use super::profile::{Profile, Rented};
use crate::account::Account;
use crate::phone::money;
use crate::record::number::Number;
use crate::times::{self, START};

const REGISTRATIONS: [Option<&str>; 4] = [
    Some("UNREGISTERED"),
    Some("PROCESSING"),
    Some("COMPLETED"),
    None,
];

pub(super) fn seed(account: &Account, profile: &Profile) -> Vec<Number> {
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
        (digits.as_str(), "local", services, None, None)
    });
    let rented = profile.numbers.iter().map(|number| {
        let Rented {
            digits,
            kind,
            services,
            alias,
            application,
        } = *number;
        (digits, kind, services, alias, application)
    });
    let mut numbers = Vec::new();
    for (index, (digits, kind, services, alias, application)) in rented.chain(more).enumerate() {
        let application = application
            .and_then(|place| profile.applications.get(place))
            .map(|named| named.0);
        let parts = Parts {
            digits,
            kind,
            services,
            alias,
            application,
        };
        numbers.push(number(account, profile, index, &parts));
    }
    numbers
}

struct Parts<'a> {
    digits: &'a str,
    kind: &'static str,
    services: &'a [&'static str],
    alias: Option<&'a str>,
    application: Option<&'a str>,
}

fn number(account: &Account, profile: &Profile, index: usize, parts: &Parts<'_>) -> Number {
    let place = i64::try_from(index).unwrap_or(0);
    let added_on = times::date(
        START - SignedDuration::from_hours(24 * (20 + 31 * place)),
        account.zone(),
    );
    let renewal_date =
        times::date(START, account.zone()).saturating_add((1 + place * 3 % 28).days());
    let has = |service: &str| parts.services.contains(&service);
    let american = parts.digits.starts_with('1');
    let registered = american && parts.kind == "local" && has("sms");
    let registration = REGISTRATIONS
        .into_iter()
        .cycle()
        .nth(index)
        .flatten()
        .filter(|_| registered);
    let campaign = registration
        .filter(|status| *status != "UNREGISTERED")
        .map(|_| "CSANDBOX");
    let tollfree = parts.kind == "tollfree" && american;
    let marketing = matches!(
        parts.alias,
        Some("Campaigns" | "Los Angeles office" | "London office")
    );
    let subaccount = marketing.then(|| account.subaccount_id());
    let country = country(parts.digits, profile);
    let record = json!({
        "active": index % 11 != 10,
        "added_on": added_on.to_string(),
        "alias": parts.alias,
        "application": parts.application.map(|id| account.address(&format!("Application/{id}/"))),
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
        "number": parts.digits,
        "number_type": parts.kind,
        "profile_uuid": null,
        "region": if country == profile.country { profile.region } else { "" },
        "renewal_date": renewal_date.to_string(),
        "resource_uri": account.address(&format!("Number/{}/", parts.digits)),
        "sms_enabled": has("sms"),
        "sms_rate": if has("sms") { money(550) } else { money(0) },
        "sub_account": subaccount,
        "sub_account_name": subaccount.map(|_| "Marketing"),
        "tendlc_campaign_id": campaign,
        "tendlc_registration_status": registration,
        "toll_free_sms_verification": tollfree.then_some("verified"),
        "toll_free_sms_verification_id": tollfree.then_some("1b7d4c1e-54e5-4d0b-9f43-0f2a6f9d7c11"),
        "toll_free_sms_verification_order_status": tollfree.then_some("APPROVED"),
        "type": parts.kind,
        "verification_info": {},
        "voice_enabled": has("voice"),
        "voice_rate": if has("voice") { money(850) } else { money(0) },
    });
    Number {
        record: without_some_keys(record, index),
        digits: parts.digits.to_owned(),
        kind: parts.kind,
        services: parts.services.to_vec(),
        renewal_date,
    }
}

fn country(digits: &str, profile: &Profile) -> &'static str {
    match crate::phone::country(digits).iso2 {
        "US" => "United States",
        "GB" => "United Kingdom",
        "DE" => "Germany",
        _ => profile.country,
    }
}

/// Older numbers lack what the service has added since, so every fourth one does.
fn without_some_keys(mut record: Value, index: usize) -> Value {
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
