//! A client and Lua functions for a service of one's own: the manifest is `tides.yaml`.

mod service;

mod tides {
    plivo_macros::lua!("tides.yaml");
}

use plivo_lua_host::{Accounts, Host, Interpreter};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = tides::Client::builder("a reader's key")
        .base_address(service::start().await?)
        .build()?;

    for tide in client.list_tides("Bergen").above(120).send().await? {
        println!("Rust\t{}\t{}", tide.at, tide.height);
    }

    let accounts = Accounts::new(client.api().clone());
    let host = Host::builder()
        .integration(&tides::lua::TIDES, accounts)
        .build()?;
    Interpreter::new(host)
        .run("tides.lua", include_str!("../tides.lua"))
        .await?;
    Ok(())
}
