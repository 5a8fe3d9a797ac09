//! The limits of a script that computes or waits.

use std::time::Duration;

use crate::support::Stage;
use plivo_lua::{Interpreter, Limits, ScriptErrorKind};
use plivo_sandbox::{Failure, Fault};

#[tokio::test]
async fn a_script_that_waits_too_long_is_stopped_and_cannot_catch_it() {
    let stage = Stage::new().await;
    let delay = Failure::Delay(Duration::from_secs(3600));
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

/// An empty record is three bytes of JSON, but its table has a slot for each field of its shape.
#[tokio::test]
async fn short_responses_with_many_records_count_by_the_size_of_their_tables() {
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
            match interpreter.run("script.lua", script).await {
                Ok(outcome) => {
                    assert_eq!(outcome.result, others + 1);
                    assert!(outcome.memory <= MEMORY, "{} of {MEMORY}", outcome.memory);
                }
                Err(error) => {
                    assert_eq!(others, 40_000, "{error}");
                    assert!(error.to_string().contains("does not fit"), "{error}");
                }
            }
        }
    }
}

/// The interpreter replaces functions of `string` and `table`; each must behave like Lua's own.
#[cfg(feature = "lua54")]
#[tokio::test]
async fn guarded_functions_behave_like_those_of_lua() {
    let script = r##"
local lines = {}
local function show(...)
  local parts = table.pack(...)
  for index = 1, parts.n do
    parts[index] = tostring(parts[index]):gsub("^script.lua:%d+: ", ""):gsub("(invalid capture index).*", "%1")
  end
  lines[#lines + 1] = table.concat(parts, " ")
end
local subjects = {"", "a", "hello world", "key = value", "THE (quick) fox", "f(a(b)c)d", "aaa", "$x is $y", "a-b]c^d", "\0a\255"}
local patterns = {
  "", "a", "o w", "l+", "l-", "l*", "l?o", "^h", "d$", "^$", ".", ".-", "%w+", "(%w+) = (%w+)", "()ll()", "%((%a+)%)", "%b()",
  "%f[%a]%a+", "[%a_]+", "[^%s]+", "[a-c]", "[]]", "[^]]", "[a-]", "[%-^]", "(a)%1", "(.)(.)", "((.).)", "%$(%w)", "\0", "%z*",
  "[\128-\255]", "%", "[a", ")", "%1", "%b", "%f", "a^", "$a", "%S+$", "^a*", "%x", "%p", "%c", "%U",
}
for _, subject in ipairs(subjects) do
  for _, pattern in ipairs(patterns) do
    show(pcall(string.find, subject, pattern))
    show(pcall(string.find, subject, pattern, 2))
    show(pcall(string.find, subject, pattern, -2, true))
    show(pcall(string.match, subject, pattern))
    show(pcall(string.gsub, subject, pattern, "<%0>"))
    show(pcall(string.gsub, subject, pattern, "%1%%", 2))
    show(pcall(string.gsub, subject, pattern, {a = 1, hello = false}))
    show(pcall(string.gsub, subject, pattern, function(...) return select("#", ...) > 1 and "two" or nil end))
    show(pcall(function()
      local found = {}
      for one, two in subject:gmatch(pattern) do found[#found + 1] = tostring(one) .. tostring(two) end
      return table.concat(found, ",")
    end))
  end
end
show(("x"):rep(3, ","), ("x"):rep(0), ("x"):rep(-1), (""):rep(5), "10" + 5, "3" * "4", -"3", "7" // 2, 2 ^ "3", "7" % 4)
show(pcall(function() return "x" + 1 end) == false, pcall(string.gsub, "a", "a", "%9"), pcall(string.gsub, "a", "a", "%x"))
show((pcall(string.rep)), (pcall(string.find, {}, "a")), (pcall(string.gsub, "a", "a", true)))
local list = {5, 2, 8, 1, 9, 3}
table.sort(list) show(table.unpack(list))
table.sort(list, function(left, right) return left > right end) show(table.unpack(list))
show((pcall(table.sort, {1, "x"})))
show(table.concat(table.move({1, 2, 3}, 2, 3, 1), ","), table.concat(table.move({1, 2, 3}, 1, 3, 2), ","))
show(table.remove(list), table.remove(list, 1), table.concat(list, "-", 2, 3), select("#", table.unpack({1, nil, 3}, 1, 3)))
local made = setmetatable({}, {__index = function(_, index) return index <= 3 and index * 2 or nil end, __len = function() return 3 end})
for index, value in ipairs(made) do show(index, value) end
show(table.unpack(made)) show(table.concat(made, "+")) show(tostring(setmetatable({}, {__tostring = function() return "own" end})))
show(string.format("%s %d %q", setmetatable({}, {__tostring = function() return "own" end}), 3, "a\n"))
show(pcall(error, "text", 0)) show(xpcall(error, function(raised) return "handled " .. raised end, "text", 0))
show(load("return ...")(1, 2)) show(load(function() return nil end))
show(select(2, load("x =", "=piece")))
local wrapped = coroutine.wrap(function(...) local got = coroutine.yield(...) error("after " .. got, 0) end)
show(wrapped(1, 2)) show(pcall(wrapped, "this"))
return (table.concat(lines, "\n"):gsub("function: [%w: ]+", "function"):gsub("[\0\128-\255]", "?"))
"##;
    let stage = Stage::new().await;
    let (_, ended) = stage.run(script).await;
    let ours = ended.unwrap();
    let lua = plivo_lua::mlua::Lua::new();
    let theirs: plivo_lua::mlua::LuaString =
        lua.load(script).set_name("=script.lua").eval().unwrap();
    let theirs = theirs.to_string_lossy();
    let ours = ours.as_str().unwrap();
    for (line, (ours, theirs)) in ours.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(ours, theirs, "line {line}");
    }
    assert!(theirs.lines().count() > 4000);
}
