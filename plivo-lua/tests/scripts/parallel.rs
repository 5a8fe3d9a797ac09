//! Calls side by side.

use std::time::Duration;

use crate::support::Stage;
use insta::assert_snapshot;
use plivo_sandbox::{Failure, Fault};

#[tokio::test]
async fn results_come_in_order_whichever_is_ready_first() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local accounts = {"default", "us", "uk"}
local calls = {}
for index, account in ipairs(accounts) do
  calls[index] = function() return plivo[account].list_numbers(1).objects[1].number end
end
calls[4] = function() end
calls[5] = function() return "without a call" end
local results = parallel(calls)
print(results[1], results[2], results[3], results[4], results[5])
print(json.encode(parallel{}), json.encode(parallel{function() return parallel{function() return 1 end} end}))
local uuids = {}
for message in plivo.list_messages.each{limit = 25} do uuids[#uuids + 1] = message.message_uuid end
local next_message, seen = plivo.list_messages.each{limit = 25}, {}
local function read() for message in next_message do seen[#seen + 1] = message.message_uuid end end
parallel{read, read, read}
print(#uuids, table.concat(uuids) == table.concat(seen))
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
14155552671	12125550111	447700900456	nil	without a call
[]	[[1]]
25	true
");
}

/// Both requests are there before either is answered.
#[tokio::test]
async fn calls_are_under_way_at_the_same_time() {
    let stage = Stage::new().await;
    for _ in 0..3 {
        let delay = Failure::Delay(Duration::from_secs(3600));
        stage.sandbox.inject(Fault::new(delay));
    }
    let waiting = stage.run(
        "local list = app.integrations.plivo.list_numbers
         parallel{list, list, function() for _ in list.each{} do end end}",
    );
    let seen = async {
        while stage.requests() < 3 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = waiting => panic!("nothing answers it"),
        () = seen => {}
    }
}

#[tokio::test]
async fn an_error_waits_for_the_others() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local ended = {}
local well, failure = pcall(parallel, {
  function() plivo.get_call("nothing") end,
  function() plivo.list_numbers(1) ended[#ended + 1] = "second" end,
  function() error("at once") end,
  function() plivo.us.list_numbers(1) plivo.us.list_numbers(1) ended[#ended + 1] = "fourth" end,
})
print(well, failure.code, failure.position, table.concat(ended, " "))
print(pcall(parallel, {function() local x = nil; return x.y end}))
print(select(2, pcall(parallel, {function() error{reason = "a table"} end})).reason)
for _, wrong in ipairs{"text", {1}, {named = print}, {print, false}} do
  print(select(2, pcall(parallel, wrong)))
end
print(select(2, pcall(parallel)))
print(select(2, pcall(parallel, plivo.list_numbers)))
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
false	not_found	script.lua:5	second fourth
false	script.lua:11: attempt to index a nil value (local 'x')
a table
script.lua:14: parallel takes a list of functions, not a string; write `parallel{ function() return … end, function() return … end }`
script.lua:14: parallel takes a list of functions, not a number as element 1; write `parallel{ function() return … end, function() return … end }`
script.lua:14: parallel takes a list of functions, not the name `named`; write `parallel{ function() return … end, function() return … end }`
script.lua:14: parallel takes a list of functions, not a boolean as element 2; write `parallel{ function() return … end, function() return … end }`
script.lua:16: parallel takes a list of functions, not nil; write `parallel{ function() return … end, function() return … end }`
script.lua:17: parallel takes a list of functions, not a table; write `parallel{ function() return … end, function() return … end }`
");
}

#[tokio::test]
async fn it_stands_inside_coroutines_and_coroutines_inside_it() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local list = app.integrations.plivo.list_numbers
local steps = coroutine.wrap(function()
  local results = parallel{
    function() coroutine.yield("from the first") return list(1).meta.limit end,
    function() return list(2).meta.limit end,
  }
  coroutine.yield(results[1] + results[2])
end)
print(steps(), steps())
print(parallel{function()
  local inner = coroutine.wrap(function() coroutine.yield(list(1).meta.limit) end)
  return inner()
end}[1])
"#,
        )
        .await;
    assert_eq!(printed, "from the first\t3\n1\n");
}

/// In a state of the caller's own, which lives on: what is dropped lets go of its requests, and the
/// next script is served.
#[tokio::test]
async fn dropping_the_future_ends_all_requests_and_leaves_the_state_usable() {
    let stage = Stage::new().await;
    let lua = plivo_lua::mlua::Lua::new();
    stage.host.install(&lua).unwrap();
    for _ in 0..2 {
        let delay = Failure::Delay(Duration::from_secs(3600));
        stage.sandbox.inject(Fault::new(delay));
    }
    let list = "local list = app.integrations.plivo.list_numbers ";
    let script = format!("{list} parallel{{list, list}} went_on = true");
    let waiting = lua.load(script).exec_async();
    let seen = async {
        while stage.requests() < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = waiting => panic!("nothing answers it"),
        () = seen => {}
    }
    let script = format!("{list} return went_on == nil and #parallel{{list, list}}");
    assert_eq!(lua.load(script).eval_async::<u32>().await.unwrap(), 2);
    assert_eq!(stage.requests(), 4);
    assert!(
        stage
            .sandbox
            .journal()
            .iter()
            .take(2)
            .all(|exchange| exchange.status == 0),
        "{:?}",
        stage.sandbox.journal()
    );
}
