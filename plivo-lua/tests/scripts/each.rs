//! Iteration over whole lists with `each`.

use crate::support::Stage;
use insta::assert_snapshot;
use plivo_sandbox::Fault;

/// Iterates over all of the sandbox's messages, which take more than one page.
const ALL: &str = "app.integrations.plivo.list_messages.each{start_time = '2026-01-01T00:00:00Z'}";

#[tokio::test]
async fn each_yields_every_record_once_and_fetches_pages_on_demand() {
    let stage = Stage::new().await;
    let script = format!(
        r#"
local count, seen = 0, {{}}
for message in {ALL} do
  assert(not seen[message.message_uuid] and message.from and message.to)
  seen[message.message_uuid], count = true, count + 1
end
local merged = app.integrations.plivo.list_messages{{start_time = "2026-01-01T00:00:00Z", limit = 100}}
print(count >= #merged.objects, #merged.objects > 40)
"#
    );
    assert_eq!(stage.prints(&script).await, "true\ttrue\n");
    let all = stage.requests();

    let first = format!("for message in {ALL} do print(message.message_uuid ~= nil) break end");
    assert_eq!(stage.prints(&first).await, "true\n");
    assert_eq!(stage.requests(), all + 1);
}

#[tokio::test]
async fn every_list_has_each_on_every_account_and_under_both_names() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local function count(next_record)
  local count = 0
  for _ in next_record do count = count + 1 end
  return count
end
for _, name in ipairs{"list_messages", "list_numbers", "list_calls", "list_applications"} do
  print(name, count(plivo[name].each{limit = 3}), count(plivo.us["plivo_" .. name].each(2)))
end
print(count(plivo.list_numbers.each()), plivo.list_numbers{limit = 1}.meta.total_count)
print(count(plivo.list_calls.each{call_state = "in-progress"}) > 0)
-- More than one request can return.
print(count(plivo.list_numbers.each{limit = 500}), count(plivo.list_numbers.each{limit = 24}))
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
list_messages	3	2
list_numbers	3	2
list_calls	3	2
list_applications	3	2
25	25
true
25	24
");
}

#[tokio::test]
async fn a_list_is_still_a_function() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local list = app.integrations.plivo.list_numbers
print(list, type(list), list == app.integrations.plivo.plivo_list_numbers)
print(#list{limit = 2}.objects, #list(2).objects, select(2, pcall(list, {limit = 2})).meta.limit)
print(coroutine.wrap(list)(1).meta.limit, select(2, coroutine.resume(coroutine.create(list), 1)).meta.limit)
print(#parallel{list, function() return list(1) end})
for name, value in pairs(app.integrations.plivo.us) do print(name, type(value)) end
for _, wrong in ipairs{
  function() return list.eech end,
  function() local _ = list:each{limit = 1} end,
  function() local _ = app.integrations.plivo:list_numbers{limit = 1} end,
  function() list.each = print end,
  function() local _ = list.each{limit = 0, offset = -1, service = "fax"} end,
} do
  local ok, err = pcall(wrong)
  print(ok, err)
end
"#,
        )
        .await;
    assert_snapshot!(printed, @r#"
function: app.integrations.plivo.list_numbers	function	true
2	2	2
1	1
2
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
false	script.lua:9: app.integrations.plivo.list_numbers has no `eech`; did you mean `each`?
false	script.lua:10: app.integrations.plivo.list_numbers.each was called with a colon, which passes the namespace as the first argument; write a dot, `app.integrations.plivo.list_numbers.each{…}`; no request was made
false	script.lua:11: app.integrations.plivo.list_numbers was called with a colon, which passes the namespace as the first argument; write a dot, `app.integrations.plivo.list_numbers{…}`; no request was made
false	script.lua:12: app.integrations.plivo.list_numbers cannot be changed, so `each` was not set; use a local variable
false	script.lua:13: list_numbers: `limit` is 0, and the minimum is 1
`offset` is -1, and the minimum is 0
`service` is "fax", which is not one of `voice`, `sms`, `voice,sms`, `mms`, `voice,mms`, `sms,mms` and `voice,sms,mms`; no request was made
"#);
}

#[tokio::test]
async fn an_error_ends_the_iteration_until_it_is_resumed() {
    let stage = Stage::new().await;
    stage.sandbox.inject(Fault::status(401));
    // A script that skips errors ends.
    let skips = format!(
        r"
local next_message, failures = {ALL}, 0
while true do
  local ok, message = pcall(next_message)
  if ok and message == nil then break end
  failures = failures + 1
end
print(failures)
"
    );
    assert_eq!(stage.prints(&skips).await, "1\n");
    stage.sandbox.inject(Fault::status(503));
    let script = format!(
        r"
local next_message, resume = {ALL}
local count, failures = 0, 0
while true do
  local ok, message = pcall(next_message)
  if not ok then
    print(message.code, message.retryable, message.position)
    failures = failures + 1
    resume()
  elseif message == nil then
    break
  else
    count = count + 1
  end
end
print(failures, count > 40)
"
    );
    assert_snapshot!(stage.prints(&script).await, @r"
service	true	script.lua:5
1	true
");
}

#[tokio::test]
async fn a_second_loop_over_the_same_each_is_an_error() {
    let stage = Stage::new().await;
    let script = format!(
        r"
local messages = {ALL}
local function count()
  local count = 0
  for _ in messages do count = count + 1 end
  return count
end
-- Each coroutine that shares it learns of the end.
local counts = parallel{{count, count, count}}
print(counts[1] + counts[2] + counts[3] > 40, count())
messages = {ALL}
print(count() > 40)
for _ = 1, 2 do print(pcall(count)) end
-- Several loops may share it, or ask by hand.
messages = {ALL}
for _ in messages do break end
print(count() > 39, count(), messages(), messages())
"
    );
    assert_snapshot!(stage.prints(&script).await, @r"
true	0
true
false	script.lua:5: this `each` is used up: app.integrations.plivo.list_messages.each has returned every record; call `each{…}` again for another loop, or keep the records in a table
false	script.lua:5: this `each` is used up: app.integrations.plivo.list_messages.each has returned every record; call `each{…}` again for another loop, or keep the records in a table
true	0	nil	nil
");
}

#[tokio::test]
async fn a_queued_message_is_not_reported_as_sent() {
    let stage = Stage::new().await;
    let script = r#"
local sent = app.integrations.plivo.send_sms{src = "+14155551234", dst = "+14155551235", text = "hi"}
print(sent.message)
for message in app.integrations.plivo.list_messages.each{dst = "+14155551235"} do
  if message.message_uuid == sent.message_uuid then print(message.message_state) end
end
"#;
    assert_eq!(stage.prints(script).await, "message(s) queued\nqueued\n");
}

#[tokio::test]
async fn loops_over_what_cannot_be_iterated_say_how_to_write_them() {
    let stage = Stage::new().await;
    let script = r"
local plivo = app.integrations.plivo
print(select(2, pcall(function() for _ in plivo.list_numbers.each do end end)))
print(select(2, pcall(function() for _ in plivo.list_numbers{limit = 1} do end end)))
";
    assert_snapshot!(stage.prints(script).await, @r"
script.lua:3: app.integrations.plivo.list_numbers.each was not called, so it iterates over nothing; write `for record in app.integrations.plivo.list_numbers.each{} do`; no request was made
script.lua:4: a page is not a list; its records are in `objects`; write `for _, record in ipairs(page.objects) do`, `#page.objects` or `page.objects[1]`; loop over the whole list: `for record in app.integrations.plivo.list_numbers.each{…} do`
");
    assert_eq!(stage.requests(), 1);
}
