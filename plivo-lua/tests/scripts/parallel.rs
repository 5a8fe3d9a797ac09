//! Concurrent calls with `parallel`.

use crate::support::Stage;
use insta::assert_snapshot;

#[tokio::test]
async fn results_keep_the_order_of_the_functions() {
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
print(results.n, json.encode({results[4] == nil, parallel{function() end, function() return 2 end, function() end}}))
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
5	[true,[null,2,null]]
[]	[[1]]
25	true
");
}

#[tokio::test]
async fn calls_run_concurrently() {
    let stage = Stage::new().await;
    let waiting = stage.run(
        "local list = app.integrations.plivo.list_numbers
         parallel{list, list, function() for _ in list.each{} do end end}",
    );
    stage.drop_waiting(3, waiting).await;
}

#[tokio::test]
async fn an_error_is_raised_after_the_other_functions_end() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local ended = {}
local ok, err = pcall(parallel, {
  function() plivo.get_call("nothing") end,
  function() plivo.list_numbers(1) ended[#ended + 1] = "second" end,
  function() error("at once") end,
  function() plivo.us.list_numbers(1) plivo.us.list_numbers(1) ended[#ended + 1] = "fourth" end,
})
print(ok, err.code, err.position, table.concat(ended, " "))
print(pcall(parallel, {function() error("at once") end}))
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
false	script.lua:11: at once
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
async fn parallel_and_coroutines_nest() {
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
local equal = setmetatable({}, {__eq = function() return true end})
print(rawequal(coroutine.wrap(function() parallel{function() coroutine.yield(equal) end} end)(), equal))
"#,
        )
        .await;
    assert_eq!(printed, "from the first\t3\n1\ntrue\n");
}

/// Uses a state that outlives the script: its requests are cancelled, and the next script runs.
#[tokio::test]
async fn dropping_the_future_cancels_all_requests_and_keeps_the_state_usable() {
    let stage = Stage::new().await;
    let lua = plivo_lua::mlua::Lua::new();
    stage.host.install(&lua).unwrap();
    let list = "local list = app.integrations.plivo.list_numbers ";
    let script = format!("{list} parallel{{list, list}} went_on = true");
    stage.drop_waiting(2, lua.load(script).exec_async()).await;
    let script = format!("{list} return went_on == nil and #parallel{{list, list}}");
    assert_eq!(lua.load(script).eval_async::<u32>().await.unwrap(), 2);
    let journal = stage.sandbox.journal();
    let statuses: Vec<_> = journal.iter().map(|exchange| exchange.status).collect();
    assert_eq!(statuses, [0, 0, 200, 200]);
}
