//! Fields of records and pages: known ones may be nil, and unknown ones raise an error.

use crate::support::{Stage, client};
use insta::assert_snapshot;
use plivo_lua::{Accounts, Host, Interpreter, PLIVO, UnknownFields};
use plivo_sandbox::{Failure, Fault};

/// Answers the next request with a page of two messages, with what Plivo may add one day.
fn inject(stage: &Stage) {
    let body = r#"{"api_id": "a", "note": null, "meta": {"limit": 2, "offset": 0, "more": null}, "objects": [
        {"message_uuid": "1", "added": "x", "empty": null, "error_message": null},
        {"message_uuid": "2"}]}"#;
    stage.sandbox.inject(Fault::new(Failure::Response {
        status: 200,
        headers: Vec::new(),
        body: body.as_bytes().to_vec(),
    }));
}

#[tokio::test]
async fn what_a_record_may_have_is_nil_where_it_is_absent() {
    let stage = Stage::new().await;
    inject(&stage);
    let printed = stage
        .prints(
            r#"
local page = app.integrations.plivo.list_messages{limit = 2}
local one, two = page.objects[1], page.objects[2]
print(one.error_message, one.message_time, one.error_reason)
print(one.added, one.empty, two.added, two.empty)
print(page.note, page.meta.more, page.meta.next)
one.seen = true
print(one.seen, (pcall(function() return two.seen end)))
two.unset = nil
print((pcall(function() return two.unset end)))
page.seen, page.objects.seen = 1, 2
print((pcall(function() return app.integrations.plivo.list_messages{limit = 1}.seen end)))
print(page.seen, page.objects.seen, page.objects[3], #page.objects)
one.seen = nil
print(one.seen)
local names = {}
for name in pairs(one) do names[#names + 1] = name end
table.sort(names)
print(table.concat(names, " "), next(one) ~= nil, rawget(one, "status"))
print(json.encode(two), #two, type(two))
print(two)
"#,
        )
        .await;
    assert_snapshot!(printed, @r#"
nil	nil	nil
x	nil	nil	nil
nil	nil	nil
true	false
false
false
1	2	nil	2
nil
added from message_uuid to	true	nil
{"from":"","message_uuid":"2","to":""}	0	table
{"from": "", "message_uuid": "2", "to": ""}
"#);
}

#[tokio::test]
async fn an_unknown_field_is_an_error_with_its_own_code() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r"
local page = app.integrations.plivo.list_messages{limit = 1}
local message = page.objects[1]
for _, read in ipairs{
  function() return message.status end,
  function() return message[true] end,
  function() return page.messages end,
  function() return page.meta.total end,
  function() return page.meta.total_count end,
  function() return page.objects.length end,
  function() return page.objects[-1] end,
} do
  local ok, err = pcall(read)
  print(ok, err.code, err.effect, err.hint ~= nil, err.position)
end
print(page.objects[2], table.remove(page.objects) == message, table.remove(page.objects), page.objects[0])
print(getmetatable(message), pcall(setmetatable, message, {}))
",
        )
        .await;
    assert_snapshot!(printed, @r"
false	unknown_name	none	true	script.lua:5
false	unknown_name	none	true	script.lua:6
false	unknown_name	none	true	script.lua:7
false	unknown_name	none	true	script.lua:8
false	unknown_name	none	true	script.lua:9
false	unknown_name	none	true	script.lua:10
false	unknown_name	none	true	script.lua:11
nil	true	nil	nil
false	false	script.lua:17: cannot change a protected metatable
");
}

#[tokio::test]
async fn an_error_about_what_a_write_returned_says_that_it_was_done() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local plivo = app.integrations.plivo
local receipt = plivo.send_sms{src = "+14155551234", dst = "+14155551235", text = "hi"}
for _, wrong in ipairs{
  function() return receipt.state end,
  function() return receipt[1] end,
  function() return receipt.message_uuids.length end,
  function() return receipt() end,
  function() return receipt(nil, nil) end,
  function() return parallel{receipt} end,
  function() return json.decode(receipt) end,
  function() return plivo.get_call(receipt) end,
} do
  local ok, err = pcall(wrong)
  print(err.effect, err.retryable, err.message:find('send_sms was done and returned ', 1, true) ~= nil)
  assert(err.message:find(receipt.message_uuid, 1, true) and err.hint:find("so do not repeat it", 1, true))
end
local message = plivo.list_messages{limit = 1}.objects[1]
print(select(2, pcall(function() return message.state_of end)).effect)
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
done	false	true
done	false	true
done	false	true
done	false	true
done	false	true
done	false	true
done	false	true
none	false	true
none
");
}

#[tokio::test]
async fn a_host_can_let_unknown_fields_be_nil() {
    let stage = Stage::new().await;
    let accounts = Accounts::new(client(&stage.sandbox, "us").unwrap().api().clone());
    let host = Host::builder().integration(&PLIVO, accounts);
    let host = host.unknown_fields(UnknownFields::Nil).build().unwrap();
    let script = "local page = app.integrations.plivo.list_messages{limit = 1}\n\
        return {page.messages == nil, page.meta.total == nil, page.objects.length == nil, page.objects[1].status == nil,\n\
        page.meta.total_count == nil, page.objects[-1] == nil, select(2, pcall(app.integrations.plivo.get_call, 'nothing')).reason == nil}";
    let outcome = Interpreter::new(host).run("script.lua", script).await;
    let result = outcome.unwrap().result.to_string();
    assert_eq!(result, "[true,true,true,true,true,true,true]");
}
