//! What the agent host before this one got wrong, a test each, and what a script sees here instead.

use crate::support::{Stage, client};
use insta::assert_snapshot;
use plivo_lua::{Accounts, Host, PLIVO};

#[tokio::test]
async fn both_names_of_a_function_work() {
    let stage = Stage::new().await;
    let script = "local p = app.integrations.plivo \
                  print(#p.list_messages{limit = 1}.objects, #p.plivo_list_messages{limit = 1}.objects)";
    assert_eq!(stage.prints(script).await, "1\t1\n");
}

#[tokio::test]
async fn a_namespace_is_finite_listed_and_read_only() {
    let stage = Stage::new().await;
    let script = r"
local names = {}
for name in pairs(app.integrations.plivo) do names[#names + 1] = name end
print(table.concat(names, ' '))
print(app.integrations)
print(select(2, pcall(function() return app.integrations.plvo end)))
print(select(2, pcall(function() app.integrations.plivo.send_sms = print end)))
";
    assert_snapshot!(stage.prints(script).await, @r"
list_messages send_sms list_numbers get_number list_calls get_call list_applications default us uk
app.integrations {plivo}
script.lua:6: app.integrations has no `plvo`; did you mean `plivo`?
script.lua:7: app.integrations.plivo cannot be changed, so `send_sms` was not set; use a local variable
");
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_before_a_request() {
    let stage = Stage::new().await;
    let script = r"
local _, failure = pcall(app.integrations.plivo.list_messages, {limt = 5, message_state = 'sended', offset = -1})
print(failure.code, failure.effect, #failure.faults)
for _, fault in ipairs(failure.faults) do print(fault.parameter, fault.message, fault.hint) end
print(failure:find('no request was made', 1, true) ~= nil)
";
    assert_snapshot!(stage.prints(script).await, @r#"
invalid_arguments	none	3
offset	is -1, and the minimum is 0	nil
message_state	is "sended", which is not one of `queued`, `sent`, `delivered`, `undelivered`, `failed`, `received`, `rejected`, `read` and `deleted`	nil
limt	is not a parameter of list_messages	did you mean `limit`?
true
"#);
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
async fn one_documentation_answers_to_every_spelling() {
    let stage = Stage::new().await;
    let script = r"
local page = lua_read_doc('integrations.plivo.send_sms')
for _, spelling in ipairs{
  'send_sms', 'plivo.send_sms', 'integrations.plivo.us.send_sms', 'app.integrations.plivo.send_sms',
  'app.integrations.plivo.default.plivo_send_sms', 'plivo_send_sms', 'Integrations/Plivo/Send_SMS',
} do
  assert(lua_read_doc(spelling) == page and docs.read(spelling) == page, spelling)
end
print(lua_read_doc('integrations.plivo.us') == lua_read_doc('plivo'), page:find('| `dst` |', 1, true) ~= nil)
print(select(2, pcall(lua_read_doc, 'integrations.plivo.send_smss')))
";
    assert_snapshot!(stage.prints(script).await, @r"
true	true
script.lua:10: lua_read_doc: there is no page `integrations.plivo.send_smss`; did you mean `integrations.plivo.send_sms`?
");
}

#[tokio::test]
async fn a_failure_is_a_table_that_reads_like_a_text() {
    let stage = Stage::new().await;
    let script = r"
local _, failure = pcall(app.integrations.plivo.get_call, 'nothing')
print(type(failure), failure.code, failure.status, failure.retryable, failure.effect, failure.request_id ~= nil)
print(('failed: ' .. failure):match('^failed: script.lua:2: get_call: '))
";
    assert_snapshot!(stage.prints(script).await, @r"
table	not_found	404	false	none	true
failed: script.lua:2: get_call:
");
}

#[tokio::test]
async fn empty_lists_and_records_differ_and_names_keep_their_order() {
    let stage = Stage::new().await;
    let script = r"
local none = app.integrations.plivo.list_numbers{limit = 1, offset = 1000}
print(json.encode(none.objects), json.encode({}))
print({b = 1, a = 2, c = {}}, json.encode({b = 1, a = 2}))
local shared = {1}
print({one = shared, two = shared})
";
    assert_snapshot!(stage.prints(script).await, @r#"
[]	{}
{"a": 2, "b": 1, "c": {}}	{"a":2,"b":1}
{"one": [1], "two": [1]}
"#);
}

#[tokio::test]
async fn a_phone_number_is_a_text_and_is_understood_as_a_number() {
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

#[tokio::test]
async fn what_is_queued_is_not_said_to_be_sent() {
    let stage = Stage::new().await;
    let script = r#"
local sent = app.integrations.plivo.send_sms{src = "+14155551234", dst = "+14155551235", text = "hi"}
print(sent.message)
for message in app.integrations.plivo.list_messages.each{dst = "+14155551235"} do
  if message.message_uuid == sent.message_uuid then print(message.message_state) end
end
"#;
    assert_snapshot!(stage.prints(script).await, @r"
message(s) queued
queued
");
}

#[tokio::test]
async fn the_published_examples_print_what_they_mean() {
    let stage = Stage::new().await;
    for binding in PLIVO.functions {
        let printed = stage.prints(binding.example).await;
        assert!(
            !printed.is_empty() && !printed.contains("nil") && !printed.contains("table: "),
            "{}: {printed}",
            binding.function.name
        );
    }
}

#[tokio::test]
async fn a_method_call_is_explained() {
    let stage = Stage::new().await;
    let script =
        "app.integrations.plivo:send_sms{src = '+14155551234', dst = '+14155551235', text = 'hi'}";
    assert_snapshot!(stage.raises(script).await, @r"script.lua:1: app.integrations.plivo.send_sms was called with a colon, which passes the namespace as the first argument; write a dot, `app.integrations.plivo.send_sms{…}`; no request was made");
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
async fn an_account_has_a_name_that_scripts_can_write() {
    let stage = Stage::new().await;
    let connection = client(&stage.sandbox, "us").unwrap().api().clone();
    let refused = |name: &str| {
        let accounts = Accounts::new(connection.clone()).with(name, connection.clone());
        let built = Host::builder().integration(&PLIVO, accounts).build();
        built.unwrap_err().to_string()
    };
    let names = [
        "send_sms",
        "plivo_send_sms",
        "end",
        "two words",
        "1st",
        "default",
    ];
    assert_snapshot!(names.map(refused).join("\n"), @r"
cannot set up the host: an account of Plivo cannot be called `send_sms`: a function has that name; choose another
cannot set up the host: an account of Plivo cannot be called `plivo_send_sms`: a function has that name; choose another
cannot set up the host: an account of Plivo cannot be called `end`: it is a word of Lua's own; choose another
cannot set up the host: an account of Plivo cannot be called `two words`: scripts write it after a dot; use letters, digits and `_`, and no digit first
cannot set up the host: an account of Plivo cannot be called `1st`: scripts write it after a dot; use letters, digits and `_`, and no digit first
cannot set up the host: an account of Plivo cannot be called `default`: the account that is used where a script names none is called so; choose another
");
}
