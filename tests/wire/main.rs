//! Every argument of every function does what it says: set from Rust and from Lua, it travels as Plivo knows it, and the
//! answer is what the stand-in's data makes a person expect.
//!
//! What has to travel is written in the cases by hand, from what is known of Plivo and not from the manifest: a manifest
//! that is wrong about the wire fails here. The manifest says only which parameters there are; each needs a case.
#![cfg(test)]

mod listing;
mod request;
mod stage;
mod verdict;

mod messages;

use listing::{Filter, Listing};

async fn each_holds<L: Listing>(cases: Vec<Filter<L>>) {
    let mut verdicts = Vec::new();
    for case in cases {
        verdicts.push(case.verdict().await);
    }
    verdict::conclude(verdicts);
}

#[tokio::test]
async fn list_messages() {
    each_holds(messages::cases()).await;
    let s = plivo_sandbox::Sandbox::start().await.unwrap();
    for m in s.messages("default").iter().take(42) { println!("{m}"); }
    for m in s.numbers("default").iter().take(42) { println!("{m}"); }
    for m in s.calls("default").iter().take(42) { println!("{m}"); }
}
