//! Forms, pages by an address in the body, datetimes of mails, and responses that are text or empty.

use axum::http::{Method, StatusCode};
use plivo_runtime::{Effect, ErrorKind, RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::manifests::switchboard as client;
use super::server::{Asked, Server};
use super::{examples_run, list_fails};
use crate::harness::{call_tool, print_with};

use client::Client;

const CALLS: usize = 7;
const BASE: &str = "/2024-05-01/accounts/A1";

fn call(number: usize) -> Value {
    json!({
        "sid": format!("c{number}"),
        "to": "+14155550101",
        "state": "ended",
        "seconds": 7,
        "start_time": "Sat, 31 Jan 2026 12:00:00 +0000",
    })
}

/// Answers with the calls after the one in the query, and with the address of the next page.
fn page(asked: &Asked, key: &str, calls: &[usize]) -> Value {
    let size = asked.number("PageSize").unwrap_or(3);
    let after = asked.number("After").unwrap_or_default();
    let rest: Vec<_> = calls.iter().copied().filter(|call| *call > after).collect();
    let part = &rest[..rest.len().min(size)];
    let next = part.last().filter(|_| rest.len() > part.len());
    let path = asked.target.split('?').next().unwrap();
    let next = next.map(|last| format!("{path}?PageSize={size}&After={last}"));
    json!({ key: part.iter().map(|number| call(*number)).collect::<Vec<_>>(), "next_page_uri": next })
}

fn answer(asked: &Asked) -> (StatusCode, String) {
    let path = asked.target.split('?').next().unwrap();
    let all: Vec<_> = (1..=CALLS).collect();
    let body = match (&asked.method, path.strip_prefix(BASE).unwrap_or_default()) {
        // `A1:phone-token` in base64.
        _ if asked.header("authorization") != "Basic QTE6cGhvbmUtdG9rZW4=" => {
            let body = json!({"code": 20003, "message": "no such account", "more_info": {"see": "/20003"}});
            return (StatusCode::UNAUTHORIZED, body.to_string());
        }
        (&Method::GET, "/calls.json") => page(asked, "calls", &all),
        (&Method::GET, "/recordings.json") => page(asked, "recordings", &all),
        (&Method::DELETE, _) => return (StatusCode::NO_CONTENT, String::new()),
        (&Method::GET, path) if path.ends_with("/transcript.txt") => {
            return (StatusCode::OK, "\"Hello\", he said.\n".to_owned());
        }
        // Failures whose status is success.
        (&Method::POST, "/calls.json") if asked.body.contains("Say=full") => {
            json!({"status": "refused", "code": 21220, "message": "no line is free"})
        }
        (&Method::POST, "/calls.json") if asked.body.contains("Say=quick") => {
            json!({"status": "failed", "code": 20429, "message": "slow down"})
        }
        (&Method::POST, "/calls.json") if asked.body.contains("Say=busy") => {
            let body = json!({"code": "21218", "message": "try again", "more_info": [1]});
            return (StatusCode::BAD_REQUEST, body.to_string());
        }
        _ => call(1),
    };
    (StatusCode::OK, body.to_string())
}

fn client(server: &Server) -> Client {
    let client = Client::builder("A1", "phone-token").base_address(&server.address);
    let client = client.rate_limits(RateLimits::none());
    client.retry(RetryConfig::disabled()).build().unwrap()
}

#[tokio::test]
async fn a_list_goes_on_at_the_address_in_its_page() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let calls: Vec<_> = client.list_calls().stream().try_collect().await.unwrap();
    let numbers: Vec<_> = calls.iter().map(|call| call.sid.as_str()).collect();
    assert_eq!(numbers, ["c1", "c2", "c3", "c4", "c5", "c6", "c7"]);
    assert_eq!(
        calls[0].started_at.unwrap().to_string(),
        "2026-01-31T12:00:00Z"
    );
    let targets: Vec<_> = server
        .asked()
        .into_iter()
        .map(|asked| asked.target)
        .collect();
    assert_eq!(
        targets,
        [
            format!("{BASE}/calls.json?PageSize=3"),
            format!("{BASE}/calls.json?PageSize=3&After=3"),
            format!("{BASE}/calls.json?PageSize=3&After=6"),
        ]
    );
    // A limit is kept, whatever it takes, and the page says where the list goes on.
    let page = client.list_calls().limit(5).send().await.unwrap();
    assert_eq!(page.objects.len(), 5);
    assert!(page.meta.next.is_some());
    assert_eq!((page.meta.limit, page.meta.offset), (None, None));
    let page = client.list_recordings().limit(100).send().await.unwrap();
    assert_eq!((page.objects.len(), page.meta.next), (CALLS, None));
}

