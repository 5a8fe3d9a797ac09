//! Lines that are no message, unknown tools and long answers: the server answers with an error of the protocol, and continues.

use serde_json::{Value, json};

use crate::server::{Server, text};

/// The most bytes of a result.
const RESULT_LIMIT: usize = 40_000;

#[test]
fn what_is_no_message_gets_an_error() {
    let mut server = Server::start(&[]);
    for (line, code) in [
        ("{", -32700),
        ("nonsense", -32700),
        ("[1, 2]", -32600),
        (r#"{"jsonrpc":"2.0","id":7,"meth":"x"}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":7,"method":"no/such"}"#, -32601),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"nome":1}}"#,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"plivo_list_numbers","arguments":[1]}}"#,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"plivo_list_numbers","arguments":"{}"}}"#,
            -32602,
        ),
        (
            r#"{"jsonrpc":"2.0","id":7,"method":"resources/read","params":[]}"#,
            -32602,
        ),
    ] {
        server.line(&line);
        let answer = server.next(|_| true);
        assert_eq!(answer["error"]["code"], code, "{line}: {answer}");
    }
    server.line(&"");
    server.still_works();
}

#[test]
fn a_giant_message_is_refused_whole() {
    let mut server = Server::start(&[]);
    let giant =
        json!({ "name": "plivo_get_call", "arguments": { "call_id": "x".repeat(1 << 21) } });
    let answer = server.request("tools/call", &giant);
    assert_eq!(answer["error"]["code"], -32600);
    assert!(
        answer["error"]["message"]
            .as_str()
            .unwrap()
            .contains("at most 1048576 bytes")
    );
    server.still_works();
}

