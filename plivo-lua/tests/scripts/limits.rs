//! The limits of a script that computes or waits.

use std::time::Duration;

use crate::support::Stage;
use plivo_lua::{Interpreter, Limits, ScriptErrorKind};
use plivo_sandbox::{Failure, Fault};

#[tokio::test]
async fn a_script_that_waits_too_long_is_stopped_and_cannot_catch_it() {
    let stage = Stage::new().await;
    let delay = Failure::Delay(Duration::from_hours(1));
    stage.sandbox.inject(Fault::new(delay));
    let limits = Limits::default().timeout(Duration::from_millis(500));
    let script = "while true do pcall(app.integrations.plivo.list_numbers) end";
    let interpreter = Interpreter::new(stage.host.clone()).limits(limits);
    let error = interpreter.run("script.lua", script).await.unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "script.lua: the script was stopped: it ran for more than 500ms; do less in one script"
    );
    assert_eq!(stage.prints("print('next')").await, "next\n");
}

#[tokio::test]
async fn responses_count_towards_the_memory_limit() {
    let stage = Stage::new().await;
    let limits = Limits::default().memory(4 * 1024 * 1024);
    let interpreter = Interpreter::new(stage.host.clone()).limits(limits);
    let list = "app.integrations.plivo.list_messages{limit = 5}";
    let kept = format!("local kept = {{}} while true do kept[#kept + 1] = {list} end");
    let error = interpreter.run("script.lua", kept).await.unwrap_err();
    // Either a response or the list of pages exceeds the limit.
    assert!(error.to_string().contains("memory"), "{error}");
    assert!(error.to_string().contains("keep less"), "{error}");
    let many = vec![serde_json::json!([]); 200_000];
    let body = serde_json::json!({"objects": [{"message_uuid": "u", "many": many}]}).to_string();
    stage.sandbox.inject(Fault::new(Failure::Response {
        status: 200,
        headers: Vec::new(),
        body: body.into_bytes(),
    }));
    let error = interpreter.run("script.lua", list).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "script.lua:1: list_messages: the response does not fit into the script's memory; ask for fewer records at \
         a time, and keep less in memory"
    );
    // Responses that the script does not keep are freed.
    let let_go = format!("for _ = 1, 150 do {list} end return #{list}.objects");
    let outcome = interpreter.run("script.lua", let_go).await.unwrap();
    assert_eq!(outcome.result, 5);
}