/// What is added before, and removed behind, the place that has been read neither shifts nor repeats anything.
#[tokio::test]
async fn a_list_that_changes_has_each_record_once() {
    let server = Server::with_state(0, |requests, asked| {
        *requests += 1;
        let calls: Vec<_> = match requests {
            1 => (2..=8).collect(),
            // The first is new, and the second is gone.
            _ => [1].into_iter().chain(3..=9).collect(),
        };
        (StatusCode::OK, page(asked, "calls", &calls).to_string())
    })
    .await;
    let calls = client(&server).list_calls().stream();
    let calls: Vec<_> = calls.try_collect().await.unwrap();
    let numbers: Vec<_> = calls.iter().map(|call| call.sid.as_str()).collect();
    assert_eq!(numbers, ["c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"]);
}

/// Each way in which the address of the next page can be wrong ends the list with an error.
#[tokio::test]
async fn a_wrong_address_of_the_next_page_is_an_error() {
    for (next, kind, says) in [
        (
            json!({"uri": "/a"}),
            ErrorKind::Decode,
            "`next_page_uri` is neither a text nor a number",
        ),
        (
            json!("https://elsewhere.example/calls.json"),
            ErrorKind::Redirect,
            "the next page is on another host",
        ),
        (
            json!("//elsewhere.example/calls.json"),
            ErrorKind::Redirect,
            "the next page is on another host",
        ),
        (
            json!("http://A1:phone-token@127.0.0.1/calls.json"),
            ErrorKind::Redirect,
            "the next page is on another host",
        ),
        // The address of the page itself.
        (
            json!("calls.json?PageSize=3"),
            ErrorKind::Decode,
            "the next page is one that was read already",
        ),
        // None at all.
        (
            Value::Null,
            ErrorKind::Decode,
            "a page without `next_page_uri`",
        ),
    ] {
        let server = Server::with_state(next, |next, _| {
            let mut body = json!({"calls": [call(1), call(2), call(3)]});
            if !next.is_null() {
                body["next_page_uri"] = next.clone();
            }
            (StatusCode::OK, body.to_string())
        })
        .await;
        let client = client(&server);
        let list = client.list_calls().stream().try_collect();
        let read = (&client::lua::SWITCHBOARD, client.api(), "list_calls");
        list_fails(&server, list, read, (kind, says)).await;
    }
}

#[tokio::test]
async fn forms_texts_and_empty_responses() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let call = client
        .start_call("+1 415 555 0101", "+14155550100")
        .say("Good day & bye")
        .at("2026-01-31T12:00:00Z".parse().unwrap())
        .events(["answered", "ended"])
        .send()
        .await
        .unwrap();
    assert_eq!(call.sid, "c1");
    client.hang_up("c/1").send().await.unwrap();
    client.delete_recording("r1").send().await.unwrap();
    let transcript = client.read_transcript("c1").send().await.unwrap();
    assert_eq!(transcript.words.as_deref(), Some("\"Hello\", he said.\n"));
    let asked = server.asked();
    assert_eq!(
        asked[0].body,
        "At=Sat%2C+31+Jan+2026+12%3A00%3A00+%2B0000&Event=answered&Event=ended&From=%2B14155550100\
         &Say=Good+day+%26+bye&To=%2B14155550101"
    );
    assert_eq!(asked[1].target, format!("{BASE}/calls/c%2F1.json"));
    assert_eq!(asked[3].header("accept"), "*/*");
}