#[test]
fn an_unknown_tool_is_an_error_of_the_protocol_and_a_wrong_call_is_one_of_the_tool() {
    let mut server = Server::start(&[]);
    for (name, says) in [
        ("plivo_fax", "the tools are `plivo_list_messages`"),
        ("plivo_get_cal", "did you mean `plivo_get_call`?"),
        ("plivo_read_sms", "the tools are `plivo_list_messages`"),
        (
            "plivo_buy_number",
            "no function does that: `list_numbers` and `get_number` only read",
        ),
        // A server that only reads has no such tool, and calling it says why.
        ("send_sms", "did you mean `plivo_send_sms`?"),
    ] {
        let unknown = server.call(name, &json!({}));
        let error = &unknown["error"];
        assert_eq!(error["code"], -32602);
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
    }

    for (tool, arguments, says) in [
        ("plivo_get_call", json!({}), "call_id"),
        (
            "plivo_get_call",
            json!({ "call_id": [1, { "a": null }] }),
            "call_id",
        ),
        (
            "plivo_list_numbers",
            json!({ "limit": 1.5 }),
            "not a whole number",
        ),
        (
            "plivo_list_numbers",
            json!({ "limit": "1e1" }),
            "expected an integer",
        ),
        (
            "plivo_list_numbers",
            json!({ "account": "uss" }),
            "did you mean `us`?",
        ),
        (
            "plivo_list_numbers",
            json!({ "account": 1 }),
            "`account` is not a string",
        ),
        ("plivo_send_sms", json!({}), "does not permit"),
    ] {
        let wrong = server.call(tool, &arguments);
        assert_eq!(wrong["result"]["isError"], true, "{wrong}");
        let text = text(&wrong);
        assert!(
            text.contains(says) && text.contains(r#""effect":"none""#),
            "{text}"
        );
    }
    server.still_works();
}

#[test]
fn numbers_booleans_and_lists_may_be_strings_where_nothing_is_lost() {
    let mut server = Server::start(&["--write", "allow"]);
    let page = server.call("plivo_list_numbers", &json!({ "limit": "2" }));
    let page = &page["result"]["structuredContent"];
    assert_eq!(page["objects"].as_array().unwrap().len(), 2, "{page}");
    let to = json!(["+14155551234", "+14155551235"]);
    let sent = server.call(
        "plivo_send_sms",
        &json!({ "src": 14_155_552_671_u64, "dst": to.to_string(), "text": 42, "trackable": "true", "log": "false" }),
    );
    let sent = &sent["result"]["structuredContent"];
    assert_eq!(sent["message_uuids"].as_array().unwrap().len(), 2, "{sent}");
    server.still_works();
}

/// The schemas show what is inside of an object in a line only; the server checks all of it.
#[test]
fn a_wrong_object_is_refused_with_its_right_shape() {
    let mut server = Server::start(&["--write", "allow"]);
    let mut send = |template: Value| {
        let message = json!({ "src": "+14155552671", "dst": ["+14155551234"], "type": "whatsapp", "template": template });
        server.call("plivo_send_sms", &message)
    };
    let template =
        |component: Value| json!({ "name": "hello", "language": "en", "components": [component] });
    for (wrong, says) in [
        (
            json!("hello"),
            "expected an object `{name, language, components?}`",
        ),
        (
            json!({ "name": "hello" }),
            "`template.language` is missing; Template is `{name, language, components?}`",
        ),
        (
            template(json!({ "kind": "body" })),
            "`template.components[1].kind` is not a field of TemplateComponent; \
             TemplateComponent is `{type, sub_type?, index?, parameters?}`",
        ),
        (
            template(json!({ "type": "body", "parameters": ["4711"] })),
            "`template.components[1].parameters[1]` is a text, expected an object `{type, text?, ",
        ),
    ] {
        let answer = send(wrong);
        let text = text(&answer);
        assert!(
            text.contains(says) && text.contains("no request was made"),
            "{text}"
        );
    }
    let right =
        template(json!({ "type": "body", "parameters": [{ "type": "text", "text": "4711" }] }));
    for template in [right.to_string().into(), right] {
        let result = send(template);
        assert_eq!(result["result"]["isError"], false, "{result}");
    }
    server.still_works();
}

#[test]
fn a_long_list_is_cut_to_whole_records_and_next_continues_it() {
    let mut server = Server::start(&[]);
    let mut arguments = json!({ "limit": 100, "start_time": "2025-12-01" });
    let mut ids = Vec::new();
    loop {
        let answer = server.call("plivo_list_messages", &arguments);
        let length = answer.to_string().len();
        assert!(length <= RESULT_LIMIT + 200, "{length}");
        let page = &answer["result"]["structuredContent"];
        assert_eq!(text(&answer), page.to_string());
        let shown = page["objects"].as_array().unwrap();
        assert!(!shown.is_empty());
        if ids.is_empty() {
            assert_eq!(page["cut"]["shown"], shown.len());
            assert_eq!(page["next"], json!({ "offset": shown.len() }));
            let hint = page["cut"]["hint"].as_str().unwrap();
            assert!(
                hint.contains("`next`") && hint.contains("a `limit` of"),
                "{hint}"
            );
        }
        ids.extend(shown.iter().map(|message| message["message_uuid"].clone()));
        let Some(offset) = page["next"].get("offset") else {
            break;
        };
        arguments["offset"] = offset.clone();
    }
    let mut unique = ids.clone();
    unique.sort_by_key(ToString::to_string);
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "a record came twice");
    assert!(ids.len() > 100, "{}", ids.len());
    server.still_works();
}

#[test]
fn the_list_of_tools_is_short_and_each_page_says_what_it_is() {
    let mut server = Server::start(&["--write", "allow"]);
    let listed = server.request("tools/list", &json!({}));
    let tools = &listed["result"]["tools"];
    assert!(
        tools.to_string().len() <= 14_000,
        "{} bytes",
        tools.to_string().len()
    );
    for tool in tools.as_array().unwrap() {
        assert!(tool.get("outputSchema").is_none(), "{tool}");
        let account = &tool["inputSchema"]["properties"]["account"];
        assert!(account["enum"].as_array().unwrap().contains(&json!("us")));
    }
    let pages = server.request("resources/list", &json!({}));
    let pages = pages["result"]["resources"].as_array().unwrap();
    let mut briefs: Vec<_> = pages
        .iter()
        .map(|page| page["description"].as_str().unwrap())
        .collect();
    briefs.sort_unstable();
    briefs.dedup();
    assert_eq!(briefs.len(), pages.len(), "two pages say the same");
    let errors = pages.iter().find(|page| page["name"] == "errors").unwrap();
    assert!(
        errors["description"]
            .as_str()
            .unwrap()
            .contains("failed calls")
    );
    server.still_works();
}

