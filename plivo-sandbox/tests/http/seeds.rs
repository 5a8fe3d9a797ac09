//! What the accounts begin with: enough of everything, and nothing in common.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use plivo_sandbox::Sandbox;
use serde_json::Value;

use crate::client::text;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn all<'a>(records: &'a [Value], field: &str) -> HashSet<&'a str> {
    records
        .iter()
        .filter_map(|record| record[field].as_str())
        .collect()
}

#[tokio::test]
async fn the_default_account_has_something_of_everything() {
    let sandbox = Sandbox::start().await.unwrap();
    let messages = sandbox.messages("default");
    assert!(messages.len() >= 300);
    assert_eq!(all(&messages, "message_uuid").len(), messages.len());
    let numbers = sandbox.numbers("default");
    assert_eq!(
        all(&numbers, "type"),
        HashSet::from(["local", "mobile", "fixed", "national", "tollfree"])
    );
    assert!(
        ["14155552671", "14155551234"]
            .iter()
            .all(|number| all(&numbers, "number").contains(number))
    );
    assert!(
        numbers.iter().any(|number| number["alias"] == ""),
        "an empty alias"
    );
    assert!(
        numbers.iter().any(|number| number["alias"].is_null()),
        "no alias"
    );
    assert!(
        numbers.iter().any(|number| number["application"].is_null()),
        "no application"
    );
    let applications = sandbox.applications("default");
    assert!(
        applications
            .iter()
            .any(|application| application.get("answer_url") == Some(&Value::Null))
    );
    assert!(
        applications
            .iter()
            .any(|application| application.get("answer_url").is_none())
    );
    assert!(
        applications
            .iter()
            .any(|application| application["answer_url"] == "")
    );
    let calls = sandbox.calls("default");
    assert_eq!(all(&calls, "call_uuid").len(), calls.len());
    assert!(
        all(&calls, "to_number")
            .iter()
            .any(|number| number.starts_with("sip:"))
    );
    assert!(
        calls
            .iter()
            .any(|call| text(call, "from_number").starts_with('+'))
    );
    assert!(calls.iter().any(|call| call["answer_time"].is_null()));
    assert_eq!(
        all(&sandbox.live_calls("default"), "call_status"),
        HashSet::from(["queued", "ringing", "in-progress"])
    );
}

#[tokio::test]
async fn no_two_accounts_share_a_record_and_each_writes_its_own_time_zone() {
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
        let messages = sandbox.messages(account);
        assert!(
            messages
                .iter()
                .all(|message| text(message, "message_time").ends_with(zone))
        );
        let time = |message: &Value| {
            text(message, "message_time")
                .replace(' ', "T")
                .parse::<Timestamp>()
                .unwrap()
        };
        let recent = messages
            .iter()
            .filter(|message| sandbox.now().duration_since(time(message)) < DAY)
            .count();
        assert!(
            recent >= 30,
            "{account} has {recent} messages of the last day"
        );
    }
    assert!(sandbox.messages("nobody").is_empty());
}

#[tokio::test]
async fn there_is_as_much_as_the_documentation_says() {
    let sandbox = Sandbox::start().await.unwrap();
    for (account, messages, calls) in [("default", 332, 112), ("us", 146, 51), ("uk", 128, 41)] {
        assert_eq!(sandbox.messages(account).len(), messages, "{account}");
        assert_eq!(sandbox.calls(account).len(), calls, "{account}");
        let live = sandbox.live_calls(account);
        for status in ["ringing", "in-progress", "queued"] {
            let so_far = live
                .iter()
                .filter(|call| text(call, "call_status") == status);
            assert_eq!(so_far.count(), 2, "{account}: {status}");
        }
        let causes = sandbox.calls(account);
        let causes = all(&causes, "hangup_cause_name");
        for cause in [
            "Busy Line",
            "No Answer",
            "Network Error",
            "Canceled",
            "Ring Timeout Reached",
        ] {
            assert!(causes.contains(cause), "{account}: {cause}");
        }
    }
}
