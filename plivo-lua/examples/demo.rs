//! Runs the seven documented examples against the sandbox, and prints their output. Also shows a host with one
//! account in thirty lines.
//!
//! ```sh
//! cargo run -p plivo-lua --example demo
//! ```

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anstream::println;
use anstyle::{AnsiColor, Style};
use plivo_client::Client;
use plivo_client::RateLimits;
use plivo_lua::{Accounts, CapturedOutput, Clock, Host, Interpreter, PLIVO, Permissions};
use plivo_sandbox::Sandbox;

const NAME: Style = AnsiColor::Cyan.on_default().bold();
const SCRIPT: Style = Style::new().dimmed();
const FAILED: Style = AnsiColor::Red.on_default().bold();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let sandbox = Arc::new(Sandbox::start().await?);
    let account = sandbox
        .account("default")
        .ok_or("the sandbox has no default account")?;
    let client = Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .rate_limits(RateLimits::none())
        .build()?;
    println!(
        "a sandbox of {} listens on {}\n",
        PLIVO.name,
        sandbox.base_url()
    );

    let accounts = Accounts::new(client.api().clone());
    // The sandbox's clock, which sleeps move, so they take no time.
    let (now, advanced) = (Arc::clone(&sandbox), Arc::clone(&sandbox));
    let clock = Clock::simulated(
        move || now.now(),
        move |by: Duration| {
            let reports = advanced.advance(by);
            async move { reports.await }
        },
    );
    // Nothing leaves this machine.
    let host = Host::builder()
        .integration(&PLIVO, accounts)
        .clock(clock)
        .permissions(Permissions::ALL)
        .build()?;
    let mut ran = 0;
    for binding in PLIVO.functions {
        let name = binding.function.name;
        println!("{NAME}{name}{NAME:#}  {}\n", binding.brief);
        for line in binding.example.lines() {
            println!("    {SCRIPT}{line}{SCRIPT:#}");
        }
        println!();
        let printed = CapturedOutput::new();
        let interpreter = Interpreter::new(host.clone()).output(printed.clone());
        let outcome = interpreter.run(name, binding.example).await;
        for line in printed.text().lines() {
            println!("  {line}");
        }
        match outcome {
            Ok(_) => ran += 1,
            Err(error) => println!("  {FAILED}{error}{FAILED:#}"),
        }
        println!();
    }

    let all = PLIVO.functions.len();
    let requests = sandbox.journal().len();
    println!("{ran} of {all} documented examples ran, over HTTP, in {requests} requests");
    Ok(if ran == all {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
