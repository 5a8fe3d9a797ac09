//! Applications: filters of the list, and a single application.

use serde_json::Value;

use crate::client::{Client, error, text};

#[tokio::test]
async fn filters_and_total_count() {
    let client = Client::of("default").await;
    let list = client.list("Application/").await;
    assert_eq!(list.records, client.sandbox.applications("default"));
    let named = |application: &Value| text(application, "app_name").starts_with("Support");
    list.expect("app_name", "Support", named).await;
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let owned = |application: &Value| text(application, "sub_account") == subaccount;
    list.expect("subaccount", subaccount, owned).await;
    let (_, page) = client.get("Application/?limit=20").await;
    assert_eq!(page["meta"]["total_count"], list.records.len());
    assert_eq!(page["objects"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn one_application_by_id() {
    let client = Client::of("default").await;
    for application in client.sandbox.applications("default") {
        let id = text(&application, "app_id");
        assert!(id.parse::<u64>().unwrap() > 1 << 53, "{id}");
        let (status, body) = client.get(&format!("Application/{id}/")).await;
        assert_eq!(
            (status, text(&body, "app_name")),
            (200, text(&application, "app_name"))
        );
    }
    let (status, body) = client.get("Application/1/").await;
    assert_eq!((status, error(&body)), (404, "not found"));
}
