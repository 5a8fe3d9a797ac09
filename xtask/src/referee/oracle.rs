//! What a list should return, worked out from the records that the stand-in holds and from what is known of the
//! service's filters. None of the stand-in's own code takes part in it.

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::world::{Owned, Resource, World};

/// The arguments of a call, by their names on the wire.
pub(super) type Arguments = Map<String, Value>;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Every record that a list with these arguments is made of, on whichever page, newest first.
pub(super) fn matching(
    world: &World,
    resource: Resource,
    arguments: &Arguments,
) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    for held in world.held(resource) {
        let mut passes = window(world, resource, arguments, &held.record)?;
        for (name, value) in arguments {
            passes = passes && filter(resource, name, &text(value), held)?;
        }
        if passes {
            found.push(held.record.clone());
        }
    }
    Ok(found)
}

/// The UUIDs of the calls that a live or queued list with these arguments names, newest first.
pub(super) fn unfinished(world: &World, status: &str, arguments: &Arguments) -> Vec<String> {
    let asked = |name: &str| arguments.get(name).map(text);
    let listed = world.live_calls.iter().filter(|call| {
        let state = if field(call, "call_status") == "queued" {
            "queued"
        } else {
            "live"
        };
        state == status
            && asked("call_direction").is_none_or(|wanted| field(call, "direction") == wanted)
            && asked("from_number").is_none_or(|wanted| begins(&field(call, "from"), &wanted))
            && asked("to_number").is_none_or(|wanted| begins(&field(call, "to"), &wanted))
    });
    listed.map(|call| field(call, "call_uuid")).collect()
}

/// An argument as text, which is how it travels.
pub(super) fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A point in time as records have it: a date and a time with a space between, and the zone of the console.
pub(super) fn time(record: &Value, name: &str) -> Result<Timestamp> {
    let text = field(record, name);
    text.parse()
        .with_context(|| format!("the stand-in's {name} {text:?} is no time"))
}

/// A point in time as filters have it: UTC, with a space and no zone.
pub(super) fn utc(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn field(record: &Value, name: &str) -> String {
    record
        .get(name)
        .filter(|value| !value.is_null())
        .map(text)
        .unwrap_or_default()
}

/// How far a list looks that was given no time, or the bounds that it was given.
fn window(
    world: &World,
    resource: Resource,
    arguments: &Arguments,
    record: &Value,
) -> Result<bool> {
    let (name, usual) = match resource {
        Resource::Messages => ("message_time", DAY),
        Resource::Calls => ("end_time", 7 * DAY),
        Resource::Numbers | Resource::Applications => return Ok(true),
    };
    let at = time(record, name)?;
    let bound = |suffixes: [&str; 2]| -> Result<Option<Timestamp>> {
        let mut given = suffixes
            .iter()
            .filter_map(|suffix| arguments.get(&format!("{name}{suffix}")));
        given.next().map(|value| instant(&text(value))).transpose()
    };
    let (lower, upper) = (bound(["__gt", "__gte"])?, bound(["__lt", "__lte"])?);
    let bounded = lower.is_some() || upper.is_some() || arguments.contains_key(name);
    let age = if bounded { 90 * DAY } else { usual };
    // One bound on calls reaches thirty days from it.
    let reaches = match (resource, lower, upper) {
        (Resource::Calls, Some(lower), None) => at <= lower + 30 * DAY,
        (Resource::Calls, None, Some(upper)) => at >= upper - 30 * DAY,
        _ => true,
    };
    Ok(at >= world.now - age && reaches)
}

/// Whether a record passes one filter. A name that the service does not know is no filter.
fn filter(resource: Resource, name: &str, wanted: &str, held: &Owned) -> Result<bool> {
    let record = &held.record;
    let (stem, form) = name.split_once("__").unwrap_or((name, ""));
    let is = |name: &str| field(record, name) == wanted;
    let has = |service: &str| field(record, &format!("{service}_enabled")) == "true";
    Ok(match (resource, stem) {
        (_, "subaccount") => held.owner.as_deref() == Some(wanted),
        (Resource::Messages, "message_time") | (Resource::Calls, "end_time") => {
            compare(form, &time(record, stem)?, &instant(wanted)?)
        }
        (Resource::Messages, "from_number" | "to_number") => {
            digits(&field(record, stem)) == digits(wanted)
        }
        (Resource::Calls, "from_number" | "to_number") => begins(&field(record, stem), wanted),
        (Resource::Calls, "bill_duration") => {
            let seconds = |text: &str| text.parse::<i64>().context("bill_duration is no integer");
            compare(form, &seconds(&field(record, stem))?, &seconds(wanted)?)
        }
        // Dates in this form are in the order of their texts.
        (Resource::Numbers, "renewal_date") => {
            compare(form, &field(record, stem), &wanted.to_owned())
        }
        (Resource::Numbers, "number_startswith") => field(record, "number").starts_with(wanted),
        (Resource::Numbers, "services") => wanted.split(',').all(has),
        (Resource::Applications, "app_name") => field(record, stem).starts_with(wanted),
        (Resource::Messages, _) if MESSAGE_FIELDS.contains(&name) => is(name),
        (Resource::Numbers, _) if NUMBER_FIELDS.contains(&name) => is(name),
        (Resource::Calls, _) if CALL_FIELDS.contains(&name) => is(name),
        _ => true,
    })
}

/// Filters by the exact value of the field of the same name.
const MESSAGE_FIELDS: [&str; 10] = [
    "message_direction",
    "message_state",
    "message_type",
    "error_code",
    "powerpack_id",
    "tendlc_campaign_id",
    "tendlc_registration_status",
    "destination_country_iso2",
    "conversation_id",
    "conversation_origin",
];
const NUMBER_FIELDS: [&str; 7] = [
    "type",
    "alias",
    "cnam_lookup",
    "tendlc_campaign_id",
    "tendlc_registration_status",
    "toll_free_sms_verification",
    "toll_free_sms_verification_order_status",
];
const CALL_FIELDS: [&str; 5] = [
    "call_direction",
    "parent_call_uuid",
    "hangup_cause_code",
    "hangup_source",
    "stir_verification",
];

fn compare<T: Ord>(form: &str, value: &T, bound: &T) -> bool {
    match form {
        "gt" => value > bound,
        "gte" => value >= bound,
        "lt" => value < bound,
        "lte" => value <= bound,
        _ => value == bound,
    }
}

/// Reads a point in time as filters have it.
fn instant(text: &str) -> Result<Timestamp> {
    format!("{text}Z")
        .parse()
        .with_context(|| format!("the case's time {text:?} is no time"))
}

fn begins(number: &str, prefix: &str) -> bool {
    digits(number).starts_with(&digits(prefix))
}

/// The digits of a number; a sender id or an address stays as it is.
fn digits(text: &str) -> String {
    if text.chars().any(char::is_alphabetic) {
        text.to_owned()
    } else {
        text.chars().filter(char::is_ascii_digit).collect()
    }
}
