//! Failures as scripts see them.

use crate::support::Stage;
use insta::assert_snapshot;
use plivo_runtime::Effect;
use plivo_sandbox::{Failure, Fault};

#[tokio::test]
async fn all_argument_errors_are_reported_together_before_any_request() {
    let stage = Stage::new().await;
    let message = stage
        .raises(
            r#"local plivo = app.integrations.plivo
local page = plivo.list_messages{
  limit = 500, offset = 1.5, message_state = "delivred", start_time = "yesterday", scr = "x", from_number = "1", 7 }"#,
        )
        .await;
    assert_snapshot!(message, @r#"
script.lua:2: list_messages: `limit` is 500, and the maximum is 100; loop over the whole list: `for record in app.integrations.plivo.list_messages.each{offset = …, message_state = …, src = …, start_time = …} do`
`offset` is 1.5, which is not a whole number; round it with `math.floor`
`message_state` is "delivred", which is not one of `queued`, `sent`, `delivered`, `undelivered`, `failed`, `received`, `rejected`, `read` and `deleted`; did you mean `delivered`?
`start_time` is "yesterday", which is not a datetime; write it as 2026-01-31T23:59:59Z; for a number of seconds, `os.date("!%Y-%m-%dT%H:%M:%SZ", seconds)`
`from_number` and `scr` are not parameters of list_messages; write `list_messages{limit = …, offset = …, message_state = …, src = …, start_time = …}`
value 1 of the table has no name; write `limit = …`; no request was made
"#);
    let message = stage
        .raises("app.integrations.plivo.send_sms{src = print, dst = {true, 2}, type = \"fax\"}")
        .await;
    assert_snapshot!(message, @r#"
script.lua:1: send_sms: `src` is a function, which cannot be sent
`dst` has a boolean as element 1, and takes strings; put each one in quotes
`text` is missing
`type` is "fax", which is not one of `sms`, `mms` and `whatsapp`; no request was made
"#);
    assert_snapshot!(stage.raises("app.integrations.plivo.send_sms('1415', {'1416', nil, '1417'}, 'hi')").await, @"script.lua:1: send_sms: `dst` has nil as element 2, and takes strings; put each one in quotes; no request was made");
    assert_snapshot!(stage.raises("app.integrations.plivo.get_call('a', 'b')").await, @"script.lua:1: get_call: argument 2 is one too many; get_call takes `call_id`; no request was made");
    assert_snapshot!(stage.raises("app.integrations.plivo.get_call({}, 'b')").await, @r"
script.lua:1: get_call: `call_id` is missing
there are arguments after the table of names; put every argument into the table, or pass them all in order; no request was made
");
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
async fn a_failure_is_a_table_that_also_works_as_a_string() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local ok, err = pcall(app.integrations.plivo.get_call, "nothing")
print(ok, type(err), err.code, err.status, err.effect, err.retryable, err.operation, err.position)
print(err.request_id ~= nil, err.api_id ~= nil, err.hint, err.retry_after)
print(("failed: " .. err):sub(1, 45), (err .. "!"):sub(-1), #tostring(err) == #(err.position .. ": " .. err.message))
print(err:find("404") ~= nil, err:lower() == tostring(err):lower(), pcall(function() return err.no_such_field end))
print(err.details, err.service_code, rawget(err, "seen"), getmetatable(err))
err.seen = true
err.seen = nil
print(err.seen)
ok, err = pcall(app.integrations.plivo.list_numbers, {limt = 5, offset = -1})
print(err.code, err.effect, #err.faults)
for _, fault in ipairs(err.faults) do print(fault.parameter, fault.message, fault.hint) end
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
false	table	not_found	404	none	false	get_call	script.lua:2
true	true	check the identifier, and that it belongs to this account	nil
failed: script.lua:2: get_call: GET Call/noth	!	true
true	true	false	script.lua:6: a failure has no `no_such_field`; it has `code`, `message`, `hint`, `status`, `service_code`, `details`, `retryable`, `retry_after`, `request_id`, `api_id`, `effect`, `operation`, `faults` and `position`
nil	nil	nil	false
nil
invalid_arguments	none	2
offset	is -1, and the minimum is 0	nil
limt	is not a parameter of list_numbers	did you mean `limit`?
");
}

#[tokio::test]
async fn a_hint_leads_to_no_other_result() {
    let stage = Stage::new().await;
    let hint = async |arguments: &str| {
        let script = format!("app.integrations.plivo.{arguments}");
        stage.raises(&script).await
    };
    for (call, expected) in [
        (
            "list_messages{account = \"us\"}",
            "write the account before the function: `app.integrations.plivo.us.list_messages{…}`",
        ),
        (
            "list_messages{limit = 500}",
            "loop over the whole list: `for record in app.integrations.plivo.list_messages.each{…} do`; without `start_time` it goes back only 24 hours",
        ),
        (
            "us.list_messages{limit = 500}",
            "`for record in app.integrations.plivo.us.list_messages.each{…} do`",
        ),
        ("list_messages{limit = \"10\"}", "write it without quotes"),
        (
            "send_sms{src = \"+14155551234\", text = \"x\", dst = \"+14155551235,+14155551236\"}",
            "pass a list, or one text joined by `<`",
        ),
        (
            "get_number(\"+14155551235,+14155551236\")",
            "pass one number",
        ),
    ] {
        let message = hint(call).await;
        assert!(message.contains(expected), "{call}: {message}");
    }
    for (call, wrong) in [
        ("list_messages{account = \"us\"}", "subaccount"),
        (
            "list_messages{message_time__lt = \"2026-01-01\"}",
            "did you mean",
        ),
        ("list_messages{limt = true}", "did you mean"),
        ("list_messages{limit = \"ten\"}", "quotes"),
        ("list_messages(\"+14155551235\")", "quotes"),
        ("list_messages(\"14155551235\")", "quotes"),
    ] {
        let message = hint(call).await;
        assert!(!message.contains(wrong), "{call}: {message}");
    }
}

#[cfg(any(feature = "lua54", feature = "lua55"))]
#[tokio::test]
async fn an_uncaught_failure_reaches_the_host_unchanged() {
    let stage = Stage::new().await;
    let (_, ended) = stage
        .run("local function find()\n  return app.integrations.plivo.get_number('19999999999')\nend\n\nreturn find()")
        .await;
    let error = ended.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("script.lua:5: get_number: GET Number/19999999999/: "),
        "{error}"
    );
    let failure = error.failure().unwrap();
    assert_eq!(
        (failure.code.as_ref(), failure.status, failure.effect),
        ("not_found", Some(404), Effect::Nothing)
    );
    assert_eq!(failure.operation.as_deref(), Some("get_number"));
    assert_eq!(failure.position.as_deref(), Some("script.lua:5"));
    assert_snapshot!(error.traceback().unwrap(), @"script.lua:5: in main chunk");
}

#[tokio::test]
async fn an_unknown_name_is_an_error_where_it_is_read() {
    let stage = Stage::new().await;
    assert_snapshot!(stage.raises("return app.integrations.plivo.send_sm").await, @"script.lua:1: app.integrations.plivo has no `send_sm`; did you mean `send_sms`?");
    assert_snapshot!(stage.raises("return app.integrations.plivo.plivo_list_mesages").await, @"script.lua:1: app.integrations.plivo has no `plivo_list_mesages`; did you mean `plivo_list_messages`?");
    assert_snapshot!(stage.raises("return app.integrations.plvo").await, @"script.lua:1: app.integrations has no `plvo`; did you mean `plivo`?");
    assert_snapshot!(stage.raises("return app.integrations.plivo.fr.send_sms").await, @"script.lua:1: app.integrations.plivo has no `fr`; it has `list_messages`, `send_sms`, `list_numbers`, `get_number`, `list_calls`, `get_call`, `list_applications`, `count_units`, `verify_delivery_report`, `verify_inbound_message` and `accounts`, and the accounts `default`, `us` and `uk`");
    assert_snapshot!(stage.raises("return app.integration").await, @"script.lua:1: app has no `integration`; did you mean `integrations`?");
    assert_snapshot!(stage.raises("for _, f in ipairs(app.integrations.plivo) do end").await, @"script.lua:1: app.integrations.plivo has names, and was indexed with a number; loop over them with `for name, value in pairs(app.integrations.plivo) do`; it has `list_messages`, `send_sms`, `list_numbers`, `get_number`, `list_calls`, `get_call`, `list_applications`, `count_units`, `verify_delivery_report`, `verify_inbound_message` and `accounts`, and the accounts `default`, `us` and `uk`");
}

#[tokio::test]
async fn calls_with_a_colon_and_calls_of_a_namespace_are_explained() {
    let stage = Stage::new().await;
    let script = "app.integrations.plivo.us:send_sms{src = '+14155551234', dst = '+14155551235', text = 'hi'}";
    assert_snapshot!(stage.raises(script).await, @"script.lua:1: app.integrations.plivo.us.send_sms was called with a colon, which passes the namespace as the first argument; write a dot, `app.integrations.plivo.us.send_sms{…}`; no request was made");
    assert_snapshot!(stage.raises("app.integrations.plivo{}").await, @"script.lua:1: app.integrations.plivo is a namespace, not a function; it has `list_messages`, `send_sms`, `list_numbers`, `get_number`, `list_calls`, `get_call`, `list_applications`, `count_units`, `verify_delivery_report`, `verify_inbound_message` and `accounts`, and the accounts `default`, `us` and `uk`");
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
async fn errors_of_every_version_of_lua_have_hints() {
    let stage = Stage::new().await;
    for (script, hint) in [
        ("print(message.message_time > os.time())", "os.time(x)"),
        ("print(os.time() - message.message_time)", "os.time(x)"),
        ("local n = nil print(n > 1)", "check it first"),
        ("local n = nil print(n.from)", "check it first"),
        ("print(message.from:trim())", "text:match("),
        ("print(string.find({}, '404'))", "`err.code`"),
        ("for _ in ipairs('text') do end", "it is one text"),
        ("print(table.concat({{}}))", "one text of each record"),
    ] {
        let list = "app.integrations.plivo.list_messages{limit = 1}";
        let script = format!("local message = {list}.objects[1] {script}");
        let message = stage.raises(&script).await;
        assert!(message.contains(hint), "{script}: {message}");
    }
}

#[cfg(any(feature = "lua54", feature = "lua55"))]
#[tokio::test]
async fn other_errors_have_a_line_as_well() {
    let stage = Stage::new().await;
    assert_snapshot!(stage.raises("local x\n\nprint(x.y)").await, @"script.lua:3: attempt to index a nil value (local 'x'); it is nil, so check it first: `if x then`; if it is the second variable of a loop over `each`, that has only one");
    assert_snapshot!(stage.raises("error('out of luck')").await, @"script.lua:1: out of luck");
    assert_snapshot!(stage.raises("error('out of luck', 0)").await, @"script.lua:1: out of luck");
    assert_snapshot!(stage.raises("error({reason = 'luck'})").await, @r#"script.lua:1: raised a table: {"reason": "luck"}"#);
    assert_snapshot!(stage.raises("error()").await, @"script.lua:1: raised nil");
    assert_snapshot!(stage.raises("local x = = 1").await, @"script.lua:1: unexpected symbol near '='; compare with `==`, and write `n = n + 1` for `n += 1`");
    let named = "print(app.integrations.plivo.get_call(\n  call_id = 'a'))";
    assert_snapshot!(stage.raises(named).await, @"script.lua:2: ')' expected (to close '(' at line 1) near '='; pass named arguments in braces: `f{name = value}`");
    assert_snapshot!(stage.raises("#!/usr/bin/env plivo-lua\nlocal x = = 1").await, @"script.lua:2: unexpected symbol near '='; compare with `==`, and write `n = n + 1` for `n += 1`");
    assert_snapshot!(stage.raises("type()").await, @"script.lua:1: bad argument #1 to 'type' (value expected)");
    assert_snapshot!(stage.raises("coroutine.resume(1)").await, @"script.lua:1: bad argument #1 to 'resume' (thread expected, got number)");
    assert_snapshot!(stage.raises("table.insert(app.integrations.plivo, 1)").await, @"script.lua:1: app.integrations.plivo cannot be changed, so `15` was not set; use a local variable");
    assert_snapshot!(stage.raises("local function deeper() return deeper() + 1 end deeper()").await, @"script.lua: the script was stopped: it needed more than 32 MiB of memory; keep less at a time, and check that no function calls itself endlessly");
}

#[tokio::test]
async fn a_failed_send_reports_its_effect() {
    let stage = Stage::new().await;
    let send = r"
local ok, err = pcall(app.integrations.plivo.send_sms, '+14155551234', '+14155551235', 'hi')
print(err.code, err.status, err.effect, err.retryable, err.retry_after)
";
    stage.sandbox.inject(Fault::status(429).retry_after("2"));
    assert_eq!(
        stage.prints(send).await,
        "rate_limited\t429\tnone\ttrue\t2\n"
    );
    stage.sandbox.inject(Fault::new(Failure::ResetAfterRead));
    assert_eq!(
        stage.prints(send).await,
        "connection\tnil\tunknown\tfalse\tnil\n"
    );
    stage.sandbox.inject(Fault::new(Failure::GarbledBody));
    assert_eq!(stage.prints(send).await, "decode\t202\tdone\tfalse\tnil\n");
    assert_eq!(stage.sandbox.sent("default").len(), 2);
}

#[tokio::test]
async fn a_send_with_an_unexpected_response_is_a_failure_and_not_retried() {
    let stage = Stage::new().await;
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let answer = Failure::Response {
        status: 202,
        headers,
        body: b"[1]".to_vec(),
    };
    stage.sandbox.inject(Fault::new(answer));
    let script = "app.integrations.plivo.send_sms('+14155551234', '+14155551235', 'hi')";
    let (_, ended) = stage.run(script).await;
    let error = ended.unwrap_err();
    let failure = error.failure().unwrap();
    assert_eq!(
        (failure.code.as_ref(), failure.effect),
        ("decode", Effect::Done)
    );
    assert!(
        error
            .to_string()
            .ends_with("; the call was done, so do not repeat it"),
        "{error}"
    );
}

#[tokio::test]
async fn every_failure_has_a_hint() {
    let stage = Stage::new().await;
    for code in [400, 401, 403, 404, 408, 429, 500, 501, 503] {
        stage.sandbox.inject(Fault::status(code));
        stage.sandbox.inject(Fault::status(code));
    }
    let script = r#"
local plivo = app.integrations.plivo
local function hint(f, ...)
  local ok, err = pcall(f, ...)
  assert(not ok and type(err.hint) == "string" and #err.hint > 0, tostring(err))
  for part in (err.hint .. "; "):gmatch("(.-); ") do
    assert(err.message:find(part, 1, true), err.message .. " | " .. err.hint)
  end
end
for _ = 1, 9 do
  hint(plivo.get_number, "14155552671")
  hint(plivo.send_sms, "+14155551234", "+14155551235", "hi")
end
hint(plivo.send_sms)
hint(plivo.send_sms, "+14155551234")
hint(plivo.list_numbers, { limit = 1000 })
hint(plivo.list_numbers, { limt = 1 })
hint(plivo.get_call, ("c"):rep(70000))
hint(function() return plivo.send_smss end)
hint(function() plivo.send_sms = 1 end)
hint(function() plivo() end)
hint(function() plivo:send_sms() end)
hint(lua_read_doc, "nothing")
hint(lua_read_doc)
hint(json.decode, "{x")
hint(json.decode, 1)
hint(json.encode, print)
hint(json.array, setmetatable({}, {}))
hint(parallel, 1)
"#;
    stage.prints(script).await;
}

#[tokio::test]
async fn a_number_that_no_type_holds_is_a_string() {
    let stage = Stage::new().await;
    let body = r#"{"number": 1e400, "carrier": 12345678901234567890123, "other": [1e400]}"#;
    for _ in 0..2 {
        stage.sandbox.inject(Fault::new(Failure::Response {
            status: 200,
            headers: Vec::new(),
            body: body.into(),
        }));
    }
    let script = r#"
local number = app.integrations.plivo.get_number("14155552671")
print(number.number, number.carrier, number.other[1])
print(json.encode(json.decode("[1e400, 12345678901234567890123, 1.5]")))
"#;
    assert_snapshot!(stage.prints(script).await, @r#"
    1e400	12345678901234567890123	1e400
    ["1e400","12345678901234567890123",1.5]
    "#);
    // Without a script, as tools are called.
    let arguments = serde_json::Map::from_iter([("number".to_owned(), "14155552671".into())]);
    let called = stage.host.call("default", "get_number", &arguments).await;
    assert_eq!(called.unwrap()["other"], serde_json::json!(["1e400"]));
}

#[tokio::test]
async fn a_success_without_a_body_is_no_receipt() {
    let stage = Stage::new().await;
    stage.sandbox.inject(Fault::new(Failure::Response {
        status: 204,
        headers: Vec::new(),
        body: Vec::new(),
    }));
    let send = r"
local ok, err = pcall(app.integrations.plivo.send_sms, '+14155551234', '+14155551235', 'hi')
print(ok, err.code, err.status, err.effect, err.hint)
";
    assert_snapshot!(stage.prints(send).await, @"false	decode	204	unknown	it may have been done, so check before you repeat it");
}