#[tokio::test]
async fn a_failure_has_the_code_and_the_details_of_the_service() {
    let server = Server::start(answer).await;
    let wrong = Client::builder("A1", "wrong").base_address(&server.address);
    let error = wrong
        .build()
        .unwrap()
        .list_calls()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert_eq!(error.service_code(), Some("20003"));
    assert_eq!(error.details(), Some(&json!({"see": "/20003"})));
    assert!(
        error.to_string().contains("no such account (code 20003)"),
        "{error}"
    );

    let client = client(&server);
    let busy = client
        .start_call("+14155550101", "+14155550100")
        .say("busy");
    let error = busy.clone().send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.effect()),
        (ErrorKind::Rejected, Effect::Nothing)
    );
    assert!(error.is_retryable());
    // Neither is a success that says that it is none.
    for (say, kind, code) in [
        ("full", ErrorKind::Rejected, "21220"),
        ("quick", ErrorKind::RateLimited, "20429"),
    ] {
        let call = client.start_call("+14155550101", "+14155550100").say(say);
        let error = call.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.effect()),
            (kind, Effect::Nothing),
            "{error}"
        );
        assert_eq!(
            (error.service_code(), error.status()),
            (Some(code), Some(200))
        );
        assert_eq!(error.is_retryable(), kind == ErrorKind::RateLimited);
    }
    // Such a write is retried.
    let retry = RetryConfig::default()
        .max_attempts(3)
        .initial_backoff(std::time::Duration::ZERO);
    server.asked();
    assert_eq!(
        busy.with_retry(retry).send().await.unwrap_err().attempts(),
        3
    );
    assert_eq!(server.asked().len(), 3);
    let script = r#"
        local start = app.integrations.switchboard.start_call
        local ok, err = pcall(start, { to = "+14155550101", from = "+14155550100", say = "busy" })
        print(ok, err.code, err.service_code, err.details[1], err.retryable, err.effect)
    "#;
    let printed = print_with(&client::lua::SWITCHBOARD, client.api().clone(), script).await;
    assert_eq!(printed, "false\trejected\t21218\t1\ttrue\tnone\n");
    let arguments = json!({"to": "+14155550101", "from": "+14155550100", "say": "busy"});
    let failure = call_tool(
        &client::lua::SWITCHBOARD,
        client.api(),
        "start_call",
        arguments,
    )
    .await;
    assert_eq!(failure["error"]["service_code"], "21218");
    assert_eq!(failure["error"]["details"], json!([1]));
}

#[tokio::test]
async fn scripts_and_tools_see_the_same() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let script = r#"
        local switchboard = app.integrations.switchboard
        local page = switchboard.list_calls{ limit = 4 }
        print(#page.calls, page.meta.next ~= nil, page.meta.limit, page.meta.offset, page.calls[1].started_at)
        local count = 0
        for call in switchboard.list_calls.each{} do count = count + 1 end
        for recording in switchboard.list_recordings.each{} do count = count + 1 end
        print(count, #switchboard.list_recordings{}.recordings)
        print(switchboard.read_transcript{ sid = "c1" }.words)
    "#;
    let printed = print_with(&client::lua::SWITCHBOARD, client.api().clone(), script).await;
    assert_eq!(
        printed,
        "4\ttrue\tnil\tnil\t2026-01-31T12:00:00Z\n14\t3\n\"Hello\", he said.\n\n"
    );
    let page = call_tool(
        &client::lua::SWITCHBOARD,
        client.api(),
        "list_calls",
        json!({"limit": 7}),
    )
    .await;
    assert_eq!(page["calls"].as_array().unwrap().len(), CALLS);
    examples_run(&client::lua::SWITCHBOARD, client.api()).await;
}
