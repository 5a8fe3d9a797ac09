//! Responses that are lists, pages by the header `Link` and by the last record, files as text, and empty responses.

use axum::http::{Method, StatusCode};
use plivo_runtime::{Effect, ErrorKind, RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::manifests::forge as client;
use super::server::{Asked, Server};
use super::{examples_run, list_fails};
use crate::harness::{call_tool, print_with};

use client::{Client, State};

const ISSUES: usize = 7;

/// A response: its status, the header `Link`, and the body.
type Answer = (StatusCode, [(&'static str, String); 1], String);

#[expect(
    clippy::needless_pass_by_value,
    reason = "a body is made for the response"
)]
fn plain(status: StatusCode, body: impl ToString) -> Answer {
    (status, [("link", String::new())], body.to_string())
}

fn issue(number: usize) -> Value {
    json!({"number": number, "title": "It crashes", "state": "open"})
}

/// Answers with a page, and the links to others as absolute addresses.
fn page(asked: &Asked, all: Vec<Value>) -> Answer {
    let size = asked.number("per_page").unwrap_or(3);
    let page = asked.number("page").unwrap_or(1);
    let pages = all.len().div_ceil(size);
    let part: Vec<_> = all.into_iter().skip((page - 1) * size).take(size).collect();
    let path = asked.target.split('?').next().unwrap();
    let link = |number: usize, rel: &str| {
        let origin = asked.origin();
        format!("<{origin}{path}?per_page={size}&page={number}>; rel=\"{rel}\"")
    };
    let mut links = vec![link(1, "first"), link(pages, "last")];
    if page < pages {
        links.push(link(page + 1, "next"));
    }
    (
        StatusCode::OK,
        [("link", links.join(", "))],
        Value::Array(part).to_string(),
    )
}

fn answer(asked: &Asked) -> Answer {
    let path = asked.target.split('?').next().unwrap();
    match (&asked.method, path) {
        _ if asked.header("authorization") != "Bearer forge-token" => {
            let body = json!({"message": "bad credentials", "reason": "token"});
            plain(StatusCode::UNAUTHORIZED, body)
        }
        (&Method::GET, "/api/branches") => {
            let names = ["main", "next", "old", "wip"].map(|name| json!({"name": name}));
            page(asked, names.to_vec())
        }
        (&Method::GET, "/api/issues") => page(asked, (1..=ISSUES).map(issue).collect()),
        (&Method::GET, "/api/search/issues") => {
            let (_, link, items) = page(asked, (1..=ISSUES).map(issue).collect());
            let items: Value = serde_json::from_str(&items).unwrap();
            let body = json!({"total_count": ISSUES, "items": items, "incomplete_results": false});
            (StatusCode::OK, link, body.to_string())
        }
        (&Method::GET, "/api/events") => {
            let since = asked.number("since").unwrap_or_default();
            let events: Vec<_> = (since + 1..=5.min(since + 2))
                .map(|id| json!({"id": id, "what": "pushed"}))
                .collect();
            plain(StatusCode::OK, Value::Array(events))
        }
        (&Method::POST, "/api/issues") if asked.body.contains("flood") => {
            let errors = json!([{"field": "title"}]);
            let body = json!({"message": "slow down", "reason": "rate_limit", "errors": errors});
            plain(StatusCode::FORBIDDEN, body)
        }
        (&Method::POST, "/api/issues") => plain(StatusCode::CREATED, issue(8)),
        (&Method::GET, "/api/files/README") => plain(StatusCode::OK, "# Forge\n{"),
        (&Method::GET, "/api/files/same") => plain(StatusCode::NOT_MODIFIED, ""),
        (&Method::PUT, "/api/star") => plain(StatusCode::NO_CONTENT, ""),
        _ => plain(StatusCode::NOT_FOUND, json!({"message": "not found"})),
    }
}

fn client(server: &Server) -> Client {
    let client = Client::builder("forge-token").base_address(&server.address);
    let client = client.rate_limits(RateLimits::none());
    client.retry(RetryConfig::disabled()).build().unwrap()
}

async fn start() -> (Server, Client) {
    let server = Server::with_state((), |(), asked| answer(asked)).await;
    let client = client(&server);
    (server, client)
}

#[tokio::test]
async fn a_list_goes_on_at_the_link_to_its_next_page() {
    let (server, client) = start().await;
    let list = client.list_issues().state(State::Open);
    let issues: Vec<_> = list.stream().try_collect().await.unwrap();
    let numbers: Vec<_> = issues.iter().map(|issue| issue.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    let targets: Vec<_> = server
        .asked()
        .into_iter()
        .map(|asked| asked.target)
        .collect();
    assert_eq!(
        targets,
        [
            "/api/issues?state=open&per_page=3",
            "/api/issues?per_page=3&page=2",
            "/api/issues?per_page=3&page=3",
        ]
    );
    let page = client.list_issues().per_page(5).send().await.unwrap();
    assert_eq!(page.objects.len(), 5);
    let page = client.list_branches().per_page(3).send().await.unwrap();
    let next = format!("{}/api/branches?per_page=3&page=2", server.address);
    assert_eq!(page.meta.next, Some(next));
    let found: Vec<_> = client
        .search_issues("crash")
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(found.len(), ISSUES);
}

#[tokio::test]
async fn a_list_goes_on_behind_its_last_record() {
    let (server, client) = start().await;
    let events: Vec<_> = client.list_events().stream().try_collect().await.unwrap();
    let ids: Vec<_> = events.iter().map(|event| event.id).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    let targets: Vec<_> = server
        .asked()
        .into_iter()
        .map(|asked| asked.target)
        .collect();
    assert_eq!(
        targets,
        [
            "/api/events",
            "/api/events?since=2",
            "/api/events?since=4",
            "/api/events?since=5"
        ]
    );
    let page = client.list_events().since(3).send().await.unwrap();
    assert_eq!(page.objects.first().unwrap().id, 4);
}

/// What is added while a list is read moves the others to later pages.
#[tokio::test]
async fn a_list_that_changes_has_each_record_once() {
    let server = Server::with_state(0, |requests, asked| {
        *requests += 1;
        let first = usize::from(*requests == 1);
        page(asked, (first..=ISSUES).map(issue).collect())
    })
    .await;
    let issues = client(&server).list_issues().stream();
    let issues: Vec<_> = issues.try_collect().await.unwrap();
    let numbers: Vec<_> = issues.iter().map(|issue| issue.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_wrong_link_is_an_error() {
    for (link, kind, says) in [
        (
            "<https://elsewhere.example/api/issues?page=2>; rel=next",
            ErrorKind::Redirect,
            "another host",
        ),
        (
            "<//elsewhere.example/api/issues>; rel=next",
            ErrorKind::Redirect,
            "another host",
        ),
        (
            "https://elsewhere.example; rel=next",
            ErrorKind::Decode,
            "`Link` cannot be read",
        ),
        // The same page again and again.
        (
            "</api/issues?page=2>; rel=next",
            ErrorKind::Decode,
            "read already",
        ),
        // In a circle.
        ("circle", ErrorKind::Decode, "read already"),
    ] {
        let server = Server::with_state(link, |link, asked| {
            let next = match asked.query("page") {
                Some("2") => "</api/issues?page=1>; rel=next",
                _ => "</api/issues?page=2>; rel=next",
            };
            let link = if *link == "circle" { next } else { *link };
            let body = json!([issue(1), issue(2), issue(3)]).to_string();
            (StatusCode::OK, [("link", link)], body)
        })
        .await;
        let client = client(&server);
        let list = client.list_issues().stream().try_collect();
        let read = (&client::lua::FORGE, client.api(), "list_issues");
        list_fails(&server, list, read, (kind, says)).await;
    }
    // A response that is no list.
    let server = Server::start(|_| (StatusCode::OK, json!({"items": []}).to_string())).await;
    let error = client(&server).list_issues().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    // Events that the service gives again and again, and one without its number.
    for event in [json!({"id": 1}), json!({"what": "pushed"})] {
        let server = Server::with_state(event, |event, _| {
            (StatusCode::OK, json!([event.clone()]).to_string())
        })
        .await;
        let error = client(&server).list_events().stream().try_collect().await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Decode);
        assert!(server.asked().len() <= 2);
    }
}

#[tokio::test]
async fn a_refusal_by_rate_limit_is_one_whatever_its_status() {
    let (_server, client) = start().await;
    let error = client.open_issue("flood").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.effect()),
        (ErrorKind::RateLimited, Effect::Nothing)
    );
    assert!(error.is_retryable() && error.status() == Some(403));
    assert_eq!(error.details(), Some(&json!([{"field": "title"}])));
    let same = client.read_file("same").send().await.unwrap_err();
    assert_eq!(
        (same.kind(), same.status()),
        (ErrorKind::Service, Some(304))
    );
}

#[tokio::test]
async fn scripts_and_tools_see_the_same() {
    let (server, client) = start().await;
    client.star().send().await.unwrap();
    client
        .open_issue("It crashes")
        .labels(["bug"])
        .send()
        .await
        .unwrap();
    let asked = server.asked();
    assert_eq!(
        (asked[0].body.as_str(), asked[1].body.as_str()),
        ("{}", r#"{"labels":["bug"],"title":"It crashes"}"#)
    );
    let script = r#"
        local forge = app.integrations.forge
        local page = forge.list_issues{ per_page = 2, state = "open" }
        print(#page.objects, page.meta.next ~= nil, page.meta.limit, page.objects[1].title)
        local count = 0
        for _ in forge.list_issues.each{} do count = count + 1 end
        for _ in forge.search_issues.each{ q = "crash" } do count = count + 1 end
        for _ in forge.list_events.each{} do count = count + 1 end
        print(count, forge.read_file{ name = "README" }.content)
        local found = forge.search_issues{ q = "crash" }
        print(#found.items, found.meta.total_count, found.incomplete_results)
        print(next(forge.star{}), forge.open_issue{ title = "It crashes" }.number)
        local ok, err = pcall(forge.open_issue, { title = "flood" })
        print(ok, err.code, err.service_code, err.details[1].field, err.retryable)
    "#;
    let printed = print_with(&client::lua::FORGE, client.api().clone(), script).await;
    assert_eq!(
        printed,
        "2\ttrue\tnil\tIt crashes\n19\t# Forge\n{\n3\t7\tfalse\nnil\t8\nfalse\trate_limited\trate_limit\ttitle\ttrue\n"
    );
    let integration = &client::lua::FORGE;
    let page = call_tool(
        integration,
        client.api(),
        "list_issues",
        json!({"per_page": 7}),
    )
    .await;
    assert_eq!(page["objects"].as_array().unwrap().len(), ISSUES);
    let page = call_tool(integration, client.api(), "list_events", json!({})).await;
    assert_eq!(page["next"], json!({"since": 2}));
    let failure = call_tool(
        integration,
        client.api(),
        "open_issue",
        json!({"title": "flood"}),
    )
    .await;
    assert_eq!(failure["error"]["code"], "rate_limited");
    examples_run(integration, client.api()).await;
}
