//! The documented examples and scripts that follow the published reference run over HTTP.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use plivo_lua::{Accounts, Clock, Host, PLIVO, Permissions};
use plivo_sandbox::Sandbox;
use xtask::lua_check::Block;

use crate::harness;

/// Returns a host with the sandbox's accounts and its clock, so that sleeps take no time.
pub(crate) fn host(sandbox: &Arc<Sandbox>) -> Host {
    let connection = |name| harness::client(sandbox, name).api().clone();
    let accounts = Accounts::new(connection("default"))
        .with("us", connection("us"))
        .with("uk", connection("uk"));
    let (now, advanced) = (Arc::clone(sandbox), Arc::clone(sandbox));
    let clock = Clock::simulated(
        move || now.now(),
        move |by: Duration| {
            let reports = advanced.advance(by);
            async move { reports.await }
        },
    );
    let host = Host::builder().integration(&PLIVO, accounts).clock(clock);
    host.permissions(Permissions::ALL).build().unwrap()
}

/// Runs a script, and returns what it prints.
async fn print(host: &Host, script: &str) -> String {
    harness::print(host.clone(), "script.lua", script).await
}

/// Asserts that nothing in a script's output looks broken.
fn assert_real(printed: &str) {
    for broken in ["nil", "table: 0x", "userdata", "function: "] {
        assert!(!printed.contains(broken), "{printed}");
    }
    assert!(!printed.trim().is_empty());
}

#[tokio::test]
async fn each_documented_example_prints_real_values() {
    let mut all = String::new();
    for binding in PLIVO.functions {
        let sandbox = Arc::new(Sandbox::start().await.unwrap());
        let host = host(&sandbox);
        let printed = print(&host, binding.example).await;
        assert_real(&printed);
        writeln!(all, "-- {}\n{printed}", binding.function.name).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[tokio::test]
async fn each_lua_block_that_people_are_shown_runs() {
    let blocks = xtask::lua_check::all(plivo_tests::root()).unwrap();
    for shown in [
        "README.md",
        "plivo-lua/docs/plivo.md",
        "plivo-lua/docs/reference.md",
    ] {
        assert!(blocks.iter().any(|block| block.path == shown), "{shown}");
    }
    // The module's blocks are for plain Lua, and `cargo xtask lua-module` runs them.
    let in_host = |block: &&Block| !block.path.starts_with("plivo-lua/module/");
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let host = host(&sandbox);
    for block in blocks.iter().filter(in_host) {
        let printed = print(&host, &block.text).await;
        assert!(!printed.contains("nil"), "{block:?}");
    }
}

/// Scripts in the style of the published reference, which read every field without a guard.
const PUBLISHED: [&str; 7] = [
    r#"local result = app.integrations.plivo.list_messages({limit = 10})
       for _, m in ipairs(result.objects) do
         print(m.message_uuid .. ": " .. m.from .. " -> " .. m.to .. " (" .. m.message_state .. ")")
       end"#,
    r#"local result = app.integrations.plivo.plivo_send_sms({src = "+14155552671", dst = "+14155551234", text = "Hi"})
       print("Message UUID: " .. tostring(result.message_uuid))
       print("API ID: " .. tostring(result.api_id))"#,
    r#"local result = app.integrations.plivo.default.list_numbers({})
       for _, n in ipairs(result.objects) do print(n.number .. " - " .. (n.alias or "unnamed")) end"#,
    r#"local n = app.integrations.plivo.get_number({number = "+14155552671"})
       print(n.number .. " " .. (n.alias or "no alias") .. " " .. (n.app_id or "no application"))"#,
    r#"local result = app.integrations.plivo.list_calls({limit = 20})
       for _, c in ipairs(result.objects) do
         print(c.call_uuid .. ": " .. c.from .. " -> " .. c.to .. " (" .. c.call_status .. ")")
       end"#,
    r#"for _, state in ipairs({"ended", "in-progress", "ringing", "queued"}) do
         local id = app.integrations.plivo.list_calls({call_state = state, limit = 1}).objects[1].call_uuid
         local c = app.integrations.plivo.get_call({call_id = id})
         print(c.from .. " -> " .. c.to .. " " .. tostring(c.duration) .. "s " .. c.call_status)
       end"#,
    r#"local result = app.integrations.plivo.list_applications({})
       for _, a in ipairs(result.objects) do print(a.app_id .. " " .. a.app_name .. " " .. a.answer_url) end"#,
];

#[tokio::test]
async fn published_scripts_run_unchanged() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let host = host(&sandbox);
    for script in PUBLISHED {
        assert_real(&print(&host, script).await);
    }
}

#[tokio::test]
async fn the_same_script_sees_each_accounts_own_data() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let host = host(&sandbox);
    let numbers = |account: &str| {
        format!(
            "for _, n in ipairs(app.integrations.plivo{account}.list_numbers{{}}.objects) do print(n.number) end"
        )
    };
    let default = print(&host, &numbers("")).await;
    assert_eq!(default, print(&host, &numbers(".default")).await);
    let us = print(&host, &numbers(".us")).await;
    let uk = print(&host, &numbers(".uk")).await;
    for number in us.lines().chain(uk.lines()) {
        assert!(!default.lines().any(|other| other == number), "{number}");
    }
    assert!(us.lines().count() > 0 && us != uk);
}

#[tokio::test]
async fn a_sent_message_is_listed() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let host = host(&sandbox);
    let printed = print(
        &host,
        r#"local plivo = app.integrations.plivo
           local sent = plivo.send_sms{src = "+14155552671", dst = "+14155551234", text = "Hi"}
           local newest = plivo.list_messages{limit = 1}.objects[1]
           print(newest.message_uuid == sent.message_uuid, newest.message_state, newest.to)"#,
    )
    .await;
    assert_eq!(printed, "true\tqueued\t14155551234\n");
}

#[tokio::test]
async fn the_agents_page_is_what_agents_are_told() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let host = host(&sandbox);
    let printed = print(&host, r#"print(lua_read_doc("integrations.plivo"))"#).await;
    assert_eq!(
        printed.trim_end(),
        plivo_tests::text("plivo-lua/docs/plivo.md")
            .unwrap()
            .trim_end()
    );
}