#[test]
fn code_mode_costs_little_and_keeps_scripts_in_bounds() {
    let mut server = Server::start(&["--mode", "code", "--time-limit", "1"]);
    let listed = server.request("tools/list", &json!({}));
    let tools = listed["result"]["tools"].to_string();
    assert!(tools.len() < 900, "{} bytes: {tools}", tools.len());

    let endless = server.call("run_script", &json!({ "script": "while true do end" }));
    assert_eq!(endless["result"]["isError"], true);
    assert!(
        text(&endless).contains("the script was stopped"),
        "{endless}"
    );

    let flood = json!({ "script": "for line = 1, 5000 do print('a line of text') end" });
    let flood = server.call("run_script", &flood);
    let flood = text(&flood);
    assert!(flood.len() < 41_000 && flood.ends_with("filter or count inside the script"));
    // Pages name the tool or the resource that reads others, as scripts' functions would not help here.
    let page = server.call("search_docs", &json!({ "query": "send_sms" }));
    let details = "`search_docs{query: \"integrations.plivo.send_sms.details\"}`";
    assert!(text(&page).contains(details), "{page}");
    let page = server.request("resources/read", &json!({ "uri": "docs://send_sms" }));
    assert!(
        page.to_string()
            .contains("`docs://integrations.plivo.send_sms.details`"),
        "{page}"
    );
    for (arguments, says) in [
        (
            json!({ "code": "return 1" }),
            "`script` is missing; pass a string as `script`, not as `code`",
        ),
        (
            json!({}),
            "`script` is missing; pass a string as `script`; nothing was run",
        ),
        (json!({ "script": 1 }), "`script` is not a string"),
        (
            json!({ "script": "print('a')\nprint('b" }),
            "; nothing was run",
        ),
    ] {
        let wrong = server.call("run_script", &arguments);
        assert_eq!(wrong["result"]["isError"], true);
        assert!(text(&wrong).contains(says), "{wrong}");
    }
    let long = server.call("search_docs", &json!({ "query": "abc ".repeat(1_000) }));
    assert!(text(&long).contains("search for a few words"), "{long}");
    server.end();
}

#[test]
fn a_failed_script_says_what_it_has_sent() {
    let mut server = Server::start(&["--mode", "code", "--write", "allow", "--time-limit", "1"]);
    let send = "local plivo = app.integrations.plivo plivo.send_sms('+14155551234', '+14155551235', 'hi') ";
    for (rest, end) in [
        ("error('no')", " (effect done)"),
        ("plivo.get_call('1')", " (code not_found, effect done)"),
        (
            "plivo.list_calls{limit = 0}",
            " (code invalid_arguments, effect done)",
        ),
        ("while true do end", " (effect done)"),
    ] {
        let answer = server.call("run_script", &json!({ "script": format!("{send}{rest}") }));
        let text = text(&answer);
        let told = "before this error, send_sms was done once, so do not repeat it; it returned {";
        assert!(text.contains(told) && text.ends_with(end), "{rest}: {text}");
    }
    server.end();
}

#[test]
fn code_mode_returns_every_value_and_an_answer_counts_once() {
    let mut server = Server::start(&["--mode", "code"]);
    let mut run = |script: &str| server.call("run_script", &json!({ "script": script }));
    assert_eq!(
        text(&run(r#"return 1, "a", nil, {2}"#)),
        r#"returned: 1, "a", null, [2]"#
    );
    assert!(text(&run("return nil, nil")).contains("printed nothing"));
    for script in [
        r#"error(("\1"):rep(1.5e7))"#,
        r#"error(("\1\n"):rep(1e5), 0)"#,
        r#"print(("\27"):rep(1e5)) error({ code = ("x"):rep(1e5) })"#,
        r#"print(("\1"):rep(1e5)) return ("\"\1"):rep(1e5), ("é"):rep(1e5)"#,
    ] {
        let answer = run(script);
        let length = answer.to_string().len();
        assert!(
            (1_000..=RESULT_LIMIT + 500).contains(&length),
            "{script}: {length}"
        );
    }
    server.end();
}
