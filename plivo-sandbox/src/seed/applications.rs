//! The initial applications: one without an answer URL, one with an empty one, one with few fields, and ordinary ones.

use serde_json::{Value, json};

use super::profile::Profile;
use crate::account::Account;

pub(super) fn seed(account: &Account, profile: &Profile) -> Vec<Value> {
    let named = profile.applications.iter().enumerate();
    let mut applications: Vec<Value> = named
        .map(|(index, (id, name, answer_url))| application(account, index, id, name, *answer_url))
        .collect();
    let (first, count) = profile.campaigns;
    for number in 0..count {
        let id = (first + number * 10_007).to_string();
        let name = format!("Campaign {:02}", number + 1);
        let index = applications.len();
        applications.push(if number == 0 {
            json!({ "app_id": id, "app_name": name })
        } else {
            let url = format!("https://example.com/campaign/{}", number + 1);
            application(account, index, &id, &name, Some(&url))
        });
    }
    applications
}

fn application(
    account: &Account,
    index: usize,
    id: &str,
    name: &str,
    answer_url: Option<&str>,
) -> Value {
    let marketing = name.starts_with("Marketing") || index % 9 == 8;
    let subaccount = marketing.then(|| account.subaccount_id().to_owned());
    json!({
        "answer_method": if index.is_multiple_of(2) { "POST" } else { "GET" },
        "answer_url": answer_url,
        "app_id": id,
        "app_name": name,
        "application_type": "XML",
        "default_app": index == 0,
        "default_endpoint_app": index == 1,
        "enabled": index % 6 != 5,
        "fallback_answer_url": if index.is_multiple_of(3) { Some("") } else { None },
        "fallback_method": "POST",
        "hangup_method": "POST",
        "hangup_url": answer_url,
        "log_incoming_messages": true,
        "message_method": "POST",
        "message_url": if index == 0 { Some("https://example.com/support/message") } else { None },
        "public_uri": false,
        "resource_uri": account.path(&format!("Application/{id}/")),
        "sip_uri": format!("sip:{id}@app.plivo.com"),
        "sub_account": subaccount,
    })
}
