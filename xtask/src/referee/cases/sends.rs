//! Sends: to one, to several, with every option.

use anyhow::Result;
use serde_json::{Value, json};

use super::arguments;
use crate::referee::case::{Case, Expected, Operation, Raising, Sending};
use crate::referee::sdk::Sdk;
use crate::referee::world::{Resource, World};

const CREATE: Operation = Operation::MESSAGES_CREATE;
const SOURCE: &str = "14155551234";
const ONE: &str = "14155559001";
const TWO: &str = "14155559002";
const MASKED: &str = "141XXXXX001";
/// With the first once more in another spelling, and what is no number.
const SEVERAL: [&str; 4] = [ONE, TWO, "+1 (415) 555-9001", "not-a-number"];

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let mut cases = vec![
        send(
            "Grüße & 🙂 <b>\"quoted\"</b>\nsecond line",
            [],
            &[ONE],
            &[("message_type", json!("sms")), ("units", json!(1))],
        ),
        several("several in one text", json!(SEVERAL.join("<"))),
        send(
            "a report by GET",
            [
                ("url", json!("https://example.com/report")),
                ("method", json!("GET")),
            ],
            &[ONE],
            &[],
        ),
        send("tracked", [("trackable", json!(true))], &[ONE], &[]),
        send("not for long", [("message_expiry", json!(60))], &[ONE], &[]),
        send(
            "chat",
            [("type", json!("whatsapp"))],
            &[ONE],
            &[("message_type", json!("whatsapp"))],
        ),
        send(
            "pictures",
            [
                ("type", json!("mms")),
                (
                    "media_urls",
                    json!(["https://example.com/one.png", "https://example.com/two.png"]),
                ),
                ("media_ids", json!(["1b7d4c1e-54e5-4d0b-9f43-0f2a6f9d7c11"])),
            ],
            &[ONE],
            &[("message_type", json!("mms"))],
        ),
        send(
            "registered",
            [
                ("dlt_entity_id", json!("1101500000000000001")),
                ("dlt_template_id", json!("1107160000000000002")),
                ("dlt_template_category", json!("service_implicit")),
            ],
            &["919876543210"],
            &[
                ("dlt_entity_id", json!("1101500000000000001")),
                ("dlt_template_id", json!("1107160000000000002")),
                ("dlt_template_category", json!("service_implicit")),
                ("destination_country_iso2", json!("IN")),
            ],
        ),
    ];
    cases.push(list_of_destinations());
    cases.push(powerpack(world)?);
    cases.extend(logs());
    Ok(cases)
}

/// A send to one or more numbers from the account's own.
fn send<const N: usize>(
    text: &str,
    options: [(&str, Value); N],
    accepted: &[&'static str],
    record: &[(&'static str, Value)],
) -> Case {
    let mut given = arguments([
        ("src", json!(SOURCE)),
        ("dst", json!(accepted.join("<"))),
        ("text", json!(text)),
    ]);
    given.extend(arguments(options));
    let mut record = record.to_vec();
    record.push(("from_number", json!(SOURCE)));
    let sending = Sending {
        accepted: accepted.to_vec(),
        body: given.clone(),
        record,
        ..Sending::default()
    };
    Case::new(CREATE, given, Expected::Sent(sending))
}

/// A duplicate in another spelling is dropped, what is no number is refused, the rest is sent.
fn several(text: &str, dst: Value) -> Case {
    let given = arguments([("src", json!(SOURCE)), ("dst", dst), ("text", json!(text))]);
    let mut body = given.clone();
    body.insert("dst".to_owned(), json!(SEVERAL.join("<")));
    let sending = Sending {
        accepted: vec![ONE, TWO],
        refused: vec!["not-a-number"],
        body,
        record: Vec::new(),
    };
    Case::new(CREATE, given, Expected::Sent(sending)).shown(CREATE.row, &["dst (several)"])
}

const LIST: &str = "it sends a list of destinations as Python prints lists, in which no number is valid; joined by < \
    it is right";

fn list_of_destinations() -> Case {
    let unread = Raising {
        python: "ValidationError",
        node: "",
        status: Some(400),
        says: "dst",
    };
    let case = several("several in a list", json!(SEVERAL));
    case.departs(Sdk::Python, Expected::Raised(unread), LIST)
}

/// A pool of numbers in the place of the source.
fn powerpack(world: &World) -> Result<Case> {
    let pool = world.with(Resource::Messages, "powerpack_id")?["powerpack_id"].clone();
    let given = arguments([
        ("powerpack_uuid", pool.clone()),
        ("dst", json!(ONE)),
        ("text", json!("from a pool")),
    ]);
    let sending = Sending {
        accepted: vec![ONE],
        body: given.clone(),
        record: vec![("powerpack_id", pool)],
        ..Sending::default()
    };
    Ok(Case::new(CREATE, given, Expected::Sent(sending)))
}

/// Every value of `log`, and what the record shows of the destination.
fn logs() -> Vec<Case> {
    let log = |text: &str, value: Value, logged: Value, shown: &'static str| {
        let record = [("log", logged), ("to_number", json!(shown))];
        send(text, [("log", value)], &[ONE], &record)
    };
    let mut cases = vec![
        log("logged", json!("true"), json!(true), ONE),
        log("not logged", json!("false"), json!(false), MASKED),
        log(
            "content only",
            json!("content_only"),
            json!("content_only"),
            MASKED,
        ),
        log(
            "number only",
            json!("number_only"),
            json!("number_only"),
            ONE,
        ),
    ];
    let lost = |text: &str| Sending {
        accepted: vec![ONE],
        body: arguments([("text", json!(text))]),
        record: vec![("log", json!(true)), ("to_number", json!(ONE))],
        ..Sending::default()
    };
    let refused = Raising {
        python: "ValidationError",
        node: "",
        status: None,
        says: "log should be of type",
    };
    let text = "not logged, as a boolean";
    cases.push(
        log(text, json!(false), json!(false), MASKED)
            .departs(
                Sdk::Node,
                Expected::Sent(lost(text)),
                "it drops log = false, so that the message is logged; \"false\" as text is right",
            )
            .departs(
                Sdk::Python,
                Expected::Raised(refused),
                "it takes log as text alone and refuses a boolean without a request",
            ),
    );
    cases
}
