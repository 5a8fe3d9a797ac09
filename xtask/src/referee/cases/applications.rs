//! Lists of applications.

use anyhow::Result;
use serde_json::json;

use super::{arguments, deferred, one_by_one, pages, walk};
use crate::referee::case::{Case, Operation};
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
    cases.push(deferred(LIST));
    cases.push(walk(world, "applications.walk", LIST, APPLICATIONS)?);
    Ok(cases)
}
