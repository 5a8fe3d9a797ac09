//! Lists of applications.

use anyhow::Result;
use serde_json::json;

use super::{arguments, one_by_one, pages};
use crate::referee::case::{Case, Expected, Operation, Raising};
use crate::referee::oracle::{self, Arguments};
use crate::referee::sdk::Sdk;
use crate::referee::world::{Resource, World};

const LIST: Operation = Operation::APPLICATIONS_LIST;
const APPLICATIONS: Resource = Resource::Applications;

pub(super) fn cases(world: &World) -> Result<Vec<Case>> {
    let list = |arguments| Case::list(world, LIST, APPLICATIONS, arguments);
    let mut cases = vec![list(arguments([]))?];
    cases.extend(one_by_one(
        world,
        LIST,
        APPLICATIONS,
        [
            ("subaccount", json!(world.subaccount)),
            ("app_name", json!("Support IVR")),
            ("app_name", json!("Campaign")),
        ],
    )?);
    cases.push(list(arguments([
        ("subaccount", json!(world.subaccount)),
        ("app_name", json!("Campaign")),
        ("limit", json!(1)),
        ("offset", json!(1)),
    ]))?);
    cases.extend(pages(world, LIST, APPLICATIONS)?);
    let callback = [
        ("callback_url", json!("https://example.com/answer")),
        ("callback_method", json!("POST")),
    ];
    let broken = Raising {
        python: "",
        node: "TypeError",
        status: None,
        says: "forEach",
    };
    cases.push(Case::new(LIST, arguments(callback), Expected::Deferred).departs(
        Sdk::Node,
        Expected::Raised(broken),
        "it looks for objects in the answer to a list even where the answer goes to a callback_url, and fails with a TypeError",
    ));
    let all = oracle::matching(world, APPLICATIONS, &Arguments::new())?;
    let walk = Operation::new("applications.walk", LIST.row);
    cases.push(
        Case::new(walk, Arguments::new(), Expected::Walk(APPLICATIONS, all))
            .shown(LIST.row, &["every page"])
            .only(Sdk::Python),
    );
    Ok(cases)
}
