//! `accounts --verify`: every assumption agrees with the sandbox, and a sandbox that differs is found out.
#![cfg(feature = "cli")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a sandbox that cannot be started fails its test"
)]

use std::collections::BTreeSet;

use plivo_lua::program::{Finding, Outcome};
use plivo_lua::{PLIVO, verify::verify};
use plivo_runtime::{ApiHandle, ClientBuilder, ParameterLocation, RateLimits};
use plivo_sandbox::{ErrorBody, Failure, Fault, List, Sandbox};
use serde_json::{Value, json};

/// Checks an account of a sandbox.
async fn check(sandbox: &Sandbox, account: &str) -> Vec<Finding> {
    let account = sandbox.account(account).unwrap();
    let credentials = [account.auth_id(), account.auth_token()].map(str::to_owned);
    let builder = ClientBuilder::<ApiHandle>::new(PLIVO.service, credentials);
    let builder = builder.base_address(sandbox.base_url());
    let api = builder.rate_limits(RateLimits::none()).build().unwrap();
    verify(api).await.unwrap()
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
        assert!(of_messages.count() <= 19, "Plivo allows 20 a minute");
        let count = requests.len();
        assert!((60..=75).contains(&count), "{count}");
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
    for list in [
        List::Messages,
        List::Calls,
        List::Numbers,
        List::Applications,
    ] {
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
    let mut records = sandbox.messages("default");
    records.extend(sandbox.calls("default"));
    records.extend(sandbox.numbers("default"));
    records.extend(sandbox.applications("default"));
    let fields = [
        "message_uuid",
        "from_number",
        "to_number",
        "call_uuid",
        "number",
        "alias",
        "app_id",
        "requester_ip",
    ];
    for record in records {
        for field in fields {
            let value = record
                .get(field)
                .and_then(Value::as_str)
                .unwrap_or_default();
            // A shorter one is a part of many words.
            assert!(value.len() < 6 || !told.contains(value), "{field}: {value}");
        }
    }
    let account = sandbox.account("default").unwrap();
    assert!(!told.contains(account.auth_id()) && !told.contains(account.auth_token()));
}

#[tokio::test]
async fn an_account_without_records_differs_in_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    for list in [
        List::Messages,
        List::Calls,
        List::Numbers,
        List::Applications,
    ] {
        sandbox.edit("default", list, Vec::clear);
    }
    let findings = check(&sandbox, "default").await;
    assert_eq!(differing(&findings), BTreeSet::new());
    let empty = Outcome::Unknown("the account has no messages to ask about".to_owned());
    assert!(findings.iter().any(|finding| finding.outcome == empty));
}

/// A page as the sandbox would not send it.
fn page(records: &[Value], meta: Value) -> Failure {
    let body = json!({ "api_id": "1", "meta": meta, "objects": records });
    Failure::Response {
        status: 200,
        headers: Vec::new(),
        body: body.to_string().into(),
    }
}

fn meta() -> Value {
    json!({ "limit": 20, "offset": 0, "next": null, "previous": null })
}

/// Makes the sandbox contradict one assumption.
type Deviation = Box<dyn Fn(&Sandbox)>;

fn fault(
    path: &'static str,
    failure: Failure,
    only: impl Fn(Fault) -> Fault + 'static,
) -> Deviation {
    Box::new(move |sandbox| sandbox.inject(only(Fault::new(failure.clone()).path(path).always())))
}

fn edit(list: List, edit: impl Fn(&mut Value) + Copy + 'static) -> Deviation {
    Box::new(move |sandbox| {
        sandbox.edit("default", list, |records| records.iter_mut().for_each(edit))
    })
}

/// Replaces the sample of a list by what this makes of its records.
fn sample(list: List, change: fn(&mut Vec<Value>, &mut Value)) -> Deviation {
    Box::new(move |sandbox| {
        let (path, bound, mut records) = match list {
            List::Messages => (
                "/Message/",
                Some("message_time__lte"),
                sandbox.messages("default"),
            ),
            List::Calls => ("/Call/", Some("end_time__lte"), sandbox.calls("default")),
            List::Numbers => ("/Number/", None, sandbox.numbers("default")),
            List::Applications => ("/Application/", None, sandbox.applications("default")),
        };
        records.truncate(20);
        let mut meta = meta();
        change(&mut records, &mut meta);
        let fault = Fault::new(page(&records, meta)).path(path).always();
        sandbox.inject(match bound {
            Some(bound) => fault.parameter(bound),
            None => fault,
        });
    })
}

