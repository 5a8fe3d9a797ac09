//! JSON bodies with objects inside each other, and constants in them.

use axum::http::StatusCode;
use plivo_runtime::{ErrorKind, JsonValue, RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::parlour as client;
use super::server::{Asked, Server};
use crate::harness::{call_tool, print_with};

use client::{Button, Card, Client};

fn answer(asked: &Asked) -> (StatusCode, String) {
    if asked.header("authorization") != "Bearer a token" {
        return (
            StatusCode::OK,
            json!({"ok": false, "error": "not_authed"}).to_string(),
        );
    }
    let sent: Value = serde_json::from_str(&asked.body).unwrap_or_default();
    let path = asked.target.split('?').next().unwrap_or_default();
    let room = asked
        .query("room")
        .or(sent["room"].as_str())
        .unwrap_or_default();
    let failed = |code: &str| json!({"ok": false, "error": code, "needed": "rooms:read"});
    let body = match (path, room) {
        (_, "none") => failed("no_such_room"),
        (_, "busy") => failed("slow_down"),
        (_, "odd") => failed("something_odd"),
        ("/api/rooms.list", _) => {
            let (rooms, next) = page(asked.query("cursor"));
            json!({"ok": true, "rooms": rooms, "response_metadata": {"next_cursor": next}})
        }
        ("/api/rooms.history", "loop") => {
            let messages = json!({"messages": [{"ts": "1"}]});
            json!({"ok": true, "history": messages, "response_metadata": {"next_cursor": "c2"}})
        }
        ("/api/rooms.history", "cut") => {
            json!({"ok": true, "history": {"messages": [{"ts": "1"}]}, "response_metadata": {}})
        }
        ("/api/rooms.history", _) => {
            let (messages, next) = page(sent["page"]["cursor"].as_str());
            json!({"ok": true, "history": {"messages": messages}, "response_metadata": {"next_cursor": next}})
        }
        ("/api/rooms.info", _) => json!({"ok": true, "room": {"id": room, "topic": "lunch"}}),
        ("/api/rooms.archive", _) => json!({"ok": true}),
        _ => json!({"ok": true, "message": {"ts": "1.5", "text": "hello"}}),
    };
    (StatusCode::OK, body.to_string())
}

/// Returns two records and the cursor of the next page; the last one is empty.
fn page(cursor: Option<&str>) -> (Vec<Value>, String) {
    let page = cursor.map_or(1, |cursor| {
        cursor.trim_start_matches('c').parse::<usize>().unwrap()
    });
    let record = |number: usize| json!({"id": number.to_string(), "ts": number.to_string(), "topic": "lunch", "text": "hello"});
    let next = if page < 3 {
        format!("c{}", page + 1)
    } else {
        String::new()
    };
    (vec![record(page * 2 - 1), record(page * 2)], next)
}

fn client(server: &Server) -> Client {
    let client = Client::builder("a token").base_address(&server.address);
    let client = client.rate_limits(RateLimits::none());
    client.retry(RetryConfig::disabled()).build().unwrap()
}

fn posted() -> Value {
    json!({
        "room": "general",
        "parse": true,
        "from": {"phone_number": "+4740000001"},
        "message": {
            "type": "card",
            "text": "hello",
            "cards": [{
                "title": "Menu",
                "ratio": 1.5,
                "color": null,
                "buttons": [{
                    "type": "button",
                    "style": {"kind": "plain"},
                    "text": "Order",
                    "url": "https://parlour.example/order",
                    "at": "2026-01-31T12:00:00Z",
                }],
            }],
        },
        "votes": [1, 2],
        "context": {"order": {"id": 7, "open": [true, 0.25]}},
        "weights": {"tea": 0.5},
        "topic": null,
    })
}

#[tokio::test]
async fn objects_are_where_the_service_expects_them() {
    let server = Server::start(answer).await;
    let button = Button::new("Order").url("https://parlour.example/order");
    let button = button.at("2026-01-31T13:00:00+01:00".parse().unwrap());
    let card = Card::new("Menu").buttons([button]).ratio(1.5).clear_color();
    let JsonValue::Object(context) = json!({"order": {"id": 7, "open": [true, 0.25]}}) else {
        panic!("an object")
    };
    client(&server)
        .post_message("general", "hello")
        .cards([card])
        .caller("4740000001")
        .votes([1_i64, 2])
        .context(context)
        .weights([("tea", "0.5")])
        .clear_topic()
        .trace("t 1")
        .send()
        .await
        .unwrap();
    let script = r#"
        app.integrations.parlour.post_message{
          room = "general", text = "hello", caller = "+47 40 00 00 01", trace = "t 1",
          cards = { {
            title = "Menu", ratio = 1.5, color = app.null,
            buttons = { { text = "Order", url = "https://parlour.example/order", at = "2026-01-31T13:00:00+01:00" } },
          } },
          votes = { 1, 2 }, context = { order = { id = 7, open = { true, 0.25 } } },
          weights = { tea = 0.5 }, topic = app.null,
        }
    "#;
    let connection = client(&server).api().clone();
    print_with(&client::lua::PARLOUR, connection, script).await;
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    for asked in asked {
        assert_eq!(
            serde_json::from_str::<Value>(&asked.body).unwrap(),
            posted()
        );
        assert_eq!(asked.target, "/api/chat.post?pretty=1");
        assert_eq!(asked.header("x-trace"), "t 1");
    }
}

/// Lua has one type for objects and lists.
#[tokio::test]
async fn a_list_in_any_object_stays_a_list() {
    let server = Server::start(answer).await;
    let connection = client(&server).api().clone();
    for (written, sent) in [
        ("{}", json!({})),
        ("json.array{}", json!([])),
        ("json.decode('[]')", json!([])),
        (
            "json.decode('[null, 1, [], {}, null]')",
            json!([null, 1, [], {}, null]),
        ),
        (
            "json.decode('{\"a\": {\"b\": []}}')",
            json!({"a": {"b": []}}),
        ),
        (
            "parallel{ function() end, function() return 2 end }",
            json!([null, 2]),
        ),
    ] {
        let script = format!(
            "app.integrations.parlour.post_message{{
               room = 'general', text = 'hello', context = {{ inner = {written} }},
             }}"
        );
        print_with(&client::lua::PARLOUR, connection.clone(), &script).await;
        let body: Value = serde_json::from_str(&server.asked()[0].body).unwrap();
        assert_eq!(body["context"], json!({"inner": sent}), "{written}");
    }
    let script = "
        for _, context in ipairs{ json.array{}, { inner = json.decode('[1, null]') } } do
          if context.inner then context.inner.name = 1 end
          print(pcall(app.integrations.parlour.post_message, 'general', 'hello', nil, nil, nil, context))
        end
    ";
    let printed = print_with(&client::lua::PARLOUR, connection, script).await;
    let said: Vec<_> = printed.lines().collect();
    assert!(
        said[0].contains("`context` is a list, expected an object"),
        "{printed}"
    );
    assert!(
        said[1].contains("`context.inner` has names or gaps, and takes a list"),
        "{printed}"
    );
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn a_list_goes_on_at_its_cursor() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let rooms: Vec<_> = client.list_rooms().stream().try_collect().await.unwrap();
    let ids: Vec<_> = rooms.iter().map(|room| room.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6"]);
    server.asked();
    let messages = client
        .list_messages("general")
        .limit(5)
        .send()
        .await
        .unwrap();
    assert_eq!(messages.objects.len(), 5);
    let bodies: Vec<Value> = server
        .asked()
        .iter()
        .map(|one| serde_json::from_str(&one.body).unwrap())
        .collect();
    assert_eq!(
        bodies[1],
        json!({"room": "general", "page": {"limit": 3, "cursor": "c2"}})
    );
    client.archive_room("general").send().await.unwrap();
    let script = r#"
        local parlour = app.integrations.parlour
        local count = 0
        for _ in parlour.list_messages.each{ room = "general" } do count = count + 1 end
        print(count, parlour.get_room{ room = "general" }.topic)
        for _, room in ipairs{ "none", "busy", "odd", "loop", "cut" } do
          local ok, e = pcall(function()
            for _ in parlour.list_messages.each{ room = room } do end
          end)
          print(room, e.code, e.service_code)
        end
    "#;
    let printed = print_with(&client::lua::PARLOUR, client.api().clone(), script).await;
    insta::assert_snapshot!(printed);
    let error = client.archive_room("odd").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.service_code()),
        (ErrorKind::Rejected, Some("something_odd"))
    );
    assert_eq!(error.details(), Some(&json!("rooms:read")));
    let stranger = Client::builder("another")
        .base_address(&server.address)
        .build()
        .unwrap();
    let error = stranger.get_room("general").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
}

