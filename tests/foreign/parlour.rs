//! JSON bodies with objects inside each other, and constants in them.

use axum::http::StatusCode;
use plivo_runtime::{JsonValue, RateLimits};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::parlour as client;
use super::server::{Asked, Server};
use crate::harness::print_with;

use client::{Button, Card, Client};

fn answer(_: &Asked) -> (StatusCode, String) {
    (
        StatusCode::OK,
        json!({"ts": "1.5", "text": "hello"}).to_string(),
    )
}

fn client(server: &Server) -> Client {
    let client = Client::builder("a token").base_address(&server.address);
    client.rate_limits(RateLimits::none()).build().unwrap()
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

#[tokio::test]
async fn the_examples_of_the_manifest_run() {
    let server = Server::start(answer).await;
    examples_run(&client::lua::PARLOUR, client(&server).api()).await;
}