/// Answers a list that is asked for without any of these parameters.
fn plain(
    path: &'static str,
    asked: &'static [&str],
    records: fn(&Sandbox) -> Vec<Value>,
) -> Deviation {
    Box::new(move |sandbox| {
        for name in asked {
            sandbox.inject(
                Fault::new(Failure::None)
                    .path(path)
                    .parameter(name)
                    .always(),
            );
        }
        sandbox.inject(
            Fault::new(page(&records(sandbox), meta()))
                .path(path)
                .always(),
        );
    })
}

/// Answers with a list where a record is asked for.
fn by_id(
    path: &'static str,
    id: &'static str,
    records: fn(&Sandbox, &str) -> Vec<Value>,
) -> Deviation {
    Box::new(move |sandbox| {
        for record in records(sandbox, "default") {
            let path = format!("{path}{}/", record[id].as_str().unwrap());
            sandbox.inject(Fault::new(page(&[], meta())).path(&path).always());
        }
    })
}

fn ignored(path: &'static str, name: &'static str) -> Deviation {
    fault(
        path,
        Failure::IgnoredParameter(name.to_owned()),
        move |fault| fault.parameter(name),
    )
}

/// Returns sandboxes that contradict assumptions, and which ones; all but those about filters.
fn deviations() -> Vec<Vec<(&'static str, Deviation)>> {
    let empty = || page(&[], meta());
    let html = |status| Failure::Status {
        status,
        body: ErrorBody::Html,
    };
    let many = |id: &str| page(&vec![json!({ id: "1" }); 21], meta());
    let all = |fault: Fault| fault;
    let limit = |value: &'static str| move |fault: Fault| fault.parameter_value("limit", value);
    let status = |value: &'static str| move |fault: Fault| fault.parameter_value("status", value);
    let unknown = |fault: Fault| fault.parameter("no_such_key");
    let with_t = |record: &mut Value, field: &str| {
        record[field] = json!(record[field].as_str().unwrap().replace(' ', "T"));
    };
    vec![
        vec![
            (
                "A page has at most 20 messages",
                fault("/Message/", many("message_uuid"), limit("21")),
            ),
            (
                "A page has at most 20 numbers",
                fault("/Number/", many("number"), limit("21")),
            ),
            (
                "A page has at most 20 calls",
                fault("/Call/", page(&[], json!({ "limit": 21 })), limit("21")),
            ),
            (
                "A page has at most 20 applications",
                fault("/Application/", many("app_id"), limit("21")),
            ),
            (
                "An unknown query parameter of messages is ignored",
                fault("/Message/", html(400), unknown),
            ),
            (
                "An unknown query parameter of numbers is ignored",
                fault("/Number/", empty(), unknown),
            ),
            (
                "Times of messages have a space, and an offset or none",
                edit(List::Messages, move |record| with_t(record, "message_time")),
            ),
            (
                "Times of calls have a space, and an offset or none",
                edit(List::Calls, move |record| with_t(record, "end_time")),
            ),
            (
                "Messages have no other fields than described",
                edit(List::Messages, |record| record["new_field"] = json!(1)),
            ),
            (
                "Numbers have no other fields than described",
                edit(List::Numbers, |record| record["new_field"] = json!(1)),
            ),
            (
                "Calls have no other fields than described",
                edit(List::Calls, |record| record["new_field"] = json!(1)),
            ),
            (
                "Applications have no other fields than described",
                edit(List::Applications, |record| record["new_field"] = json!(1)),
            ),
            (
                "IDs and names of applications are texts",
                edit(List::Applications, |record| {
                    record["app_id"] = json!(record["app_id"].as_str().unwrap().len())
                }),
            ),
            (
                "Amounts of messages are texts",
                edit(List::Messages, |record| record["total_rate"] = json!(1)),
            ),
            (
                "Amounts of calls are texts",
                edit(List::Calls, |record| record["total_amount"] = json!(1.5)),
            ),
            (
                "A message can be read by its UUID",
                by_id("/Message/", "message_uuid", Sandbox::messages),
            ),
            (
                "A number can be read by its digits",
                by_id("/Number/", "number", Sandbox::numbers),
            ),
            (
                "A call can be read by its UUID",
                by_id("/Call/", "call_uuid", Sandbox::calls),
            ),
            (
                "Live calls are a list of UUIDs",
                fault("/Call/", empty(), status("live")),
            ),
            (
                "A call that is not in progress is not found among live calls",
                Box::new(|_| ()),
            ),
            (
                "Queued calls are a list of UUIDs",
                fault("/Call/", html(400), status("queued")),
            ),
            (
                "A value that is not listed is refused with a reason",
                fault(
                    "/Message/",
                    Failure::IgnoredParameter("message_state".to_owned()),
                    |fault| fault.parameter_value("message_state", "no_such_state"),
                ),
            ),
            (
                "A limit of 0 is refused with a reason",
                fault("/Number/", html(400), limit("0")),
            ),
            (
                "An unknown message is not found",
                fault("/Message/00000000", html(404), all),
            ),
            (
                "An unknown number is not found",
                fault("/Number/10000000000", empty(), all),
            ),
            (
                "An unknown call is not found",
                fault(
                    "/Call/00000000",
                    Failure::Status {
                        status: 410,
                        body: ErrorBody::Plivo,
                    },
                    all,
                ),
            ),
        ],
        vec![
            ("`offset` skips messages", ignored("/Message/", "offset")),
            ("`offset` skips calls", ignored("/Call/", "offset")),
            ("`offset` skips numbers", ignored("/Number/", "offset")),
            (
                "`offset` skips applications",
                ignored("/Application/", "offset"),
            ),
            (
                "`message_time__gte` is read in UTC",
                ignored("/Message/", "message_time__gte"),
            ),
            (
                "`end_time__gte` is read in UTC",
                ignored("/Call/", "end_time__gte"),
            ),
            ("More than 30 days of calls are refused", Box::new(|_| ())),
        ],
        vec![
            (
                "`message_time__lte` is read in UTC",
                ignored("/Message/", "message_time__lte"),
            ),
            (
                "`end_time__lte` is read in UTC",
                ignored("/Call/", "end_time__lte"),
            ),
            (
                "Requests within the documented rate limits are not refused",
                fault(
                    "/Number/",
                    Failure::Status {
                        status: 429,
                        body: ErrorBody::Plivo,
                    },
                    |fault| fault.parameter("alias").retry_after("3"),
                ),
            ),
        ],
        vec![
            (
                "Messages are listed newest first",
                sample(List::Messages, |records, meta| {
                    records.reverse();
                    meta["next"] = json!("/v1/?limit=20&offset=20");
                    meta["total_count"] = json!(1);
                }),
            ),
            (
                "`next` is a relative link that keeps the filters of messages",
                Box::new(|_| ()),
            ),
            ("The number of all messages is not told", Box::new(|_| ())),
            (
                "Calls are listed by their end, newest first",
                sample(List::Calls, |records, meta| {
                    records.reverse();
                    meta["next"] = json!(
                        "https://api.plivo.com/v1/?offset=20&end_time__gte=1&end_time__lte=1"
                    );
                }),
            ),
            (
                "`next` is a relative link that keeps the filters of calls",
                Box::new(|_| ()),
            ),
            ("The number of all calls is told", Box::new(|_| ())),
            (
                "The number of all numbers is told",
                sample(List::Numbers, |_, _| ()),
            ),
            (
                "The number of all applications is told",
                sample(List::Applications, |_, _| ()),
            ),
        ],
        vec![
            (
                "Without a time, messages are those of the last 24 hours",
                plain(
                    "/Message/",
                    &["message_time__lte", "limit", "message_state"],
                    |sandbox| sandbox.messages("default").split_off(100),
                ),
            ),
            (
                "Without a time, calls are those of the last 7 days",
                plain("/Call/", &["end_time__lte", "limit", "status"], |sandbox| {
                    sandbox.calls("default").split_off(80)
                }),
            ),
        ],
    ]
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
        let (name, path) = match (name.trim_matches('`'), records) {
            (name, "messages") => (name, "/Message/"),
            (name, "numbers") => (name, "/Number/"),
            (name, "calls") => (name, "/Call/"),
            (name, _) => (name, "/Application/"),
        };
        let ignored = Fault::new(Failure::IgnoredParameter(name.to_owned()));
        let ignored = ignored.path(path).parameter(name).always();
        // This one is asked about by a value that is refused.
        sandbox.inject(Fault::new(Failure::None).parameter_value("message_state", "no_such_state"));
        sandbox.inject(ignored);
        found.insert(finding.assumption.as_str());
    }
    let findings = check(&sandbox, "default").await;
    assert_eq!(differing(&findings), found);

    let groups = deviations();
    for group in &groups {
        let sandbox = Sandbox::start().await.unwrap();
        group.iter().for_each(|(_, deviate)| deviate(&sandbox));
        let expected: BTreeSet<_> = group.iter().map(|(assumption, _)| *assumption).collect();
        let findings = check(&sandbox, "default").await;
        let differing = differing(&findings);
        assert!(
            differing.is_superset(&expected),
            "{:?}",
            expected.difference(&differing)
        );
        found.extend(expected);
    }
    let all: BTreeSet<_> = clean
        .iter()
        .map(|finding| finding.assumption.as_str())
        .collect();
    assert_eq!(found, all);
}
