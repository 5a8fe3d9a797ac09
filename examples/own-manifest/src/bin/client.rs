//! The same functions from Rust, and from a script that a program of your own runs.

use own_manifest::{start_service, tides};
use plivo_lua_host::{Accounts, Host, Interpreter};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = tides::Client::builder("a reader's key")
        .base_address(start_service(0).await?)
        .build()?;

    for tide in client.list_tides("Bergen").above(120).send().await? {
        println!("Rust\t{}\t{}", tide.at, tide.height);
    }

    let accounts = Accounts::new(client.api().clone());
    let host = Host::builder()
        .integration(&tides::lua::TIDES, accounts)
        .build()?;
    Interpreter::new(host)
        .run("tides.lua", include_str!("../../tides.lua"))
        .await?;
    Ok(())
}