/// A service may return thousands of records where five are asked for; the tables of their shape would not fit.
#[tokio::test]
async fn records_beyond_the_limit_of_a_list_take_no_memory() {
    const MEMORY: usize = 8 * 1024 * 1024;
    let stage = Stage::new().await;
    let interpreter = Interpreter::new(stage.host.clone()).limits(Limits::default().memory(MEMORY));
    let known = r#"{"message_uuid": "u", "message_state": "sent", "units": 1, "from_number": "1", "to_number": "2"}"#;
    let strange: Vec<_> = (0..2000)
        .map(|key| format!(r#""strange_{key}": 1"#))
        .collect();
    for first in [known, &format!("{{{}}}", strange.join(","))] {
        for others in [1_000, 40_000] {
            let records = ",{}".repeat(others);
            stage.sandbox.inject(Fault::new(Failure::Response {
                status: 200,
                headers: Vec::new(),
                body: format!(r#"{{"objects": [{first}{records}]}}"#).into_bytes(),
            }));
            let script =
                "local page = app.integrations.plivo.list_messages{limit = 5} return #page.objects";
            let outcome = interpreter.run("script.lua", script).await.unwrap();
            assert_eq!(outcome.result, 5, "{others}");
            assert!(outcome.memory <= MEMORY, "{} of {MEMORY}", outcome.memory);
        }
    }
}

/// The interpreter replaces no function of `string`, `table`, `math` and `utf8`, and adds to others without changing what they do.
#[cfg(feature = "lua54")]
#[tokio::test]
async fn functions_behave_like_those_of_lua() {
    let script = r#"
local lines = {}
local function show(...)
  local parts = table.pack(...)
  for index = 1, parts.n do
    parts[index] = tostring(parts[index])
  end
  lines[#lines + 1] = table.concat(parts, " ")
end
show("9007199254740993" // 1, pcall(function() return "1" // 0 end), ("abc"):find("c", "2"))
show(pcall(ipairs)) show(pcall(function() for _ in ipairs(nil) do end end))
show(("x"):rep(3, ","), "10" + 5, "3" * "4", -"3", "7" // 2, 2 ^ "3", "7" % 4, pcall(function() return "x" + 1 end))
show(pcall(string.gsub, "a", "a", "%9")) show(pcall(string.rep)) show(pcall(string.find, {}, "a"))
show(table.unpack(setmetatable({}, {__index = function(_, index) return index end, __len = function() return 3 end})))
show(pcall(table.sort, {3, 1, "x"})) show(pcall(table.concat, {1, {}}))
show(tostring(setmetatable({}, {__tostring = function() return "own" end})), pcall(tostring))
show(pcall(error, "text", 0)) show(xpcall(error, function(raised) return "handled " .. raised end, "text", 0))
show(load("return ...")(1, 2)) show(load(function() return nil end)) show(select(2, load("x =", "=piece")))
show(pcall(function() setmetatable(1, {}) end)) show(pcall(function() setmetatable({}, 1) end))
show(pcall(function() setmetatable({}) end)) show(pcall(function() rawset({}, 1) end))
show(pcall(function() rawset(1, 1, 1) end)) show(pcall(function() coroutine.create(1) end))
local wrapped = coroutine.wrap(function(...) local got = coroutine.yield(...) error("after " .. got, 0) end)
show(wrapped(1, 2)) show(pcall(wrapped, "this")) show(pcall(wrapped))
local thread = coroutine.create(function(...) show(coroutine.yield()) return "end", coroutine.isyieldable() end)
show(coroutine.resume(thread, 1)) show(coroutine.resume(thread, nil, 2)) show(coroutine.resume(thread)) show(coroutine.status(thread))
return (table.concat(lines, "\n"):gsub("function: [%w: ]+", "function"))
"#;
    let stage = Stage::new().await;
    let (_, ended) = stage.run(script).await;
    let ours = ended.unwrap();
    let lua = plivo_lua::mlua::Lua::new();
    let theirs: plivo_lua::mlua::LuaString =
        lua.load(script).set_name("=script.lua").eval().unwrap();
    let theirs = theirs.to_string_lossy();
    let mut pairs = ours.as_str().unwrap().lines().zip(theirs.lines());
    assert!(
        pairs.all(|(ours, theirs)| ours == theirs),
        "{ours}\n{theirs}"
    );
    assert!(theirs.lines().count() > 25);
}

/// A script that computes lets the other tasks of its thread run, also from inside its coroutines and `parallel`, which go on as if
/// nothing had happened.
#[cfg(feature = "lua54")]
#[tokio::test]
async fn a_script_that_computes_lets_others_run() {
    let stage = Stage::new().await;
    for loops in [
        "return work()",
        "return coroutine.wrap(function() coroutine.yield() return work() end)",
        "return parallel{work, function() return 1 end}[1]",
        "local inner = coroutine.wrap(function() return coroutine.wrap(work)() end) return inner()",
        "return coroutine.wrap(function() return parallel{work, function() return 1 end}[1] end)()",
        "local thread = coroutine.create(function() return parallel{work}[1] end)
         return select(2, coroutine.resume(thread))",
        "local results = parallel{function()
           return coroutine.wrap(function() return parallel{function() return coroutine.wrap(work)() end}[1] end)()
         end}
         return results[1]",
        "return coroutine.wrap(function()
           return parallel{function() coroutine.yield() return work() end}[1]
         end)",
    ] {
        let script = format!(
            "local function work() local sum = 0 for i = 1, 3e6 do sum = sum + i end return sum end
             local function run() {loops} end
             local result = run()
             if type(result) == 'function' then assert(result() == nil) result = result() end
             return result"
        );
        let mut others = 0;
        let long = stage.run(&script);
        tokio::pin!(long);
        let (_, result) = loop {
            tokio::select! {
                biased;
                ended = &mut long => break ended,
                () = tokio::task::yield_now() => others += 1,
            }
        };
        assert_eq!(result.unwrap(), 4_500_001_500_000_i64, "{loops}");
        assert!(others > 2, "{loops}: {others}");
    }
}

/// A script that waits does not pay for the time in which another computes.
#[cfg(feature = "lua54")]
#[tokio::test]
async fn a_script_does_not_pay_for_another() {
    let stage = Stage::new().await;
    let limits = Limits::default().cpu(Duration::from_secs(1));
    let interpreter = Interpreter::new(stage.host.clone()).limits(limits);
    let calls = "for _ = 1, 3 do app.integrations.plivo.list_numbers{limit = 1} end return 'done'";
    let (endless, innocent) = tokio::join!(
        interpreter.run("endless.lua", "while true do end"),
        interpreter.run("innocent.lua", calls),
    );
    assert_eq!(endless.unwrap_err().kind(), ScriptErrorKind::CpuLimit);
    assert_eq!(innocent.unwrap().result, "done");
}

/// What a script passes is bounded before it is copied, and what a message quotes is cut.
#[tokio::test]
async fn arguments_and_names_are_bounded() {
    let stage = Stage::new().await;
    for script in [
        "app.integrations.plivo.get_number(long)",
        "app.integrations.plivo.send_sms{src = '+14155552671', dst = {long, long}, text = 'x'}",
        "app.integrations.plivo.list_numbers{[long] = 1}",
        "app.integrations.plivo.list_numbers(table.unpack({}, 1, 9), table.unpack(many))",
        "app.integrations.plivo.list_numbers(names)",
        "return app.integrations.plivo[long]",
        "app.integrations.plivo[long] = 1",
        "lua_read_doc(long)",
        "parallel{[long] = print}",
        "error(long)",
        "error(setmetatable({}, {__tostring = function() return long end}))",
    ] {
        let (_, ended) = stage
            .run(&format!(
                "local long, many, names = ('x'):rep(1e6), {{}}, {{}}
                 for index = 1, 1000 do many[index], names['name' .. index] = 1, 1 end
                 {script}"
            ))
            .await;
        let message = ended.unwrap_err().to_string();
        assert!(message.len() < 9000, "{script}: {} bytes", message.len());
    }
    assert_eq!(stage.requests(), 0);
}

#[cfg(feature = "lua54")]
#[tokio::test]
async fn a_call_where_lua_cannot_wait_says_so() {
    let stage = Stage::new().await;
    let script =
        "('x'):gsub('.', function() return app.integrations.plivo.list_numbers{}.api_id end)";
    assert_eq!(
        stage.raises(script).await,
        "script.lua:1: app.integrations.plivo.list_numbers was called inside a function such as `string.gsub` or \
         `table.sort`, where Lua cannot wait; make the call before, and use its result; no request was made"
    );
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
async fn a_result_counts_as_output() {
    let stage = Stage::new().await;
    let limits = Limits::default().output(1000);
    let interpreter = Interpreter::new(stage.host.clone()).limits(limits);
    let error = interpreter
        .run("script.lua", "return ('x'):rep(2000)")
        .await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ScriptErrorKind::OutputLimit);
    assert_eq!(
        error.to_string(),
        "script.lua: the script was stopped: it returned more than 1000 bytes; return less"
    );
}

#[tokio::test]
async fn lists_that_the_script_cannot_reach_do_not_count_as_open() {
    let stage = Stage::new().await;
    let opens = "local each = app.integrations.plivo.list_numbers.each";
    let forgotten = format!("{opens} for _ = 1, 300 do each{{}} end return 'done'");
    assert_eq!(stage.run(&forgotten).await.1.unwrap(), "done");
    let kept =
        format!("{opens} local kept = {{}} for index = 1, 300 do kept[index] = each{{}} end");
    assert_eq!(
        stage.raises(&kept).await,
        "script.lua:1: each: the script has 100 open lists; read one to its end before the next"
    );
}
