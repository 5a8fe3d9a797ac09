//! Scripts in programs that are not async.

use std::thread;

use crate::support::Stage;
use plivo_lua::Interpreter;
use plivo_lua::mlua::Lua;

/// Makes calls inside a comparison function of `table.sort`, which cannot yield.
const SORT: &str = r#"
local plivo = app.integrations.plivo
local numbers = plivo.list_numbers{limit = 3}.objects
table.sort(numbers, function(left, right)
  return plivo.get_number(left.number).number < plivo.get_number(right.number).number
end)
local sorted = {}
for index, number in ipairs(numbers) do
  sorted[index] = number.number
end
return table.concat(sorted, " ")
"#;

/// Runs a script on a thread without a runtime, and returns its result.
#[expect(clippy::unwrap_used, reason = "a test asserts by unwrapping")]
async fn returned(script: &'static str) -> String {
    let stage = Stage::new().await;
    let host = stage.host.clone();
    let (ended, over) = tokio::sync::oneshot::channel();
    thread::spawn(move || {
        let lua = Lua::new();
        host.install_blocking(&lua).unwrap();
        let text = lua.load(script).eval::<String>();
        ended.send(text.map_err(|error| error.to_string()))
    });
    over.await.unwrap().unwrap()
}

#[tokio::test]
async fn calls_work_where_lua_cannot_yield() {
    let sorted = returned(SORT).await;
    let numbers: Vec<&str> = sorted.split(' ').collect();
    assert!(numbers.len() == 3 && numbers.is_sorted(), "{sorted}");
}

/// Iterates over a list inside `gsub` and inside a coroutine, and makes calls with `parallel`.
const ELSEWHERE: &str = r#"
local plivo = app.integrations.plivo
local count = 0
local text = ("a b"):gsub("%a", function(letter)
  for number in plivo.list_numbers.each{limit = 21} do count = count + 1 end
  return letter .. plivo.list_numbers(1).meta.limit
end)
local step = coroutine.wrap(function()
  for number in plivo.list_numbers.each{limit = 1} do coroutine.yield(type(number.number)) end
end)
local results = parallel{
  function() return plivo.list_numbers{limit = 2}.meta.limit end,
  function() return plivo.us.list_numbers{limit = 3}.meta.limit end,
}
local page = plivo.list_numbers(1)
local _, failure = pcall(function() return page[1] end)
return table.concat({text, count, step(), results[1], results[2], failure.code}, " ")
"#;

#[tokio::test]
async fn lists_and_parallel_calls_need_no_runtime() {
    let text = returned(ELSEWHERE).await;
    assert_eq!(text, "a1 b1 42 string 2 3 not_a_list");
}

#[tokio::test]
async fn run_blocking_needs_no_runtime_and_fails_inside_one() {
    let stage = Stage::new().await;
    let script = "return app.integrations.plivo.list_numbers(1).objects[1].number";
    let interpreter = Interpreter::new(stage.host.clone());
    let refused = interpreter.run_blocking("script.lua", script).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("script.lua: the script was not run: ")
    );
    assert_eq!(stage.requests(), 0);

    let (ended, over) = tokio::sync::oneshot::channel();
    thread::spawn(move || {
        let run = || {
            interpreter
                .run_blocking("script.lua", script)
                .unwrap()
                .result
        };
        ended.send([run(), run()])
    });
    assert_eq!(over.await.unwrap(), ["14155552671", "14155552671"]);
}

#[tokio::test]
async fn a_blocking_call_fails_inside_an_async_runtime() {
    let stage = Stage::new().await;
    let lua = Lua::new();
    stage.host.install_blocking(&lua).unwrap();
    let script =
        "local _, failure = pcall(app.integrations.plivo.list_numbers) return failure.code";
    assert_eq!(lua.load(script).eval::<String>().unwrap(), "configuration");
    assert_eq!(stage.requests(), 0);
}
