//! `accounts --verify`: every assumption agrees with the sandbox, and a sandbox that differs is found out.
#![cfg(feature = "cli")]
#![expect(
    clippy::unwrap_used,
    reason = "a sandbox that cannot be started fails its test"
)]

mod deviations;

use std::collections::BTreeSet;

use plivo_lua::program::{Finding, Outcome};
use plivo_lua::{PLIVO, verify::verify};
use plivo_runtime::{ApiHandle, ClientBuilder, ErrorKind, ParameterLocation, RateLimits};
use plivo_sandbox::{Failure, Fault, List, Sandbox};
use serde_json::json;

/// The lists, what their records are called, their paths, and the fields that nobody else may see.
const LISTS: [(List, &str, &str, &[&str]); 4] = [
    (
        List::Messages,
        "messages",
        "/Message/",
        &["message_uuid", "from_number", "to_number", "requester_ip"],
    ),
    (
        List::Calls,
        "calls",
        "/Call/",
        &["call_uuid", "from_number", "to_number"],
    ),
    (List::Numbers, "numbers", "/Number/", &["number", "alias"]),
    (
        List::Applications,
        "applications",
        "/Application/",
        &["app_id"],
    ),
];

/// Returns an account of a sandbox.
fn api(sandbox: &Sandbox, account: &str) -> ApiHandle {
    let account = sandbox.account(account).unwrap();
    let credentials = [account.auth_id(), account.auth_token()].map(str::to_owned);
    let builder = ClientBuilder::<ApiHandle>::new(PLIVO.service, credentials);
    let builder = builder.base_address(sandbox.base_url());
    builder.rate_limits(RateLimits::none()).build().unwrap()
}

/// Checks an account of a sandbox.
async fn check(sandbox: &Sandbox, account: &str) -> Vec<Finding> {
    verify(api(sandbox, account)).await.unwrap()
}

/// Fails if the text has anything of the default account that nobody else may see.
fn assert_nothing_told(told: &str, sandbox: &Sandbox) {
    for (list, _, _, fields) in LISTS {
        sandbox.edit("default", list, |records| {
            for record in records {
                for field in fields {
                    let value = record[*field].as_str().unwrap_or_default();
                    // A shorter one is a part of many words.
                    assert!(value.len() < 6 || !told.contains(value), "{field}: {value}");
                }
            }
        });
    }
    let account = sandbox.account("default").unwrap();
    assert!(!told.contains(account.auth_id()) && !told.contains(account.auth_token()));
}

/// Returns the assumptions that differ.
fn differing(findings: &[Finding]) -> BTreeSet<&str> {
    let differing = findings
        .iter()
        .filter(|finding| matches!(finding.outcome, Outcome::Differs(_)));
    differing
        .map(|finding| finding.assumption.as_str())
        .collect()
}

#[tokio::test]
async fn the_sandbox_agrees_on_every_line_and_nothing_of_the_account_is_told() {
    for account in ["default", "us", "uk"] {
        let sandbox = Sandbox::start().await.unwrap();
        let findings = check(&sandbox, account).await;
        let others: Vec<_> = findings
            .iter()
            .filter(|finding| finding.outcome != Outcome::Agrees)
            .collect();
        assert!(others.is_empty(), "{account}: {others:#?}");

        let requests = sandbox.journal();
        assert!(requests.iter().all(|request| request.method == "GET"));
        let of_messages = requests
            .iter()
            .filter(|request| request.path.ends_with("/Message/"));
        assert!(of_messages.count() <= 20, "Plivo allows 20 a minute");
        let count = requests.len();
        assert!((70..=80).contains(&count), "{count}");
    }
}

#[tokio::test]
async fn every_filter_that_the_client_sends_is_asked_about() {
    let sandbox = Sandbox::start().await.unwrap();
    let findings = check(&sandbox, "default").await;
    for binding in PLIVO
        .functions
        .iter()
        .filter(|binding| binding.pages.is_some())
    {
        for parameter in binding.function.parameters {
            let ParameterLocation::Query(name) = parameter.location else {
                continue;
            };
            // Twenty lists a minute leave no request for these; those of calls are asked about.
            if ["message_time__gt", "message_time__lt"].contains(&name) {
                continue;
            }
            let asked = format!("GET {}?", binding.function.path);
            let is_asked = |finding: &Finding| {
                let query = finding.request.strip_prefix(&asked).unwrap_or_default();
                query
                    .split('&')
                    .any(|pair| pair.starts_with(&format!("{name}=")))
            };
            assert!(
                findings.iter().any(is_asked),
                "{}: {name}",
                binding.function.name
            );
        }
    }
}

