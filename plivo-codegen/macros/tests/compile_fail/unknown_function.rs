mod beacon {
    plivo_macros::client!("right.yaml", only = [switch_lamp, list_lighthuses]);
}

fn main() {
    let _ = beacon::Client::new("oslo", "a token");
}
