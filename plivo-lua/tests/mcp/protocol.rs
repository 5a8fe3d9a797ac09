//! Lines that are no message, unknown tools and long answers: the server answers with an error of the protocol, and continues.

use serde_json::json;

use crate::server::{Server, text};

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
            -32601,
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
    let unknown = server.call("plivo_fax", &json!({}));
    let error = &unknown["error"];
    assert_eq!(error["code"], -32602);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("`plivo_get_call`")
    );

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
fn a_long_list_is_cut_to_whole_records_and_says_how_to_go_on() {
    let mut server = Server::start(&[]);
    let page = server.call(
        "plivo_list_messages",
        &json!({ "limit": 100, "start_time": "2025-12-01" }),
    );
    let page = &page["result"]["structuredContent"];
    assert!(
        page.to_string().len() <= 41_000,
        "{}",
        page.to_string().len()
    );
    let shown = page["objects"].as_array().unwrap().len();
    assert_eq!(page["cut"]["shown"], shown);
    assert!(
        page["cut"]["hint"]
            .as_str()
            .unwrap()
            .contains(&format!("`offset` {shown} further"))
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
    let wrong = server.call("run_script", &json!({ "code": "return 1" }));
    assert_eq!(wrong["result"]["isError"], true);
    server.end();
}
