//! The time: `os`, the times in answers, and the ends of ranges.

use std::time::Duration;

use insta::assert_snapshot;
use plivo_lua::mlua::Lua;
use plivo_lua::{Interpreter, Limits};

use crate::support::Stage;

const DELIVERED: &str = r#"
local plivo = app.integrations.plivo
local before = os.time()
plivo.send_sms{src = "+14155551234", dst = "+14155551235", text = "hello"}
print(plivo.list_messages{limit = 1}.objects[1].message_state)
os.sleep(10)
local message = plivo.list_messages{limit = 1}.objects[1]
print(message.message_state, message.message_time, os.date("!%Y-%m-%dT%H:%M:%SZ"), os.time() - before)
"#;

#[tokio::test]
async fn a_script_sees_its_message_delivered() {
    let printed = Stage::new().await.prints(DELIVERED).await;
    assert_snapshot!(printed, @r"
queued
delivered	2026-02-01T12:00:00Z	2026-02-01T12:00:10Z	10
");
}

/// Answers have whole seconds, so that the time of one is before the moment that it stands for.
#[tokio::test]
async fn a_range_that_ends_at_the_time_of_a_record_has_it() {
    let script = r#"
local plivo = app.integrations.plivo
local function send()
  return plivo.send_sms{src = "+14155551234", dst = "+14155551235", text = "hello"}.message_uuid
end
local first = send()
os.sleep(0.3)
local second = send()
local time = plivo.list_messages{limit = 1}.objects[1].message_time
local messages = plivo.list_messages{end_time = time, limit = 2}.objects
print(time, messages[1].message_uuid == second, messages[2].message_uuid == first)
print(plivo.list_messages{end_time = "2026-02-01T12:00:00.2Z", limit = 1}.objects[1].message_uuid == first)
"#;
    let printed = Stage::new().await.prints(script).await;
    assert_eq!(printed, "2026-02-01T12:00:00Z\ttrue\ttrue\ntrue\n");
}

#[tokio::test]
async fn sleeps_at_the_same_time_end_in_order_and_count_once() {
    let stage = Stage::new().await;
    let script = r#"
local plivo = app.integrations.plivo
local function after(seconds)
  return function()
    os.sleep(seconds)
    print(seconds, os.date("%T"))
  end
end
local function send()
  print(plivo.send_sms{src = "+14155551234", dst = "+14155551235", text = "x"}.message_uuid ~= nil, os.date("%T"))
end
parallel{after(20), send, after(5), after(0), after(12.5)}
for _ = 1, 3 do os.sleep(0.25) end
print(os.date())
"#;
    let limits = Limits::default().timeout(Duration::from_secs(22));
    let printed = plivo_lua::CapturedOutput::new();
    let interpreter = Interpreter::new(stage.host.clone()).output(printed.clone());
    let ended = interpreter.limits(limits).run("script.lua", script).await;
    ended.unwrap();
    assert_snapshot!(printed.text(), @r"
0	12:00:00
true	12:00:00
5	12:00:05
12.5	12:00:12
20	12:00:20
Sun Feb  1 12:00:20 2026
");
}

#[tokio::test]
async fn a_sleep_counts_against_the_time_limit() {
    let stage = Stage::new().await;
    let interpreter = Interpreter::new(stage.host.clone());
    let interpreter = interpreter.limits(Limits::default().timeout(Duration::from_mins(1)));
    for script in [
        "os.sleep(40) os.sleep(40)",
        "pcall(os.sleep, 40) while true do pcall(os.sleep, 1) end",
    ] {
        let error = interpreter.run("script.lua", script).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "script.lua: the script was stopped: it ran for more than 60s; do less in one script"
        );
    }
    let error = interpreter.run("script.lua", "os.sleep(61)").await;
    assert_snapshot!(error.unwrap_err().to_string(), @r"script.lua:1: os.sleep: takes from 0 to 60 seconds, the script's time limit; sleep for less, or end the script and run another later");
}

#[tokio::test]
async fn times_in_answers_compare_as_text() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local times = {}
for message in plivo.list_messages.each{limit = 40} do times[#times + 1] = message.message_time end
for call in plivo.list_calls.each{limit = 5} do times[#times + 1] = call.end_time end
local count = 0
for _, time in ipairs(times) do
  assert(time:match("^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%dZ$"), time)
  count = count + 1
end
print(count)
local newest = plivo.list_messages{limit = 1}.objects[1]
print(#plivo.list_messages{start_time = newest.message_time, end_time = newest.message_time}.objects >= 1)
print(os.date("!%Y-%m-%dT%H:%M:%SZ", os.time(newest.message_time)) == newest.message_time)
print(os.time("2026-02-01T17:30:00.5+05:30"), pcall(os.time, "2026-02-01"))
"#,
        )
        .await;
    assert_snapshot!(printed, @r#"
45
true
true
1769947200	false	script.lua:15: os.time: takes a text that is a time with an offset or `Z`; write `os.time("2026-01-31T23:59:59Z")`
"#);
}

/// The same calls on the reference interpreter, in UTC.
#[cfg(all(unix, feature = "lua54"))]
#[tokio::test]
async fn os_computes_as_lua_does() {
    const NAME: &str = "time::os_computes_as_lua_does";
    if std::env::var("TZ").as_deref() != Ok("UTC") {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        let output = command.env("TZ", "UTC").args(["--exact", NAME]).output();
        let output = output.unwrap();
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{printed}");
        assert!(printed.contains("1 passed"), "{printed}");
        return;
    }
    let script = r#"
local lines = {}
local function add(...)
  local parts = table.pack(...)
  for index = 1, parts.n do parts[index] = tostring(parts[index]) end
  lines[#lines + 1] = table.concat(parts, " ")
end
local function fields(date)
  add(date.year, date.month, date.day, date.hour, date.min, date.sec, date.wday, date.yday, date.isdst)
end
local times = {0, 1, 951782400, 1769903999, 1769904000, 1709164800.0, -86400, -1, 253370764800, 4102444799}
for day = 0, 800 do times[#times + 1] = 1735689600 + day * 86400 + day * 61 end
local conversions = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"
for _, time in ipairs(times) do
  for conversion in conversions:gmatch(".") do add(time, conversion, os.date("%" .. conversion, time)) end
  add(os.date("!%Z %EY %Ey %EC %Ex %EX %Ec %Od %Oe %OH %OI %Om %OM %OS %Ou %OU %OV %Ow %OW %Oy", time))
  add(os.date(nil, time), os.date("!", time), (os.date("a\0b\xff%%", time):gsub("[^ -~]", "?")))
  fields(os.date("*t", time))
  fields(os.date("!*t", time))
  -- C cannot tell -1 from an error.
  assert(time == -1 or os.time(os.date("*t", time)) == math.tointeger(time))
end
for _, date in ipairs{
  {year = 2026, month = 2, day = 1}, {year = 2026, month = 14, day = -3}, {year = 2026, month = -14, day = 400},
  {year = 2026, month = 1, day = 1, hour = -5, min = 1000, sec = -100000}, {year = "2024", month = "0x2", day = " 29 "},
  {year = 2026.0, month = 12, day = 31, hour = 23, min = 59, sec = 60}, {year = 2000, month = 2, day = 30, isdst = false},
  {year = 1969, month = 12, day = 31, hour = 23, min = 59, sec = 58},
} do
  add(os.time(date))
  fields(date)
end
local refused = 0
for _, call in ipairs{
  function() return os.time{} end, function() return os.time{year = 2026, month = 1} end,
  function() return os.time{year = 2026, month = 1, day = 1.5} end, function() return os.time{year = 2026, month = 1, day = {}} end,
  function() return os.time{year = 1 << 40, month = 1, day = 1} end, function() return os.time("2026") end,
  function() return os.date("%Q") end, function() return os.date("%") end, function() return os.date("%E") end,
  function() return os.date("%Ez") end, function() return os.date("%Oc") end, function() return os.date("%5") end,
  function() return os.date("%s") end, function() return os.date("%k") end, function() return os.date({}) end,
  function() return os.date("%c", "x") end, function() return os.date("%c", 1.5) end, function() return os.date("*t", 1 << 62) end,
  function() return os.difftime() end, function() return os.difftime(1) end, function() return os.difftime({}, 1) end,
} do
  refused = refused + 1
  add(refused, (pcall(call)))
end
add(os.difftime(10, 3), math.type(os.difftime(10, 3)), math.type(os.time()), math.type(os.clock()), type(os.date()))
return table.concat(lines, "\n")
"#;
    let reference: String = Lua::new().load(script).eval().unwrap();
    let (_, ours) = Stage::new().await.run(script).await;
    let ours = ours.unwrap();
    let ours: Vec<_> = ours.as_str().unwrap().lines().collect();
    for (line, expected) in ours.iter().zip(reference.lines()) {
        assert_eq!(*line, expected);
    }
    assert_eq!(ours.len(), reference.lines().count());
}

#[tokio::test]
async fn misuse_is_told_at_the_scripts_line() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
for _, call in ipairs{
  function() os.sleep("5") end,
  function() os.sleep(-1) end,
  function() os.sleep(0 / 0) end,
  function() os.date("%Q") end,
  function() os.date(("x"):rep(2000)) end,
  function() os.time{year = 2026} end,
  function() os.time = nil end,
  function() os.execute("ls") end,
  function() os.getenv("HOME") end,
  function() os.tiem() end,
  function() table.sort({2, 1}, function() os.sleep(1) end) end,
  function() io.write("x") end,
  function() require("json") end,
  function() json.stringify({}) end,
  function() plivo.send_sms{} end,
  function() for m in app.integrations.plivo.list_messages{limit = 1} do end end,
  function() for _, m in ipairs(app.integrations.plivo.list_messages.each{}) do end end,
  function() for _, m in pairs(app.integrations.plivo.list_messages.each{}) do end end,
  function() for m in app.integrations.plivo.list_messages.each do end end,
  function() for _, m in ipairs(app.integrations.plivo.list_messages.each) do end end,
  function() for _, m in ipairs(app.integrations.plivo.list_messages{limit = 1}) do end end,
  function() for i = 1, #app.integrations.plivo.list_messages{limit = 1} do end end,
  function() print(table.concat(app.integrations.plivo.list_messages{limit = 1})) end,
  function() print(table.unpack(app.integrations.plivo.list_messages{limit = 1})) end,
} do
  local ok, err = pcall(call)
  if type(err) == "table" then
    assert(err.effect == "none" and err.retryable == false and err.hint)
    print(err.code, err)
  else
    print(err)
  end
end
print(rawget(_G, "io"), rawget(_G, "plivo"))
plivo = app.integrations.plivo
print(plivo)
"#,
        )
        .await;
    assert_snapshot!(printed, @r#"
invalid_arguments	script.lua:3: os.sleep: takes a number of seconds, not a string; write `os.sleep(5)`
invalid_arguments	script.lua:4: os.sleep: takes from 0 to 300 seconds, the script's time limit; sleep for less, or end the script and run another later
invalid_arguments	script.lua:5: os.sleep: takes from 0 to 300 seconds, the script's time limit; sleep for less, or end the script and run another later
invalid_arguments	script.lua:6: os.date: invalid conversion specifier '%Q'; write `os.date("!%Y-%m-%dT%H:%M:%SZ", time)`, with the seconds since 1970
invalid_arguments	script.lua:7: os.date: takes a format of at most 1000 bytes; write `os.date("!%Y-%m-%dT%H:%M:%SZ", time)`, with the seconds since 1970
invalid_arguments	script.lua:8: os.time: field 'month' is missing; write `os.time{year = 2026, month = 1, day = 31}`
read_only	script.lua:9: os cannot be changed, so `time` was not set; use a local variable
unknown_name	script.lua:10: os has no `execute`; scripts cannot start processes; call the functions in `app.integrations`
unknown_name	script.lua:11: os has no `getenv`; scripts have no environment; the host holds the accounts, in `app.integrations`
unknown_name	script.lua:12: os has no `tiem`; did you mean `time`?
cannot_wait	script.lua:13: os.sleep was called inside a function such as `string.gsub` or `table.sort`, where Lua cannot wait; make the call before, and use its result; no request was made
unknown_name	script.lua:14: scripts have no `io.write`; scripts have no files; `print` writes, and `return` gives a result
unknown_name	script.lua:15: scripts have no `require`; there are no modules; `json`, `os`, `string` and `table` are there without it, and services are in `app.integrations`
unknown_name	script.lua:16: json has no `stringify`; use `json.encode(value)`
unknown_name	script.lua:17: scripts have no `plivo.send_sms`; write `app.integrations.plivo.send_sms`
not_a_list	script.lua:18: a page is not a list; its records are in `objects`; write `for _, record in ipairs(page.objects) do`, `#page.objects` or `page.objects[1]`; loop over the whole list: `for record in app.integrations.plivo.list_messages.each{…} do`; without `start_time` it goes back only 24 hours
not_a_list	script.lua:19: app.integrations.plivo.list_messages.each iterates by itself, and is not a list; write `for record in app.integrations.plivo.list_messages.each{…} do`, without `ipairs`
not_a_list	script.lua:20: app.integrations.plivo.list_messages.each iterates by itself, and is not a list; write `for record in app.integrations.plivo.list_messages.each{…} do`, without `ipairs`
invalid_arguments	script.lua:21: app.integrations.plivo.list_messages.each was not called, so it iterates over nothing; write `for record in app.integrations.plivo.list_messages.each{} do`; no request was made
not_a_list	script.lua:22: app.integrations.plivo.list_messages.each iterates by itself, and is not a list; write `for record in app.integrations.plivo.list_messages.each{…} do`, without `ipairs`
not_a_list	script.lua:23: a page is not a list; its records are in `objects`; write `for _, record in ipairs(page.objects) do`, `#page.objects` or `page.objects[1]`; loop over the whole list: `for record in app.integrations.plivo.list_messages.each{…} do`; without `start_time` it goes back only 24 hours
not_a_list	script.lua:24: a page is not a list; its records are in `objects`; write `for _, record in ipairs(page.objects) do`, `#page.objects` or `page.objects[1]`; loop over the whole list: `for record in app.integrations.plivo.list_messages.each{…} do`; without `start_time` it goes back only 24 hours
not_a_list	script.lua:25: a page is not a list; its records are in `objects`; write `for _, record in ipairs(page.objects) do`, `#page.objects` or `page.objects[1]`; loop over the whole list: `for record in app.integrations.plivo.list_messages.each{…} do`; without `start_time` it goes back only 24 hours
not_a_list	script.lua:26: a page is not a list; its records are in `objects`; write `for _, record in ipairs(page.objects) do`, `#page.objects` or `page.objects[1]`; loop over the whole list: `for record in app.integrations.plivo.list_messages.each{…} do`; without `start_time` it goes back only 24 hours
nil	nil
app.integrations.plivo {list_messages, send_sms, list_numbers, get_number, list_calls, get_call, list_applications, count_units, verify_delivery_report, verify_inbound_message, accounts, default, us, uk}
"#);
}

#[tokio::test]
async fn the_index_tells_the_time() {
    let index = Stage::new().await.prints("print(lua_list_docs())").await;
    let line = "It is 2026-02-01T12:00:00Z by the clock of the sandbox";
    assert!(index.contains(line), "{index}");
}
