//! Calls from scripts: arguments, responses and accounts.

use crate::support::Stage;
use insta::assert_snapshot;

/// Reads every field that the published reference documents.
#[tokio::test]
async fn published_scripts_run_unchanged() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local result = plivo.list_messages({limit = 2})
for _, m in ipairs(result.objects) do
  print("message " .. m.message_uuid .. " " .. m.from .. " " .. m.to .. " " .. m.message_state)
end
local sent = plivo.send_sms({src = "+14155551234", dst = "+14155551235", text = "hi"})
print("sent " .. tostring(sent.message_uuid) .. " " .. tostring(sent.api_id))
for _, n in ipairs(plivo.list_numbers({limit = 3}).objects) do
  print("number " .. n.number .. " " .. (n.alias or "none"))
end
local n = plivo.get_number({number = "+14155552671"})
print("number " .. n.number .. " " .. (n.alias or "none") .. " " .. (n.app_id or "none"))
local calls = plivo.list_calls({limit = 2})
for _, c in ipairs(calls.objects) do
  print("call " .. c.call_uuid .. " " .. c.from .. " " .. c.to .. " " .. c.call_status)
end
local c = plivo.get_call({call_id = calls.objects[1].call_uuid})
print("call " .. c.from .. " " .. c.to .. " " .. tostring(c.duration) .. " " .. c.call_status)
for _, a in ipairs(plivo.list_applications({}).objects) do
  print("application " .. a.app_id .. " " .. a.app_name .. " [" .. a.answer_url .. "]")
end
"#,
        )
        .await;
    assert!(
        !printed.contains("nil") && !printed.contains("table:"),
        "{printed}"
    );
    assert_snapshot!(printed.lines().filter(|line| !line.contains("Campaign")).collect::<Vec<_>>().join("\n"), @r"
message 0dfd8b5b-c256-4473-ad10-6a739cc39052 14155552671 14155559001 delivered
message 018bc70c-2f32-4a14-9b24-ba61a7459f0b 447700900777 14155551234 received
sent 173ebf11-4d4b-4a88-92d9-55c36e5e1b3f a6dcfaa8-d329-4ce0-a4a7-9e1c0deebc9f
number 14155552671 Support line
number 14155551234 none
number 14155552672 none
number 14155552671 Support line 29986316244302815
call 0f7df140-bcf8-4479-a80b-8b10b7192943 +14155552671 14155559001 completed
call c062b68b-93e9-4403-9d09-49a35e559c7a +14155559002 14155551234 completed
call +14155552671 14155559001 95 completed
application 29986316244302815 Support IVR [https://example.com/support/answer]
application 30042999414609341 Voicemail []
application 16632559604105954 Support overflow []
application 20372631212782799 Conference room [https://example.com/conference.xml]
application 64529074997228907 Marketing line [https://example.com/marketing/answer]
");
}

#[tokio::test]
async fn both_names_and_all_argument_styles_are_equivalent() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local function first(page) return page.objects[1].number end
print(first(plivo.list_numbers{limit = 1}), first(plivo.plivo_list_numbers{limit = 1}))
print(first(plivo.default.list_numbers{limit = 1}), first(plivo.default.plivo_list_numbers{limit = 1}))
print(first(plivo.list_numbers(1)), first(plivo.list_numbers(1.0, nil, nil)), first(plivo.list_numbers()))
print(plivo.list_numbers == plivo.plivo_list_numbers, plivo.list_numbers{limit = 3.0}.meta.limit)
local one = plivo.send_sms("+14155551234", "+14155551235", "hi")
local two = plivo.send_sms{src = "+14155551234", dst = {"+14155551235", "+14155551236"}, text = "hi"}
local joined = plivo.send_sms{src = "+14155551234", dst = "+14155551235<+14155551236", text = "hi"}
print(#one.message_uuids, #two.message_uuids, #joined.message_uuids, two.message_uuid == two.message_uuids[1])
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
14155552671	14155552671
14155552671	14155552671
14155552671	14155552671	14155552671
true	3
1	2	2	true
");
}

#[tokio::test]
async fn accounts_see_their_own_data() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
for _, account in ipairs{"default", "us", "uk"} do
  local numbers = app.integrations.plivo[account].list_numbers{limit = 1}
  print(account, numbers.objects[1].number, numbers.meta.total_count)
end
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
default	14155552671	25
us	12125550111	8
uk	447700900456	8
");
}

#[tokio::test]
async fn a_large_limit_takes_several_requests_and_returns_one_page() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local page = app.integrations.plivo.list_messages{limit = 40, start_time = "2026-01-01T00:00:00Z"}
print(#page.objects, page.meta.limit, page.meta.offset)
"#,
        )
        .await;
    assert_eq!(printed, "40\t40\t0\n");
    // A request begins at the time of the last record, which is returned once more.
    assert_eq!(stage.requests(), 3);
}

#[tokio::test]
async fn calls_in_progress_have_the_same_fields_as_completed_ones() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local call = app.integrations.plivo.list_calls{call_state = "in-progress"}.objects[1]
print(call.from, call.from_number, call.to, call.to_number)
print(call.call_direction, call.direction, call.call_status, call.duration, call.hangup_cause_name)
print(app.integrations.plivo.get_call(call.call_uuid).call_status)
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
+14155552671	+14155552671	919876543210	919876543210
outbound	outbound	in-progress	0	nil
in-progress
");
}

