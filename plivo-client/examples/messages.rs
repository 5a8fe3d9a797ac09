//! Lists messages, and sends one if it is given two numbers.
//!
//! ```sh
//! export PLIVO_AUTH_ID=… PLIVO_AUTH_TOKEN=…
//! cargo run -p plivo-client --example messages
//! cargo run -p plivo-client --example messages -- +14155551234 +14155552671
//! ```
//!
//! `PLIVO_BASE_ADDRESS` sends the requests to a sandbox, such as the one that `plivo-lua sandbox` starts.

use std::process::ExitCode;

use plivo_client::{Client, MessageState, Result};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let client = Client::from_env()?;
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

    let mut numbers = std::env::args().skip(1);
    if let (Some(src), Some(dst)) = (numbers.next(), numbers.next()) {
        let sent = client
            .send_sms(src, dst, "Your table is ready.")
            .send()
            .await?;
        println!("queued: {}", sent.message_uuid().unwrap_or("nothing"));
    }

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
