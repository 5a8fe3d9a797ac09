//! Lists messages and sends one, against the sandbox on this machine.
//!
//! ```sh
//! cargo run -p plivo-client --example messages
//! ```

use std::process::ExitCode;

use plivo_client::{Client, MessageState, Result};
use plivo_sandbox::Sandbox;

#[tokio::main]
async fn main() -> ExitCode {
    let Ok(sandbox) = Sandbox::start().await else {
        eprintln!("the sandbox cannot be started on 127.0.0.1");
        return ExitCode::FAILURE;
    };
    let Some(account) = sandbox.account("default") else {
        return ExitCode::FAILURE;
    };
    let client = Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .build();
    match client {
        Ok(client) => match run(&client).await {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => eprintln!("{error}"),
        },
        Err(error) => eprintln!("{error}"),
    }
    ExitCode::FAILURE
}

async fn run(client: &Client) -> Result<()> {
    let page = client
        .list_messages()
        .limit(5)
        .message_state(MessageState::Delivered)
        .send()
        .await?;
    for message in &page {
        println!(
            "{} {} -> {}",
            message.message_uuid,
            message.from(),
            message.to()
        );
    }

    let sent = client
        .send_sms("+14155552671", "+14155551234", "Your table is ready.")
        .send()
        .await?;
    println!("queued: {}", sent.message_uuid().unwrap_or("nothing"));

    // Fetches page after page, in constant memory.
    let mut failed = client
        .list_messages()
        .message_state(MessageState::Failed)
        .stream()
        .prefetch(1);
    let mut count = 0;
    while failed.try_next().await?.is_some() {
        count += 1;
    }
    println!("{count} failed in the last 24 hours");
    Ok(())
}
