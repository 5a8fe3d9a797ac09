mod beacon {
    plivo_macros::client!("nowhere.yaml");
}

fn main() {
    let _ = beacon::Client::new("oslo", "a token");
}
