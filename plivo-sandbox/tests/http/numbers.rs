//! Numbers: filters of the list, and a single number.

use serde_json::Value;

use crate::client::{Client, text};

#[tokio::test]
async fn filters() {
    let client = Client::of("default").await;
    let list = client.list("Number/").await;
    assert_eq!(list.records, client.sandbox.numbers("default"));
    for (name, value) in [
        ("type", "local"),
        ("type", "mobile"),
        ("type", "fixed"),
        ("type", "national"),
        ("type", "tollfree"),
        ("alias", "Support line"),
        ("cnam_lookup", "enabled"),
        ("cnam_lookup", "disabled"),
        ("tendlc_registration_status", "UNREGISTERED"),
        ("tendlc_registration_status", "PROCESSING"),
        ("tendlc_registration_status", "COMPLETED"),
        ("tendlc_campaign_id", "CSANDBOX"),
        ("toll_free_sms_verification", "verified"),
        ("toll_free_sms_verification_order_status", "APPROVED"),
    ] {
        list.expect_equal(name, value).await;
    }
    for services in ["voice", "sms", "mms", "voice,sms", "voice,sms,mms"] {
        let has = |number: &Value, service| number[format!("{service}_enabled")] == true;
        let has_all = |number: &Value| services.split(',').all(|service| has(number, service));
        list.expect("services", services, has_all).await;
    }
    for prefix in ["1415555", "+44", "49"] {
        let digits = prefix.trim_start_matches('+');
        let starts_with = |number: &Value| text(number, "number").starts_with(digits);
        list.expect("number_startswith", prefix, starts_with).await;
    }
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let owned = |number: &Value| text(number, "sub_account") == subaccount;
    list.expect("subaccount", subaccount, owned).await;
    let date = "2026-02-11";
    let order = |number: &Value| text(number, "renewal_date").cmp(date);
    list.expect_bounds("renewal_date", date, order).await;
    // An unescaped comma separates services as well.
    assert_eq!(
        client.all("Number/?services=voice,sms").await,
        list.with("services", "voice,sms").await
    );
}

#[tokio::test]
async fn invalid_values_are_refused_and_unknown_parameters_ignored() {
    let client = Client::of("default").await;
    let queries = [
        "type=cellular",
        "services=fax",
        "services=voice,,sms",
        "services=",
        "cnam_lookup=sometimes",
        "renewal_date__lte=",
        "renewal_date=2026-02-01%2000:00",
    ];
    client.expect_refused("Number/", &queries).await;
    let all = client.all("Number/").await;
    assert!(all.len() > 20);
    // The names in the published reference and in two of the official SDKs.
    let ignored = client.all("Number/?number_type=tollfree&service=mms").await;
    assert_eq!(ignored, all);
}

#[tokio::test]
async fn pages_have_a_total_count() {
    let client = Client::of("default").await;
    let total = client.sandbox.numbers("default").len();
    let (_, page) = client.get("Number/?limit=20&offset=20").await;
    assert_eq!(page["meta"]["total_count"], total);
    assert_eq!(page["objects"].as_array().unwrap().len(), total - 20);
    let (_, page) = client.get("Number/?type=tollfree&limit=1").await;
    assert_eq!(page["meta"]["total_count"], 2);
    assert!(text(&page["meta"], "next").ends_with("/Number/?limit=1&offset=1&type=tollfree"));
}

#[tokio::test]
async fn one_number_by_digits() {
    let client = Client::of("default").await;
    let (status, number) = client.get("Number/14155552671/").await;
    assert_eq!(status, 200);
    assert_eq!(text(&number, "alias"), "Support line");
    assert!(text(&number, "application").ends_with("/Application/29986316244302815/"));
    for other in ["%2B14155552671", "1415555267", "12125550111"] {
        let (status, _) = client.get(&format!("Number/{other}/")).await;
        assert_eq!(status, 404, "{other}");
    }
}
