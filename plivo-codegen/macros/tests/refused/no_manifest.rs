mod beacon {
    plivo_macros::client!("../../../tmp/manifests/nowhere.yaml");
}

fn main() {
    let _ = beacon::Client::new("oslo", "a token");
}