#[tokio::test]
async fn tools_do_the_same_and_the_examples_run() {
    let server = Server::start(answer).await;
    let connection = client(&server);
    let integration = &client::lua::PARLOUR;
    let page = call_tool(
        integration,
        connection.api(),
        "list_rooms",
        json!({"limit": 6}),
    )
    .await;
    assert_eq!(page["rooms"].as_array().map(Vec::len), Some(6), "{page}");
    let sent =
        json!({"room": "general", "text": "hello", "topic": null, "cards": [{"title": "Menu"}]});
    let message = call_tool(integration, connection.api(), "post_message", sent).await;
    assert_eq!(message["ts"], "1.5", "{message}");
    let failure = call_tool(
        integration,
        connection.api(),
        "archive_room",
        json!({"room": "busy"}),
    )
    .await;
    assert_eq!(failure["error"]["code"], "rate_limited", "{failure}");
    server.asked();
    for (name, value) in [
        ("text", json!("x".repeat(70_000))),
        ("votes", json!(vec![1; 5_000])),
        ("context", json!({"inner": vec![""; 5_000]})),
    ] {
        let sent = json!({"room": "general", "text": "hello", name: value});
        let failure = call_tool(integration, connection.api(), "post_message", sent).await;
        let message = failure["error"]["message"].as_str().unwrap();
        let expected =
            format!("`{name}` is too long: the arguments of a call have at most 65536 bytes");
        assert!(message.contains(&expected), "{message}");
    }
    assert!(server.asked().is_empty());
    examples_run(integration, connection.api()).await;
}