#[tokio::test]
async fn nothing_of_the_account_is_told_even_where_all_differs() {
    let sandbox = Sandbox::start().await.unwrap();
    for (list, ..) in LISTS {
        sandbox.edit("default", list, |records| {
            for record in records {
                record["4155550123"] = json!("a secret");
                record["new_field"] = json!("another secret");
                record["total_rate"] = json!(1.5);
                record["app_name"] = json!({ "name": "a third secret" });
            }
        });
    }
    sandbox.edit("default", List::Messages, |records| {
        for record in records {
            record["message_updated_time"] = json!("Ann's time: 2026-01-01");
        }
    });
    let findings = check(&sandbox, "default").await;
    let told = format!("{findings:?}");
    assert!(
        told.contains("`new_field`") && told.contains("like AAAAA AAAA: 9999-99-99"),
        "{told}"
    );
    assert!(!told.contains("secret") && !told.contains("Ann"), "{told}");
    assert_nothing_told(&told, &sandbox);
}

#[tokio::test]
async fn a_request_without_an_answer_is_unknown_and_the_others_go_on() {
    let sandbox = Sandbox::start().await.unwrap();
    let broken = || Fault::new(Failure::ResetBeforeRead);
    sandbox.inject(broken().path("/Number/1").always());
    let findings = check(&sandbox, "default").await;
    for finding in &findings {
        let is_asked = finding.request.starts_with("GET Number/…/")
            || finding.request.starts_with("GET Number/10000000000/");
        let unknown = Outcome::Unknown("no answer: connection".to_owned());
        let expected = if is_asked { unknown } else { Outcome::Agrees };
        assert_eq!(finding.outcome, expected, "{finding:?}");
    }
    assert_nothing_told(&format!("{findings:?}"), &sandbox);
    let binding = PLIVO.functions.iter().find(|known| known.pages.is_some());
    let path = "Number/14155552671/";
    let asked = api(&sandbox, "default")
        .get_raw(binding.unwrap().function, path, &[])
        .await;
    let error = asked.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(
        !format!("{error} {error:?}").contains("14155552671"),
        "{error:?}"
    );

    // A connection that stays broken is not tried for each.
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.inject(Fault::new(Failure::None));
    sandbox.inject(broken().always());
    let findings = check(&sandbox, "default").await;
    let (last, asked) = findings.split_last().unwrap();
    assert_eq!(last.outcome, Outcome::Agrees);
    let is_unknown = |finding: &Finding| matches!(finding.outcome, Outcome::Unknown(_));
    assert!(asked.iter().all(is_unknown), "{findings:#?}");
    let stopped = Outcome::Unknown("not asked, after 5 without an answer".to_owned());
    assert!(asked.iter().any(|finding| finding.outcome == stopped));
    assert!(sandbox.journal().len() <= 6);
}

#[tokio::test]
async fn an_account_without_records_differs_in_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    for (list, ..) in LISTS {
        sandbox.edit("default", list, Vec::clear);
    }
    let findings = check(&sandbox, "default").await;
    assert_eq!(differing(&findings), BTreeSet::new());
    let empty = Outcome::Unknown("the account has no messages to ask about".to_owned());
    assert!(findings.iter().any(|finding| finding.outcome == empty));
}

#[tokio::test]
async fn each_difference_is_found() {
    let clean = check(&Sandbox::start().await.unwrap(), "default").await;
    // Filters that are ignored.
    let sandbox = Sandbox::start().await.unwrap();
    let mut found = BTreeSet::new();
    for finding in &clean {
        let Some((name, records)) = finding.assumption.split_once(" selects ") else {
            continue;
        };
        let name = name.trim_matches('`');
        let list = LISTS.iter().find(|(_, known, ..)| *known == records);
        let (_, _, path, _) = list.unwrap();
        let ignored = Fault::new(Failure::IgnoredParameter(name.to_owned()));
        let ignored = ignored.path(path).parameter(name).always();
        // This one is asked about by a value that is refused.
        sandbox.inject(Fault::new(Failure::None).parameter_value("type", "no_such_type"));
        sandbox.inject(ignored);
        found.insert(finding.assumption.as_str());
    }
    let findings = check(&sandbox, "default").await;
    assert_eq!(differing(&findings), found);

    for group in deviations::groups() {
        let sandbox = Sandbox::start().await.unwrap();
        let mut expected = BTreeSet::new();
        for (assumption, deviate) in group {
            deviate(&sandbox);
            expected.insert(assumption);
        }
        let findings = check(&sandbox, "default").await;
        let differing = differing(&findings);
        let missed: Vec<_> = expected.difference(&differing).collect();
        assert!(missed.is_empty(), "{missed:?}");
        found.extend(expected);
    }
    let all: BTreeSet<_> = clean
        .iter()
        .map(|finding| finding.assumption.as_str())
        .collect();
    assert_eq!(found, all);
}
