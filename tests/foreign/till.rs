//! Nested forms, constants, several keys, and idempotency keys.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use plivo_runtime::{Effect, ErrorKind, RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::till as client;
use super::server::{Asked, Server};
use crate::harness::{call_tool, print_with};

use client::{Address, Client, Currency, Line, Person};

fn answer(asked: &Asked) -> (StatusCode, String) {
    let is_known = asked.header("authorization") == "Token shop key"
        && asked.header("x-desk") == "desk key"
        && asked.header("till-version") == "2026-01-31";
    if !is_known {
        return (StatusCode::UNAUTHORIZED, "{}".to_owned());
    }
    // Performs a payment, and loses the first answer.
    if asked.body.contains("amount=503") && !asked.header("idempotency-key").contains("again") {
        return (StatusCode::SERVICE_UNAVAILABLE, "{}".to_owned());
    }
    let is_list = asked.method == Method::GET && !asked.target.contains("payments/");
    let body = match (is_list, asked.query("filter%5Bcustomer%5D")) {
        (true, Some("mute")) => json!({"data": [{"id": "p1"}]}),
        (true, Some("loop")) => json!({"data": [{"id": "p1"}], "has_more": true}),
        (true, Some("void")) => json!({"data": [], "has_more": true}),
        (true, Some("gone")) => {
            let error =
                json!({"code": "no_customer", "message": "no such customer", "field": "customer"});
            return (StatusCode::NOT_FOUND, json!({"error": error}).to_string());
        }
        (true, _) => page(asked),
        (false, _) if asked.body.contains("amount=402") => {
            let error = json!({"code": "card_declined", "message": "no money"});
            return (
                StatusCode::PAYMENT_REQUIRED,
                json!({"error": error}).to_string(),
            );
        }
        (false, _) => json!({"id": "p1", "amount": 500}),
    };
    (StatusCode::OK, body.to_string())
}

/// Returns a page. A payment arrives before each request, and the list has the last one first.
fn page(asked: &Asked) -> Value {
    static ARRIVED: AtomicUsize = AtomicUsize::new(0);
    let newest = 7 + ARRIVED.fetch_add(1, Ordering::Relaxed);
    let start = match asked.query("starting_after") {
        Some(id) => id.trim_start_matches('p').parse::<usize>().unwrap() - 1,
        None => newest,
    };
    let limit = asked
        .query("limit")
        .map_or(3, |limit| limit.parse::<usize>().unwrap());
    let end = start.saturating_sub(limit.min(3));
    let payments = (end + 1..=start).rev();
    let payments =
        payments.map(|number| json!({"id": format!("p{number}"), "amount": number, "name": "Ada"}));
    json!({"data": payments.collect::<Vec<_>>(), "has_more": end > 0})
}

fn client(server: &Server) -> Client {
    let client = Client::builder("shop key", "desk key").base_address(&server.address);
    let retry = RetryConfig::default().initial_backoff(Duration::ZERO);
    let client = client.rate_limits(RateLimits::none()).retry(retry);
    client.build().unwrap()
}

/// Returns the fields of a form, in order.
fn fields(asked: &Asked) -> Vec<String> {
    let decoded = asked.body.split('&').map(|pair| {
        let pair = pair.replace('+', " ");
        percent_encoding::percent_decode_str(&pair)
            .decode_utf8()
            .unwrap()
            .into_owned()
    });
    decoded.collect()
}

const PAID: [&str; 16] = [
    "amount=500",
    "currency=x_y",
    "lines[0][name]=Tea & cake",
    "lines[0][price]=12.50",
    "lines[0][quantity]=2",
    "lines[0][unit]=nok",
    "lines[1][name]=Milk",
    "metadata[table]=7",
    "note=",
    "payer[address][postal_code]=0150",
    "payer[born]=1990-12-31",
    "payer[contact][phone]=+4740000001",
    "payer[kind]=person",
    "payer[name]=Ada",
    "payer[tags][]=a",
    "payer[tags][]=b",
];

