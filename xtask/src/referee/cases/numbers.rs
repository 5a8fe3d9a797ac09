//! Numbers: lists, and one number.

use anyhow::Result;
use serde_json::json;

use super::{arguments, one_by_one, pages, walk};
use crate::referee::case::{Case, Expected, Operation};
use crate::referee::world::{Resource, World};

const LIST: Operation = Operation::NUMBERS_LIST;
const NUMBERS: Resource = Resource::Numbers;

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let list = |arguments| Case::list(world, LIST, NUMBERS, arguments);
    let campaign = world.with(NUMBERS, "tendlc_campaign_id")?;
    let verified = world.with(NUMBERS, "toll_free_sms_verification")?;
    let renewal = &campaign["renewal_date"];
    let mut cases = vec![list(arguments([]))?];
    cases.extend(one_by_one(
        world,
        LIST,
        NUMBERS,
        [
            ("type", json!("local")),
            ("type", json!("mobile")),
            ("type", json!("fixed")),
            ("type", json!("national")),
            ("type", json!("tollfree")),
            ("number_startswith", json!("44")),
            ("subaccount", json!(world.subaccount)),
            ("alias", json!("Support line")),
            ("services", json!("voice")),
            ("services", json!("sms")),
            ("services", json!("mms")),
            ("services", json!("voice,mms")),
            ("tendlc_registration_status", json!("PROCESSING")),
            ("tendlc_campaign_id", campaign["tendlc_campaign_id"].clone()),
            (
                "toll_free_sms_verification",
                verified["toll_free_sms_verification"].clone(),
            ),
            (
                "toll_free_sms_verification_order_status",
                verified["toll_free_sms_verification_order_status"].clone(),
            ),
            ("cnam_lookup", json!("enabled")),
            ("cnam_lookup", json!("disabled")),
            ("renewal_date", renewal.clone()),
            ("renewal_date__gt", renewal.clone()),
            ("renewal_date__gte", renewal.clone()),
            ("renewal_date__lt", renewal.clone()),
            ("renewal_date__lte", renewal.clone()),
        ],
    )?);
    cases.push(list(arguments([
        ("type", json!("local")),
        ("services", json!("voice,sms")),
        ("number_startswith", json!("1415")),
        ("cnam_lookup", json!("enabled")),
        ("limit", json!(3)),
        ("offset", json!(1)),
    ]))?);
    cases.extend(pages(world, LIST, NUMBERS)?);
    cases.push(walk(world, "numbers.walk", LIST, NUMBERS)?);
    // One of each type, and so of each kind of record.
    let mut types = Vec::new();
    for held in world.held(NUMBERS) {
        let kind = &held.record["type"];
        if !types.contains(kind) {
            types.push(kind.clone());
            let given = arguments([("number", held.record["number"].clone())]);
            cases.push(Case::new(
                Operation::NUMBERS_GET,
                given,
                Expected::Record(held.record.clone()),
            ));
        }
    }
    Ok(cases)
}
