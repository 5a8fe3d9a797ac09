//! The server and the service behind it: a cancelled call makes no more requests, and no secret comes out.

use std::time::Duration;

use plivo_sandbox::{Failure, Fault, Sandbox};
use serde_json::json;

use crate::server::{Server, tool_call};

/// Waits until a request has arrived.
async fn arrived(sandbox: &Sandbox) {
    while sandbox.journal().is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_call_asks_for_nothing_more() {
    for (tool, arguments, write) in [
        ("plivo_list_messages", json!({ "limit": 100 }), "deny"),
        (
            "plivo_send_sms",
            json!({ "src": "+14155552671", "dst": "+14155551234", "text": "hi" }),
            "allow",
        ),
    ] {
        let sandbox = Sandbox::start().await.unwrap();
        sandbox.inject(Fault::new(Failure::Delay(Duration::from_mins(10))));
        let mut server = Server::on(&sandbox, &["--write", write]);
        server.send(7, "tools/call", &tool_call(tool, &arguments));
        arrived(&sandbox).await;
        server.notify("cancelled", &json!({ "requestId": 7, "reason": "enough" }));
        let next = tool_call("plivo_list_numbers", &json!({ "limit": 1 }));
        server.send(8, "tools/call", &next);
        let answer = server.next(|message| message["id"] == 8);
        assert_eq!(answer["result"]["isError"], false, "{answer}");
        let paths: Vec<String> = sandbox
            .journal()
            .iter()
            .map(|request| request.path.rsplit('/').nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(paths, ["Message", "Number"], "{tool}");
        server.end();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_tells_how_far_it_is() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.inject(Fault::new(Failure::Delay(Duration::from_mins(10))).path("/Application/"));
    let mut server = Server::on(&sandbox, &["--mode", "code"]);
    let script = "local plivo = app.integrations.plivo plivo.list_numbers{} plivo.list_calls{} plivo.list_applications{}";
    let params = json!({
        "name": "run_script", "arguments": { "script": script }, "_meta": { "progressToken": "p" },
    });
    server.send(7, "tools/call", &params);
    // The calls end one after another, and a message may come between them.
    server.next(|message| {
        let said = message["params"]["message"].as_str();
        message["method"] == "notifications/progress"
            && said.is_some_and(|said| said.starts_with("2 calls have ended, "))
    });
    server.notify("cancelled", &json!({ "requestId": 7 }));
    server.end();
    assert_eq!(sandbox.journal().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_comes_out_whatever_the_service_says() {
    for mode in ["tools", "code"] {
        let sandbox = Sandbox::start().await.unwrap();
        let token = sandbox.account("default").unwrap().auth_token().to_owned();
        for status in [400, 401, 404, 500] {
            let body = json!({ "error": format!("your token {token} is not liked") });
            sandbox.inject(Fault::new(Failure::Response {
                status,
                headers: vec![("x-echo".to_owned(), token.clone())],
                body: body.to_string().into_bytes(),
            }));
        }
        sandbox.inject(Fault::new(Failure::GarbledBody));
        let mut server = Server::on(&sandbox, &["--mode", mode]);
        let script = "local ok, err = pcall(app.integrations.plivo.get_number, '14155552671') print(err) dump(err) error(err)";
        for _ in 1..8 {
            match mode {
                "tools" => server.call("plivo_get_number", &json!({ "number": "14155552671" })),
                _ => server.call("run_script", &json!({ "script": script })),
            };
        }
        let said = server.end();
        assert!(said.contains("is not liked"), "{said}");
        assert!(said.contains("[hidden]"), "{said}");
        assert!(!said.contains(&token), "{said}");
    }
}