#[tokio::test]
async fn objects_in_forms_have_brackets() {
    let server = Server::start(answer).await;
    let person = Person::new("Ada")
        .phone("+47 4000 0001")
        .born("1990-12-31".parse().unwrap())
        .address(Address::new("0150"))
        .tags(["a", "b"]);
    let tea = Line::new("Tea & cake").quantity(2).price("12.50");
    client(&server)
        .create_payment(500)
        .currency(Currency::XUnderY)
        .payer(person)
        .lines([tea.unit(Currency::Nok), Line::new("Milk")])
        .labels([("table", "7")])
        .seats([1_i64, 2])
        .clear_note()
        .send()
        .await
        .unwrap();
    let script = r#"
        app.integrations.till.create_payment{
          amount = 500, currency = "x_y",
          payer = {
            name = "Ada", phone = "+47 4000 0001", born = "1990-12-31",
            address = { postal_code = "0150" }, tags = { "a", "b" },
          },
          lines = { { name = "Tea & cake", quantity = 2, price = "12.50", unit = "nok" }, { name = "Milk" } },
          labels = { table = "7" }, seats = { 1, 2.0 }, note = app.null,
        }
    "#;
    print_with(&client::lua::TILL, client(&server).api().clone(), script).await;
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    for asked in &asked {
        let mut sent = fields(asked);
        sent.retain(|field| !field.starts_with("seats"));
        assert_eq!(sent, PAID);
        assert!(
            asked.body.ends_with("&seats%5B%5D=1&seats%5B%5D=2"),
            "{}",
            asked.body
        );
    }
}

#[tokio::test]
async fn an_empty_map_in_a_form_is_sent() {
    let server = Server::start(answer).await;
    let script = "app.integrations.till.create_payment{amount = 500, labels = {}}";
    print_with(&client::lua::TILL, client(&server).api().clone(), script).await;
    assert_eq!(fields(&server.asked()[0]), ["amount=500", "metadata="]);
}

#[tokio::test]
async fn everything_wrong_is_named_with_its_place() {
    let server = Server::start(answer).await;
    let script = r#"
        local loop = {}
        loop.name = loop
        for _, wrong in ipairs{
          { payer = { nme = "Ada", phone = "no", address = {} } },
          { lines = { { name = "Tea" }, { quantity = 100, price = "1,5" }, "Milk" } },
          { lines = { name = "Tea" } },
          { lines = { { name = "Tea", unit = { "nok" } } } },
          { payer = "Ada", labels = { table = 7 }, seats = { 1, "x" } },
          { payer = loop },
          { payer = { name = string.rep("x", 70000) } },
          { labels = { table = 1 / 0 } },
        } do
          wrong.amount = 500
          print(select(2, pcall(app.integrations.till.create_payment, wrong)).message)
        end
    "#;
    let connection = client(&server).api().clone();
    let printed = print_with(&client::lua::TILL, connection, script).await;
    insta::assert_snapshot!(printed);
    assert!(server.asked().is_empty());
    let client = client(&server);
    let error = client
        .create_payment(500)
        .lines([Line::new("Tea").quantity(0)]);
    assert_eq!(
        error.send().await.unwrap_err().to_string(),
        "create_payment: `lines[1].quantity` is 0, and the minimum is 1; no request was made"
    );
}

#[tokio::test]
async fn a_write_keeps_its_key_in_retries() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let mut keys = Vec::new();
    for _ in 0..2 {
        let error = client.create_payment(503).send().await.unwrap_err();
        // Another call has another key.
        assert!(!error.is_retryable());
        assert_eq!(error.attempts(), 4);
        let asked = server.asked();
        let sent: Vec<_> = asked
            .iter()
            .map(|one| one.header("idempotency-key"))
            .collect();
        assert_eq!(sent, [sent[0]; 4]);
        assert_eq!(sent[0].len(), 32, "{}", sent[0]);
        keys.push(sent[0].to_owned());
    }
    assert_ne!(keys[0], keys[1]);
    client
        .create_payment(503)
        .key("again 1")
        .send()
        .await
        .unwrap();
    assert_eq!(server.asked()[0].header("idempotency-key"), "again 1");
    let error = client
        .create_payment(1)
        .key("a\nb")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "create_payment: `key` has characters that no header can contain; no request was made"
    );
}

