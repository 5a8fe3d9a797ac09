//! Namespaces: enumerable and read-only.

use std::sync::{Arc, Mutex};

use crate::support::{Stage, client};
use insta::assert_snapshot;
use plivo_lua::{Accounts, Host, PLIVO};

#[tokio::test]
async fn a_namespace_enumerates_its_names_in_order() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r"
for name, value in pairs(app.integrations.plivo) do print(name, type(value)) end
print(app)
print(app.integrations)
print(app.integrations.plivo.us)
",
        )
        .await;
    assert_snapshot!(printed, @r"
list_messages	function
send_sms	function
list_numbers	function
get_number	function
list_calls	function
get_call	function
list_applications	function
count_units	function
verify_delivery_report	function
verify_inbound_message	function
accounts	table
default	table
us	table
uk	table
app {integrations}
app.integrations {plivo}
app.integrations.plivo.us {list_messages, send_sms, list_numbers, get_number, list_calls, get_call, list_applications, count_units, verify_delivery_report, verify_inbound_message}
");
}

#[tokio::test]
async fn a_script_loops_over_all_accounts_by_their_names() {
    let Stage { sandbox, .. } = Stage::new().await;
    let connection = |name: &str| client(&sandbox, name).unwrap().api().clone();
    let accounts = Accounts::new(connection("us")).name_default("us");
    let called: Arc<Mutex<Vec<String>>> = Arc::default();
    let calls = Arc::clone(&called);
    let host = Host::builder()
        .integration(&PLIVO, accounts.with("uk", connection("uk")))
        .observe(move |call| {
            calls
                .lock()
                .unwrap()
                .push(format!("{} {}", call.account, call.path));
        });
    let host = host.build().unwrap();
    assert!(host.documentation().list().contains("accounts: us, uk\n"));
    let stage = Stage { sandbox, host };
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
for name, account in pairs(plivo.accounts) do
  print(name, #account.list_numbers{}.objects, account == plivo[name])
end
plivo.list_numbers{}
plivo.default.list_numbers{}
print(#lua_read_doc("plivo.us.list_numbers") > 0, plivo.default == plivo.us, #plivo.accounts)
for _, wrong in ipairs{"fr", "list_numbers"} do
  print(select(2, pcall(function() return plivo.accounts[wrong] end)))
end
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
us	8	true
uk	8	true
true	true	2
script.lua:10: app.integrations.plivo.accounts has no `fr`; it has `us` and `uk`
script.lua:10: app.integrations.plivo.accounts has no `list_numbers`; it has `us` and `uk`
");
    let called = called.lock().unwrap().join("\n");
    assert_snapshot!(called, @r"
us integrations.plivo.us.list_numbers
uk integrations.plivo.uk.list_numbers
us integrations.plivo.us.list_numbers
us integrations.plivo.us.list_numbers
");
}

#[tokio::test]
async fn a_namespace_is_read_only() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local before = plivo.send_sms
print(pcall(function() plivo.send_sms = nil end))
print(pcall(function() plivo.more = 1 end))
print(pcall(rawset, plivo, "send_sms", print))
print(pcall(setmetatable, plivo, {}))
print(getmetatable(plivo), plivo.send_sms == before)
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
false	script.lua:4: app.integrations.plivo cannot be changed, so `send_sms` was not set; use a local variable
false	script.lua:5: app.integrations.plivo cannot be changed, so `more` was not set; use a local variable
false	script.lua:6: app.integrations.plivo cannot be changed, so `send_sms` was not set; use a local variable
false	script.lua:7: cannot change a protected metatable
false	true
");
}

#[tokio::test]
async fn account_names_must_be_identifiers() {
    let stage = Stage::new().await;
    let connection = || client(&stage.sandbox, "us").unwrap().api().clone();
    let accounts = [
        "9lives",
        "my-team",
        "",
        "end",
        "default",
        "accounts",
        "send_sms",
        "plivo_get_call",
        "plivo",
        "app",
        "us",
        "us",
    ]
    .into_iter()
    .fold(Accounts::new(connection()), |accounts, name| {
        accounts.with(name, connection())
    });
    let error = Host::builder()
        .integration(&PLIVO, accounts)
        .build()
        .unwrap_err();
    assert_snapshot!(error, @r"
cannot set up the host: an account of Plivo cannot be named `9lives`: it is not an identifier; use letters, digits and `_`, and no digit first
an account of Plivo cannot be named `my-team`: it is not an identifier; use letters, digits and `_`, and no digit first
an account of Plivo cannot be named ``: it is not an identifier; use letters, digits and `_`, and no digit first
an account of Plivo cannot be named `end`: it is a keyword of Lua; choose another
an account of Plivo cannot be named `default`: it is the name of the default account; choose another
an account of Plivo cannot be named `accounts`: scripts find all accounts under it; choose another
an account of Plivo cannot be named `send_sms`: a function has that name; choose another
an account of Plivo cannot be named `plivo_get_call`: a function has that name; choose another
an account of Plivo cannot be named `plivo`: the path of every function has that name; choose another
an account of Plivo cannot be named `app`: the path of every function has that name; choose another
an account of Plivo cannot be named `us`: it is not unique; choose another
");

    let twice = Host::builder()
        .integration(&PLIVO, Accounts::new(connection()))
        .integration(&PLIVO, Accounts::new(connection()));
    assert_snapshot!(twice.build().unwrap_err(), @"cannot set up the host: the service `plivo` was added twice; add it once with all its accounts");
}

#[tokio::test]
async fn no_string_that_a_script_can_reach_contains_a_token() {
    let stage = Stage::new().await;
    let script = r#"
local seen, texts = {}, {}
local function walk(value)
  if type(value) == "string" then texts[#texts + 1] = value end
  if type(value) ~= "table" or seen[value] then return end
  seen[value] = true
  for name, inner in pairs(value) do walk(name) walk(inner) end
end
walk(_G)
walk(app.integrations.plivo.list_messages{limit = 1})
walk(select(2, pcall(app.integrations.plivo.get_call, "nothing")))
walk(lua_list_docs())
walk(tostring(app.integrations.plivo))
return texts
"#;
    let (_, ended) = stage.run(script).await;
    let texts = ended.unwrap().to_string();
    assert!(texts.len() > 1000);
    for account in ["default", "us", "uk"] {
        assert!(!texts.contains(stage.sandbox.account(account).unwrap().auth_token()));
    }
}
