//! The numbers: every filter of the list, and one number.

use serde_json::Value;

use crate::client::{Client, error, text};

#[tokio::test]
async fn filters() {
    let client = Client::of("default").await;
    let held = client.all("Number/").await;
    assert_eq!(held, client.sandbox.numbers("default"));
    for kind in ["local", "mobile", "fixed", "national", "tollfree"] {
        client
            .expect(&format!("Number/?type={kind}"), &held, |number| {
                text(number, "type") == kind
            })
            .await;
    }
    for services in ["voice", "sms", "mms", "voice,sms", "voice%2Csms%2Cmms"] {
        let wanted = services.replace("%2C", ",");
        let has = |number: &Value| {
            wanted
                .split(',')
                .all(|service| number[format!("{service}_enabled")] == true)
        };
        client
            .expect(&format!("Number/?services={services}"), &held, has)
            .await;
    }
    for prefix in ["1415555", "%2B44", "49"] {
        let digits = prefix.replace("%2B", "");
        let begins = |number: &Value| text(number, "number").starts_with(&digits);
        client
            .expect(
                &format!("Number/?number_startswith={prefix}"),
                &held,
                begins,
            )
            .await;
    }
    let alias = |number: &Value| text(number, "alias") == "Support line";
    client
        .expect("Number/?alias=Support%20line", &held, alias)
        .await;
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let owned = |number: &Value| text(number, "sub_account") == subaccount;
    client
        .expect(&format!("Number/?subaccount={subaccount}"), &held, owned)
        .await;
    for (parameter, value) in [
        ("cnam_lookup", "enabled"),
        ("cnam_lookup", "disabled"),
        ("tendlc_registration_status", "UNREGISTERED"),
        ("tendlc_registration_status", "PROCESSING"),
        ("tendlc_registration_status", "COMPLETED"),
        ("tendlc_campaign_id", "CSANDBOX"),
        ("toll_free_sms_verification", "verified"),
        ("toll_free_sms_verification_order_status", "APPROVED"),
    ] {
        let equal = |number: &Value| text(number, parameter) == value;
        client
            .expect(&format!("Number/?{parameter}={value}"), &held, equal)
            .await;
    }
    let date = "2026-02-11";
    let renews = |number: &Value| text(number, "renewal_date").to_owned();
    client
        .expect(&format!("Number/?renewal_date={date}"), &held, |number| {
            renews(number) == date
        })
        .await;
    client
        .expect(
            &format!("Number/?renewal_date__gt={date}"),
            &held,
            |number| renews(number).as_str() > date,
        )
        .await;
    client
        .expect(
            &format!("Number/?renewal_date__gte={date}"),
            &held,
            |number| renews(number).as_str() >= date,
        )
        .await;
    client
        .expect(
            &format!("Number/?renewal_date__lt={date}"),
            &held,
            |number| renews(number).as_str() < date,
        )
        .await;
    client
        .expect(
            &format!("Number/?renewal_date__lte={date}"),
            &held,
            |number| renews(number).as_str() <= date,
        )
        .await;
}

#[tokio::test]
async fn wrong_values_are_refused_and_wrong_names_ignored() {
    let client = Client::of("default").await;
    for query in [
        "type=cellular",
        "services=fax",
        "services=voice,,sms",
        "renewal_date=2026-02-01%2000:00",
    ] {
        let (status, body) = client.get(&format!("Number/?{query}")).await;
        assert_eq!(status, 400, "{query}");
        assert!(
            error(&body).starts_with(query.split('=').next().unwrap()),
            "{body}"
        );
    }
    let all = client.all("Number/").await;
    assert!(all.len() > 20);
    // The names of the published reference, and of two of the official SDKs.
    assert_eq!(
        client.all("Number/?number_type=tollfree&service=mms").await,
        all
    );
}

#[tokio::test]
async fn the_list_is_counted() {
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
async fn one_number_by_its_digits() {
    let client = Client::of("default").await;
    let (status, number) = client.get("Number/14155552671/").await;
    assert_eq!(status, 200);
    assert_eq!(text(&number, "alias"), "Support line");
    assert!(text(&number, "application").ends_with("/Application/29986316244302815/"));
    for other in ["%2B14155552671", "1415555267", "12125550111"] {
        assert_eq!(
            client.get(&format!("Number/{other}/")).await.0,
            404,
            "{other}"
        );
    }
}