/// A refusal of the second attempt says nothing about the first, which another key would repeat.
#[tokio::test]
async fn an_error_says_what_all_attempts_may_have_done() {
    let server = Server::with_state(0, |requests, _| {
        *requests += 1;
        let status = match *requests {
            1 => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::TOO_MANY_REQUESTS,
        };
        (status, "{}".to_owned())
    })
    .await;
    let client = client(&server);
    let mut effects = Vec::new();
    for _ in 0..2 {
        let error = client.create_payment(1).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RateLimited);
        effects.push((error.effect(), error.is_retryable()));
    }
    assert_eq!(effects, [(Effect::Unknown, false), (Effect::Nothing, true)]);
}

#[tokio::test]
async fn a_list_goes_on_after_the_last_id() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let payments: Vec<_> = client.list_payments().stream().try_collect().await.unwrap();
    let numbers: Vec<_> = payments
        .iter()
        .map(|payment| payment.amount.unwrap())
        .collect();
    let newest = numbers[0];
    assert_eq!(numbers, (1..=newest).rev().collect::<Vec<_>>());
    let page = client.list_payments().limit(5).send().await.unwrap();
    assert_eq!(page.objects.len(), 5);
    let script = r#"
        local till = app.integrations.till
        local before, count = math.huge, 0
        for payment in till.list_payments.each{} do
          assert(payment.amount < before)
          before, count = payment.amount, count + 1
        end
        print(before, count > 6)
        for _, customer in ipairs{ "mute", "loop", "void", "gone" } do
          local ok, e = pcall(function()
            for _ in till.list_payments.each{ customer = customer } do end
          end)
          print(customer, e.code, e.service_code)
        end
        local ok, e = pcall(till.create_payment, { amount = 402 })
        print(e.code, e.service_code, e.message)
        print(till.refund_payment{ id = "p1", amount = 7 }.id)
    "#;
    let printed = print_with(&client::lua::TILL, client.api().clone(), script).await;
    insta::assert_snapshot!(printed);
    let error = client
        .list_payments()
        .customer("gone")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.service_code()),
        (ErrorKind::NotFound, Some("no_customer"))
    );
    assert_eq!(error.details(), Some(&json!("customer")));
}

#[tokio::test]
async fn tools_do_the_same_and_the_examples_run() {
    let server = Server::start(answer).await;
    let connection = client(&server);
    let integration = &client::lua::TILL;
    let page = call_tool(
        integration,
        connection.api(),
        "list_payments",
        json!({"limit": 5}),
    )
    .await;
    assert_eq!(page["data"].as_array().map(Vec::len), Some(5), "{page}");
    server.asked();
    // Some clients send objects as text, and numbers too.
    let paid = json!({"amount": 500, "payer": "{\"name\": \"Ada\"}", "lines": [{"name": "Tea", "quantity": "2"}]});
    call_tool(integration, connection.api(), "create_payment", paid).await;
    let asked = server.asked();
    let sent = fields(asked.last().unwrap());
    assert!(
        sent.contains(&"lines[0][quantity]=2".to_owned()),
        "{sent:?}"
    );
    assert!(sent.contains(&"payer[name]=Ada".to_owned()), "{sent:?}");
    let wrong = json!({"amount": 500, "lines": [{"nme": "Tea"}]});
    let failure = call_tool(integration, connection.api(), "create_payment", wrong).await;
    assert!(
        failure
            .to_string()
            .contains("`lines[1].nme` is not a field of Line"),
        "{failure}"
    );
    examples_run(integration, connection.api()).await;
}
