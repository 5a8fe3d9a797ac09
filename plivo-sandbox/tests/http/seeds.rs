//! The initial data of the accounts.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use plivo_sandbox::Sandbox;
use serde_json::Value;

use crate::client::{Expected, text};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn all<'a>(records: &'a [Value], field: &str) -> HashSet<&'a str> {
    let texts = records.iter().filter_map(|record| record[field].as_str());
    texts.collect()
}

#[tokio::test]
async fn the_default_account_has_every_kind_of_record() {
    let sandbox = Sandbox::start().await.unwrap();
    let messages = sandbox.messages("default");
    assert!(messages.len() >= 300);
    assert_eq!(all(&messages, "message_uuid").len(), messages.len());
    let numbers = sandbox.numbers("default");
    let types = HashSet::from(["local", "mobile", "fixed", "national", "tollfree"]);
    assert_eq!(all(&numbers, "type"), types);
    let documented = HashSet::from(["14155552671", "14155551234"]);
    assert!(documented.is_subset(&all(&numbers, "number")));
    let applications = sandbox.applications("default");
    let calls = sandbox.calls("default");
    assert_eq!(all(&calls, "call_uuid").len(), calls.len());
    let null = Value::Null;
    let cases: [(&str, &[Value], Expected); 8] = [
        ("an empty alias", &numbers, &|number| number["alias"] == ""),
        ("no alias", &numbers, &|number| number["alias"].is_null()),
        ("no application", &numbers, &|number| {
            number["application"].is_null()
        }),
        ("a null answer URL", &applications, &|application| {
            application.get("answer_url") == Some(&null)
        }),
        ("no answer URL", &applications, &|application| {
            application.get("answer_url").is_none()
        }),
        ("an empty answer URL", &applications, &|application| {
            application["answer_url"] == ""
        }),
        ("a SIP callee", &calls, &|call| {
            text(call, "to_number").starts_with("sip:")
        }),
        ("a caller with a plus sign", &calls, &|call| {
            text(call, "from_number").starts_with('+')
        }),
    ];
    for (name, records, matches) in cases {
        assert!(records.iter().any(matches), "{name}");
    }
    assert!(calls.iter().any(|call| call["answer_time"].is_null()));
    assert_eq!(
        all(&sandbox.live_calls("default"), "call_status"),
        HashSet::from(["queued", "ringing", "in-progress"])
    );
}

#[tokio::test]
async fn accounts_share_no_records_and_have_their_own_time_zones() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut seen = HashSet::new();
    for (account, zone) in [("default", "+05:30"), ("us", "-08:00"), ("uk", "+00:00")] {
        for (records, id) in [
            (sandbox.messages(account), "message_uuid"),
            (sandbox.numbers(account), "number"),
            (sandbox.applications(account), "app_id"),
            (sandbox.calls(account), "call_uuid"),
            (sandbox.live_calls(account), "call_uuid"),
        ] {
            assert!(!records.is_empty());
            for record in records {
                assert!(seen.insert(text(&record, id).to_owned()), "{record}");
            }
        }
        let mut recent = 0;
        for message in sandbox.messages(account) {
            let time = text(&message, "message_time");
            assert!(time.ends_with(zone), "{time}");
            let time: Timestamp = time.replace(' ', "T").parse().unwrap();
            recent += usize::from(sandbox.now().duration_since(time) < DAY);
        }
        assert!(recent >= 30, "{account} has {recent} recent messages");
    }
    assert!(sandbox.messages("nobody").is_empty());
}

#[tokio::test]
async fn counts_are_those_of_the_documentation() {
    let sandbox = Sandbox::start().await.unwrap();
    for (account, messages, ended) in [("default", 332, 112), ("us", 146, 51), ("uk", 128, 41)] {
        assert_eq!(sandbox.messages(account).len(), messages, "{account}");
        assert_eq!(sandbox.calls(account).len(), ended, "{account}");
        let live = sandbox.live_calls(account);
        for status in ["ringing", "in-progress", "queued"] {
            let calls = live.iter().filter(|call| call["call_status"] == status);
            assert_eq!(calls.count(), 2, "{account}: {status}");
        }
        let calls = sandbox.calls(account);
        let causes = all(&calls, "hangup_cause_name");
        for cause in [
            "Busy Line",
            "No Answer",
            "Network Error",
            "Canceled",
            "Request timeout",
        ] {
            assert!(causes.contains(cause), "{account}: {cause}");
        }
    }
}
