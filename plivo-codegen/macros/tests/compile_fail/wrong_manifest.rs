mod beacon {
    plivo_macros::lua!("wrong.yaml");
}

use beacon::enums::Lamp;
use beacon::{BEACON, Client};

/// Nothing of this is an error beside those of the manifest.
fn main() {
    let client = Client::new("oslo", "a token").unwrap();
    let lighthouses = client.list_lighthouses().lamp(Lamp::Lit).limit(5);
    println!("{} {}", BEACON.name, beacon::lua::BEACON.functions.len());
    drop(lighthouses);
}
