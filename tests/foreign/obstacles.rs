//! A manifest with every keyword as a name and every special character in its texts: the artefacts compile and work.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use plivo_codegen::emit::{self, Layout};
use plivo_runtime::{ApiHandle, RateLimits};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::obstacles as client;
use super::server::{Asked, Server};
use crate::harness::print_with;

/// Only functions that are named like keywords.
mod words {
    plivo_macros::client!("manifests/obstacles.yaml", only = [r#async, r#as, fn, type]);
}

/// Every name that generated Rust uses, in each place where a manifest may have it.
mod names {
    plivo_macros::lua!("$OUT_DIR/names.yaml");
}
mod names_of_enums {
    plivo_macros::client!("$OUT_DIR/names_of_enums.yaml", only = [every_name]);
}

use client::{Client, Iterator};

const MANIFEST: &str = include_str!("../manifests/obstacles.yaml");

fn answer(asked: &Asked) -> (StatusCode, String) {
    let body = match asked.method {
        Method::GET if asked.target.starts_with("/a%2Fb/list_matches/") => {
            let one = json!({"self": "1", "type": "t", "known": "日本", "größe | \"x\"": [{"value": {"ä": "ö"}}]});
            json!({"type": [one], "self": {"limit": 20, "offset": 0, "total_count": 1}})
        }
        Method::GET => json!({"value": 7}),
        _ => json!({"self": asked.body, "fn": "f"}),
    };
    (StatusCode::OK, body.to_string())
}

fn connection(server: &Server) -> ApiHandle {
    let client = Client::builder("a/b", "secret").base_address(&server.address);
    let client = client.rate_limits(RateLimits::none()).build().unwrap();
    client.api().clone()
}

#[tokio::test]
async fn rust_takes_every_word_as_a_name() {
    let server = Server::start(answer).await;
    let client = Client::from(connection(&server));
    let matches = client.list_matches().kind(Iterator::U65E5U672C).stream();
    let matches: Vec<_> = matches.try_collect().await.unwrap();
    let [one] = matches.as_slice() else {
        panic!("{matches:?}")
    };
    assert_eq!(one.self_, "1");
    assert_eq!(one.r#type.as_deref(), Some("t"));
    assert_eq!(one.known, Some(Iterator::U65E5U672C));
    assert_eq!(one.x1[0].value.as_ref().unwrap()["ä"], "ö");

    let made = client.everything("a \"b\"").r#type("t").crate_("c").p15(15);
    let made = made.send().await.unwrap();
    let sent: BTreeMap<String, Value> = serde_json::from_str(&made.self_).unwrap();
    let wanted = [
        ("abstract", json!("a \"b\"")),
        ("crate", json!("c")),
        ("p15", json!(15)),
        ("type", json!("t")),
    ];
    assert_eq!(
        sent,
        BTreeMap::from(wanted.map(|(name, value)| (name.to_owned(), value)))
    );
    assert_eq!(client.r#fn().send().await.unwrap().value, Some(7));
    let some = words::Client::from(connection(&server));
    assert_eq!(some.r#async().send().await.unwrap().value, Some(7));

    let targets: Vec<_> = server.asked().into_iter().map(|one| one.target).collect();
    assert_eq!(
        targets,
        [
            "/a%2Fb/list_matches/?gr%C3%B6%C3%9Fe%5B%5D=%E6%97%A5%E6%9C%AC&limit=20",
            "/a%2Fb/everything/",
            "/a%2Fb/fn/",
            "/a%2Fb/async/",
        ]
    );
}

#[tokio::test]
async fn lua_takes_every_word_as_a_name() {
    let server = Server::start(answer).await;
    examples_run(&client::lua::MATCH, &connection(&server)).await;
    let called = server.asked().len();
    assert_eq!(called, client::lua::MATCH.functions.len());

    // Sixty arguments by name, and by position.
    let script = r#"
        local match = app.integrations.match
        local page = lua_read_doc("integrations.match.everything.details")
        local arguments, values = {}, {}
        for name in page:match('## Parameters\n(.-)\n## '):gmatch('\n%- `([%w_]+)` ') do
          local value = name:match("^p%d+$") and 5 or name
          arguments[name], values[#values + 1] = value, value
        end
        print(#values, match.everything(arguments).self == match.everything(table.unpack(values)).self)
    "#;
    let printed = print_with(&client::lua::MATCH, connection(&server), script).await;
    assert_eq!(printed, "60\ttrue\n");
    let asked = server.asked();
    let [one, other] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!(one.body, other.body);
    let sent: BTreeMap<String, Value> = serde_json::from_str(&one.body).unwrap();
    assert_eq!(sent.len(), 60);
}

/// That it compiles is the test; that it has the names makes it one.
#[tokio::test]
async fn names_that_generated_code_uses_are_free() {
    let server =
        Server::start(|_| (StatusCode::OK, json!({"m": "1", "Client": 2}).to_string())).await;
    let client = names::Client::builder("key")
        .base_address(&server.address)
        .build()
        .unwrap();
    let every = client
        .every_name()
        .m("m")
        .parameter_type("p")
        .parameter_location("l");
    assert_eq!(every.send().await.unwrap().m.as_deref(), Some("1"));
    let [one] = server.asked().try_into().unwrap();
    assert_eq!(one.target, "/a/?m=m&parameter_location=l&parameter_type=p");
    assert!(names::lua::NAMES.functions.len() > 100);
}

/// Every row of a table has as many cells as its head, and every fence is closed.
#[test]
fn markdown_holds_every_sign() {
    let api = plivo_codegen::read("obstacles.yaml", MANIFEST).unwrap();
    let cells = |row: &str| row.replace("\\|", "").matches('|').count();
    let mut rows = 0;
    for (path, text) in emit::files(&api, &Layout::folder()) {
        if !path.starts_with("docs/") {
            continue;
        }
        let (mut head, mut fences) = (None, 0);
        for line in text.lines() {
            fences += usize::from(line.starts_with("```"));
            if !line.starts_with('|') || fences % 2 == 1 {
                head = None;
                continue;
            }
            let head = *head.get_or_insert(cells(line));
            assert_eq!(cells(line), head, "{path}: {line}");
            rows += 1;
        }
        assert_eq!(fences % 2, 0, "{path}");
    }
    assert!(rows > 200, "{rows}");
}

#[test]
fn json_holds_every_sign() {
    let api = plivo_codegen::read("obstacles.yaml", MANIFEST).unwrap();
    let texts = emit::files(&api, &Layout::folder());
    let tools: Value = serde_json::from_str(&texts["tools.json"]).unwrap();
    let tools = tools.as_array().unwrap();
    assert_eq!(tools.len(), api.functions.len());
    for (tool, function) in tools.iter().zip(&api.functions) {
        assert_eq!(tool["description"], function.description.as_str());
        let properties = tool["inputSchema"]["properties"].as_object().unwrap();
        for parameter in &function.parameters {
            let said = properties[&parameter.name]["description"].as_str().unwrap();
            let text = if parameter.required {
                &parameter.description
            } else {
                &parameter.summary
            };
            assert!(said.starts_with(text), "{said}");
        }
    }
}

/// No character of a text becomes a tag, an attribute or an entity of the page.
#[test]
fn html_holds_every_sign() {
    let api = plivo_codegen::read("obstacles.yaml", MANIFEST).unwrap();
    let page = &emit::files(&api, &Layout::folder())["site/index.html"];
    assert!(!page.contains("<b>"), "a text became a tag");
    let shown = "&lt;b&gt;&amp;";
    assert!(page.matches(shown).count() > 20, "{shown}");
    assert_eq!(page.matches("<script>").count(), 1);
    let sections = page.matches("<section").count();
    assert!(sections > api.functions.len(), "{sections}");
    assert_eq!(page.matches("</section>").count(), sections);
}
