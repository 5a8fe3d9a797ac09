//! The applications: the filters of the list, and one application.

use serde_json::Value;

use crate::client::{Client, error, text};

#[tokio::test]
async fn filters() {
    let client = Client::of("default").await;
    let held = client.all("Application/").await;
    assert_eq!(held, client.sandbox.applications("default"));
    let named = |application: &Value| text(application, "app_name").starts_with("Support");
    client
        .expect("Application/?app_name=Support", &held, named)
        .await;
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let owned = |application: &Value| text(application, "sub_account") == subaccount;
    client
        .expect(
            &format!("Application/?subaccount={subaccount}"),
            &held,
            owned,
        )
        .await;
    let (_, page) = client.get("Application/?limit=20").await;
    assert_eq!(page["meta"]["total_count"], held.len());
    assert_eq!(page["objects"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn one_application_by_its_id() {
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
