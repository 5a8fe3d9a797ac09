//! A manifest that is not Plivo's, expanded in a crate that is not the project's.

mod beacon {
    plivo_macros::lua!("../plivo-codegen/tests/lighthouse.yaml");
}

use beacon::enums::Lamp;
use beacon::{BEACON, Client};
use plivo_runtime::{Blocking, ErrorKind};

#[test]
fn the_client_makes_the_requests_that_the_manifest_describes() {
    let client = Client::new("oslo", "secret").unwrap();
    let list = client
        .list_lighthouses()
        .limit(5)
        .lamp(Lamp::Lit)
        .into_request()
        .prepare()
        .unwrap();
    assert_eq!(list.path(), "Lighthouse/");
    assert_eq!(
        list.query(),
        [("limit", "5".to_owned()), ("lamp_state", "lit".to_owned())]
    );

    let switch = client
        .switch_lamp("the skerry", Lamp::Dark)
        .into_request()
        .prepare()
        .unwrap();
    assert_eq!(switch.path(), "Lighthouse/the%20skerry/Lamp/");
}

#[test]
fn a_client_can_be_made_blocking() {
    let client = Client::new("oslo", "secret").unwrap();
    let client = client.with_mode(Blocking::default());
    let refused = client.list_lighthouses().limit(51).send().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidArguments);

    let mut lighthouses = client.list_lighthouses().limit(0).stream();
    let refused = lighthouses.next().unwrap().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidArguments);
    assert!(lighthouses.next().is_none());
}

#[test]
fn the_bindings_name_the_same_functions() {
    let names: Vec<_> = beacon::lua::BEACON
        .functions
        .iter()
        .map(|binding| binding.tool_name)
        .collect();
    assert_eq!(names, ["beacon_list_lighthouses", "beacon_switch_lamp"]);
    assert_eq!(beacon::lua::BEACON.service.name, BEACON.name);
}
