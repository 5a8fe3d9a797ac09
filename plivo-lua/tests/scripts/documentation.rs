//! The documentation that scripts and hosts read.

use crate::support::Stage;
use insta::assert_snapshot;
use plivo_lua::PLIVO;

#[tokio::test]
async fn the_service_page_is_the_generated_markdown() {
    let stage = Stage::new().await;
    let script = "print(lua_read_doc('plivo')) assert(docs.read('plivo') == lua_read_doc('plivo'))";
    assert_eq!(stage.prints(script).await, format!("{}\n", PLIVO.page));
}

#[tokio::test]
async fn every_spelling_of_a_page_name_works() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    for name in [
        "plivo",
        "app.integrations.plivo",
        "Integrations.Plivo",
        "integrations.plivo.us",
        "plivo/uk",
    ] {
        assert_eq!(docs.read(name).unwrap(), PLIVO.page, "{name}");
    }
    let page = docs.read("integrations.plivo.send_sms").unwrap();
    for name in [
        "send_sms",
        "plivo_send_sms",
        "plivo.plivo_send_sms",
        "integrations.plivo.us.send_sms",
        "app.integrations.plivo.default.plivo_send_sms",
        "Integrations/Plivo/Send_SMS",
        "app.integrations.plivo.us.send_sms{}",
    ] {
        assert_eq!(docs.read(name).unwrap(), page, "{name}");
    }
    for name in ["", "index", "integrations"] {
        assert_eq!(docs.read(name).unwrap(), docs.list(), "{name}");
    }
}

#[tokio::test]
async fn an_unknown_page_is_an_error_that_suggests_a_similar_one() {
    let stage = Stage::new().await;
    assert_snapshot!(stage.raises("docs.read('integrations.plivo.send_sm')").await, @"script.lua:1: lua_read_doc: there is no page `integrations.plivo.send_sm`; did you mean `integrations.plivo.send_sms`?");
    assert_snapshot!(stage.raises("docs.read('integrations.plivo.list_faxes')").await, @"script.lua:1: lua_read_doc: there is no page `integrations.plivo.list_faxes`; did you mean `integrations.plivo.list_calls`?");
    assert_snapshot!(stage.raises("docs.read('weather')").await, @"script.lua:1: lua_read_doc: there is no page `weather`; `lua_list_docs()` lists all pages");
    assert_snapshot!(stage.raises("docs.read()").await, @r#"script.lua:1: lua_read_doc: takes a string; write `lua_read_doc("integrations")`"#);
}

#[tokio::test]
async fn a_search_ranks_the_best_page_first() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let first = |words: &str| {
        docs.search(words)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(first("send a text message").starts_with("- integrations.plivo.send_sms: "));
    assert!(first("messages").starts_with("- integrations.plivo.list_messages: "));
    assert!(first("voice application").starts_with("- integrations.plivo.list_applications: "));
    assert!(first("hangup cause").contains("call"));
    assert!(first("weather").starts_with("no page"));
}

#[tokio::test]
async fn the_index_lists_all_functions_and_pages_list_all_parameters_and_fields() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let index = docs.list();
    for page in docs.pages() {
        assert!(!docs.read(&page).unwrap().is_empty());
    }
    for binding in PLIVO.functions {
        assert!(index.contains(&format!("- `{}{{", binding.function.name)));
        let page = docs.read(binding.function.name).unwrap();
        for parameter in binding.function.parameters {
            assert!(
                page.contains(&format!("| `{}` |", parameter.name)),
                "{}",
                parameter.name
            );
        }
        for field in binding.returns.record().fields {
            assert!(
                page.contains(&format!("| `{}` |", field.name)),
                "{}",
                field.name
            );
        }
    }
    let page = docs.read("list_calls").unwrap();
    assert!(page.contains("| `call_status` | string | no |"));
    assert!(page.contains("| `duration` | integer | no |"));
}

/// The annotations list every code; another test compares them with the code that raises failures.
#[tokio::test]
async fn the_examples_of_errors_and_helpers_run() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let errors = docs.read("errors").unwrap();
    let annotations = include_str!("../../types/plivo.d.lua");
    let (_, codes) = annotations.split_once("@alias plivo.error.code\n").unwrap();
    let (codes, _) = codes.split_once("\n\n").unwrap();
    let codes = codes.lines().map(|line| line.split('"').nth(1).unwrap());
    let rows = errors.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows: Vec<_> = rows.map(|row| row.split('`').next().unwrap()).collect();
    assert!(rows.ends_with(&codes.collect::<Vec<_>>()), "{rows:?}");

    let helpers = docs.read("parallel").unwrap();
    for page in [errors, helpers] {
        for block in page.split("```lua\n").skip(1) {
            let (script, _) = block.split_once("```").unwrap();
            let printed = stage.prints(script).await;
            assert!(!printed.contains("nil") && !printed.is_empty(), "{script}");
        }
    }
    let first = |words: &str| docs.search(words).lines().next().unwrap().to_owned();
    assert!(first("error codes").starts_with("- errors: "));
    assert!(first("parallel").starts_with("- helpers: "));
    assert!(docs.list().contains("- errors: ") && docs.list().contains("- helpers: "));
}
