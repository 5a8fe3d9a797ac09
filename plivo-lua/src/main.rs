//! `plivo-lua`: Plivo's functions for scripts, for agents and on the command line.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use plivo_lua::program::Sandbox;
use plivo_lua::{Clock, PLIVO, verify};

fn main() -> ExitCode {
    plivo_lua::program(&PLIVO)
        .name("plivo-lua")
        .version(env!("CARGO_PKG_VERSION"))
        .sandbox(
            "It has the accounts `default`, `us` and `uk`. Its clock starts at 2026-02-01T12:00:00Z; a script that sleeps moves it, and messages are delivered within seconds.",
            start_sandbox,
        )
        .verify(verify::ABOUT, verify::verify)
        .sandbox_clients(include_str!("../sandbox.md"))
        .editor_types(&[
            ("plivo.d.lua", include_str!("../types/plivo.d.lua")),
            (".luarc.json", include_str!("../types/.luarc.json")),
            (".emmyrc.json", include_str!("../types/.emmyrc.json")),
        ])
        .main()
}

async fn start_sandbox(port: u16) -> io::Result<Sandbox> {
    let running = plivo_sandbox::Sandbox::builder()
        .port(port)
        // Nobody reads the journal here.
        .journal_capacity(1)
        .start()
        .await?;
    let sandbox = Sandbox::new(running.base_url());
    let sandbox = running.accounts().fold(sandbox, |sandbox, account| {
        sandbox.account(account.name(), [account.auth_id(), account.auth_token()])
    });
    let running = Arc::new(running);
    let (now, advanced) = (Arc::clone(&running), Arc::clone(&running));
    let time = Clock::simulated(
        move || now.now(),
        move |by: Duration| {
            // Webhooks are delivered in the background.
            drop(advanced.advance(by));
            async {}
        },
    );
    Ok(sandbox.time(time).clock(run_clock(running)))
}

/// Moves the sandbox's clock along with time; never ends.
async fn run_clock(sandbox: Arc<plivo_sandbox::Sandbox>) {
    let second = Duration::from_secs(1);
    let mut seconds = tokio::time::interval(second);
    seconds.tick().await;
    loop {
        seconds.tick().await;
        // Webhooks are delivered in the background.
        drop(sandbox.advance(second));
    }
}
