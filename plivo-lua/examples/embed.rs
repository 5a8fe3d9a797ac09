//! A program that runs other people's Lua scripts: two accounts, approval of sends, an observer, limits, and scripts
//! side by side. It uses the sandbox, so it needs no account.
//!
//! ```sh
//! cargo run -p plivo-lua --example embed
//! ```

use std::error::Error;
use std::time::Duration;

use plivo_lua::plivo_client::{Client, Effect};
use plivo_lua::worker::{self, WorkerPool};
use plivo_lua::{
    Accounts, CallReport, Decision, Host, Limits, Outcome, PLIVO, PendingCall, Permission,
    Permissions, ScriptError,
};
use plivo_sandbox::Sandbox;

const REMIND: &str = r#"
local us = app.integrations.plivo.us
print("newest message:", us.list_messages{limit = 1}.objects[1].message_state)
local message = {src = "+12125550111", dst = "+14155551234", text = "Your table is ready."}
local sent = us.send_sms(message)
message.text = "See https://example.com/menu"
local ok, failure = pcall(us.send_sms, message)
assert(not ok)
print(failure.code, failure.effect)
return sent.message_uuid
"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Scripts run in processes of their own, which are this program, started again.
    worker::init(&[&PLIVO]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve())
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let limits = Limits::default()
        .cpu(Duration::from_secs(1))
        .timeout(Duration::from_mins(1))
        .memory(16 * 1024 * 1024);
    let workers = WorkerPool::new(host(&sandbox)?)
        .limits(limits)
        .max_workers(4);
    let (reminded, endless) = tokio::join!(
        run(&workers, "remind.lua", REMIND),
        run(&workers, "endless.lua", "while true do end"),
    );
    println!("remind.lua returned {}", reminded?.result);
    match endless {
        Ok(_) => Err("an endless script ended".into()),
        Err(error) => {
            println!("{error}");
            Ok(())
        }
    }
}

/// Returns a host whose scripts can read two accounts, and send from one of them with approval.
fn host(sandbox: &Sandbox) -> Result<Host, Box<dyn Error>> {
    let accounts = Accounts::new(client(sandbox, "default")?.api().clone())
        .with("us", client(sandbox, "us")?.api().clone())
        .permit("us", Permissions::ALL.write(Permission::Ask));
    let host = Host::builder()
        .integration(&PLIVO, accounts)
        .permissions(Permissions::READ_ONLY)
        .ask(approve)
        .observe(observe)
        .build()?;
    Ok(host)
}

/// Returns the client of an account, whose credentials scripts never see.
fn client(sandbox: &Sandbox, name: &str) -> Result<Client, Box<dyn Error>> {
    let account = sandbox
        .account(name)
        .ok_or("the sandbox has no such account")?;
    let client = Client::builder(account.auth_id(), account.auth_token());
    // Without this line, the client uses Plivo.
    let client = client.base_address(sandbox.base_url());
    Ok(client.build()?)
}

/// Decides about a send. The script waits, so this can ask a person.
async fn approve(call: PendingCall) -> Decision {
    match call.arguments.text("text") {
        Some(text) if !text.contains("://") => Decision::Allow,
        _ => Decision::Refuse("messages with links need a person's approval".to_owned()),
    }
}

/// Logs a call that is over, also a refused or cancelled one.
fn observe(call: &CallReport) {
    if call.effect == Effect::Unknown {
        // A person should look up whether it was done.
        eprintln!("warning: {} may have been done", call.path);
    }
    println!(
        "{} on {}: requests {}, effect {}",
        call.path,
        call.account,
        call.requests,
        call.effect.code()
    );
}

async fn run(workers: &WorkerPool, name: &str, script: &str) -> Result<Outcome, ScriptError> {
    let mut printed = Vec::new();
    let outcome = workers.run(name, script, &mut printed).await;
    print!("{}", String::from_utf8_lossy(&printed));
    outcome
}
