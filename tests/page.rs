//! The reference page: every fact of the manifest is on it, and its Rust examples do what those in Lua do.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use plivo_codegen::model::{Access, Literal, ParameterType};
use plivo_lua::PLIVO;
use plivo_sandbox::Sandbox;
use plivo_tests::{api, text};

use crate::{examples, harness};

#[expect(unused_variables, reason = "the first example is a call alone")]
mod in_rust {
    include!(concat!(env!("OUT_DIR"), "/page.rs"));
}

thread_local! {
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
    static SANDBOX: RefCell<Option<Arc<Sandbox>>> = const { RefCell::new(None) };
}

/// Takes a line that an example in Rust prints.
fn print(line: &str) {
    PRINTED.with_borrow_mut(|printed| printed.extend([line, "\n"]));
}

/// What an example says, without the white space that its language puts between values.
fn words(printed: &str) -> Vec<Vec<&str>> {
    let lines = printed.lines();
    lines
        .map(|line| line.split_whitespace().collect())
        .collect()
}

/// Takes a pause of an example in Rust, for which the sandbox's clock moves.
async fn pause(duration: Duration) {
    let sandbox = SANDBOX.with_borrow(Option::clone).unwrap();
    sandbox.advance(duration).await;
}

#[tokio::test]
async fn examples_in_rust_print_what_those_in_lua_print() {
    for (number, binding) in PLIVO.functions.iter().enumerate() {
        let sandbox = Arc::new(Sandbox::start().await.unwrap());
        let name = binding.function.name;
        let lua = harness::print(examples::host(&sandbox), name, binding.example).await;

        let sandbox = Arc::new(Sandbox::start().await.unwrap());
        let client = harness::client(&sandbox, "default");
        SANDBOX.set(Some(sandbox));
        PRINTED.take();
        // The first one is the call in the header.
        in_rust::run(number + 1, client).await.unwrap();
        assert_eq!(words(&PRINTED.take()), words(&lua));
    }
}

/// Returns the text of a page, without tags, with spaces for line ends.
fn read(html: &str) -> String {
    let mut read = String::new();
    for part in html.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        // A block separates words; an inline element does not.
        let inline = ["code", "/code", "a ", "/a", "em", "/em", "span", "/span"];
        if !inline.iter().any(|name| tag.starts_with(name)) {
            read.push(' ');
        }
        read.push_str(text);
    }
    for (escaped, sign) in [
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        read = read.replace(escaped, sign);
    }
    read.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the text of Markdown in the same form.
fn plain(markdown: &str) -> String {
    let words = markdown.split_whitespace().collect::<Vec<_>>();
    words.join(" ").replace('`', "")
}

#[test]
fn every_fact_is_on_the_page() {
    let page = read(&text("docs/site/index.html").unwrap());
    let api = api().unwrap();
    let mut facts = vec![
        api.integration.name.clone(),
        api.integration.summary.clone(),
        api.integration.category.clone(),
        api.integration.description.clone(),
        format!("app.integrations.{}", api.integration.slug),
        api.service.base_url.clone(),
        api.auth.label.clone(),
        api.auth.strategy.clone(),
        api.accounts.description.clone(),
        format!(
            "{} functions, {} read, {} write",
            api.functions.len(),
            api.count(Access::Read),
            api.count(Access::Write)
        ),
    ];
    facts.extend(
        api.integration
            .links
            .iter()
            .map(|(_, address)| address.clone()),
    );
    for credential in &api.credentials {
        facts.extend(
            [&credential.key, &credential.label, &credential.environment].map(Clone::clone),
        );
        facts.push(credential.description.clone());
    }
    for limit in &api.service.rate_limits {
        facts.push(format!(
            "{} requests in {} seconds",
            limit.requests, limit.seconds
        ));
    }
    for function in &api.functions {
        facts.extend([&function.name, &function.title, &function.tool_name].map(Clone::clone));
        facts.extend([function.description.clone(), function.example.clone()]);
        for parameter in &function.parameters {
            facts.push(format!(
                "{} {}",
                parameter.name,
                api.documented_type(&parameter.kind)
            ));
            facts.push(parameter.description.clone());
            if let Some(Literal::Integer(default)) = &parameter.default {
                facts.push(default.to_string());
            }
            if let (Some(least), Some(most)) = (parameter.minimum, parameter.maximum) {
                facts.push(format!("{least} to {most}"));
            }
            if let ParameterType::Enum(index) = parameter.kind {
                for value in &api.enums[index].values {
                    facts.push(format!("\"{}\"", value.wire));
                    facts.push(value.description.clone());
                }
            }
        }
    }
    for record in &api.records {
        facts.extend([record.name.clone(), record.description.clone()]);
        for field in &record.fields {
            facts.extend([field.name.clone(), field.description.clone()]);
        }
        for name in &record.computed_fields {
            facts.extend([name.name.clone(), name.description.clone()]);
        }
    }
    assert!(facts.len() > 500, "{}", facts.len());
    let missing: Vec<String> = facts
        .into_iter()
        .map(|fact| plain(&fact))
        .filter(|fact| !page.contains(fact.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