#[cfg(any(feature = "lua54", feature = "lua55"))]
#[tokio::test]
async fn calls_wait_inside_pcall_coroutines_and_iterators() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local function numbers()
  return coroutine.wrap(function()
    for _, number in ipairs(plivo.list_numbers{limit = 2}.objects) do
      local ok, again = pcall(plivo.get_number, number.number)
      coroutine.yield(ok, again.number == number.number)
    end
  end)
end
for ok, same in numbers() do print(ok, same) end
local lazy = setmetatable({}, {__index = function(_, number) return plivo.get_number(number).alias end})
print(lazy["14155552671"])
"#,
        )
        .await;
    assert_eq!(printed, "true\ttrue\ntrue\ttrue\nSupport line\n");
}

/// The hook pauses a script that computes wherever it is, also while a coroutine hands on a value.
#[tokio::test]
async fn every_value_of_a_coroutine_arrives_however_long_it_computes() {
    let code = "
local function numbers(last)
  return coroutine.wrap(function() for i = 1, last do coroutine.yield(i) end end)
end
local function same(last)
  return coroutine.wrap(function() for i in numbers(last) do coroutine.yield(i) end end)
end
local count = 0
for _ in same(150000) do count = count + 1 end
print(count)";
    assert_eq!(Stage::new().await.prints(code).await, "150000\n");
}

#[tokio::test]
async fn a_host_serves_a_foreign_state_and_concurrent_scripts() {
    let stage = Stage::new().await;
    let lua = plivo_lua::mlua::Lua::new();
    stage.host.install(&lua).unwrap();
    let chunk = lua.load(
        "return os ~= nil and app.integrations.plivo.us.list_numbers{limit = 1}.objects[1].number",
    );
    assert_eq!(chunk.eval_async::<String>().await.unwrap(), "12125550111");

    let number = |account: &str| {
        format!("return app.integrations.plivo.{account}.list_numbers(1).objects[1].number")
    };
    let (default, us, uk) = (number("default"), number("us"), number("uk"));
    let ended = tokio::join!(stage.run(&default), stage.run(&us), stage.run(&uk));
    let numbers = [ended.0.1, ended.1.1, ended.2.1].map(|ended| ended.unwrap());
    assert_eq!(numbers, ["14155552671", "12125550111", "447700900456"]);
}

#[tokio::test]
async fn dropping_a_script_cancels_its_request() {
    let stage = Stage::new().await;
    let list = "print(#app.integrations.plivo.list_numbers(1).objects)";
    stage.drop_waiting(1, stage.run(list)).await;
    assert_eq!(stage.prints(list).await, "1\n");
}

#[tokio::test]
async fn a_phone_number_is_a_string_and_is_accepted_as_a_number() {
    let stage = Stage::new().await;
    let script = r#"
local p = app.integrations.plivo
for _, dst in ipairs{"+14155551235", 14155551235, {"+14155551235", "14155551236"}, {14155551235, 14155551236.0}} do
  print(#p.send_sms{src = "+14155551234", dst = dst, text = "hi"}.message_uuids)
end
print(type(p.list_numbers(1).objects[1].number))
"#;
    assert_eq!(stage.prints(script).await, "1\n1\n2\n2\nstring\n");
    let sent = stage.sandbox.sent("default");
    let numbers: Vec<&str> = sent.iter().map(|message| message.dst.as_str()).collect();
    let (one, two) = ("14155551235", "14155551236");
    assert_eq!(numbers, [one, one, one, two, one, two]);
}
