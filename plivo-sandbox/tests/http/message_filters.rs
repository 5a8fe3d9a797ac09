//! Every filter of the list of messages, compared with what the stand-in holds.

use serde_json::Value;

use crate::client::{Client, error, text};

/// Thirty days, so that each filter has something to choose from.
const WINDOW: &str = "message_time__gte=2026-01-02%2012:00";

async fn month(client: &Client) -> Vec<Value> {
    client.all(&format!("Message/?{WINDOW}")).await
}

#[tokio::test]
async fn listed_values() {
    let client = Client::of("default").await;
    let held = month(&client).await;
    for (parameter, values) in [
        ("message_direction", &["inbound", "outbound"][..]),
        (
            "message_state",
            &[
                "queued",
                "sent",
                "delivered",
                "undelivered",
                "failed",
                "received",
                "rejected",
                "read",
                "deleted",
            ],
        ),
        ("message_type", &["sms", "mms", "whatsapp"]),
        ("error_code", &["000", "30", "80", "300", "450"]),
        ("destination_country_iso2", &["US", "GB", "DE", "IN"]),
        ("tendlc_campaign_id", &["CSANDBOX"]),
        ("tendlc_registration_status", &["COMPLETED"]),
        ("conversation_id", &["9876"]),
        ("conversation_origin", &["utility"]),
    ] {
        for value in values {
            let expected = |message: &Value| text(message, parameter) == *value;
            client
                .expect(
                    &format!("Message/?{WINDOW}&{parameter}={value}"),
                    &held,
                    expected,
                )
                .await;
        }
    }
    for parameter in ["message_direction", "message_state", "message_type"] {
        let (status, body) = client.get(&format!("Message/?{parameter}=sideways")).await;
        assert_eq!(status, 400);
        assert!(error(&body).starts_with(parameter), "{body}");
    }
}

#[tokio::test]
async fn numbers_are_compared_whole_and_by_their_digits() {
    let client = Client::of("default").await;
    let held = month(&client).await;
    for spelling in ["14155551234", "%2B14155551234", "%2B1%20(415)%20555-1234"] {
        let from = |message: &Value| text(message, "from_number") == "14155551234";
        client
            .expect(
                &format!("Message/?{WINDOW}&from_number={spelling}"),
                &held,
                from,
            )
            .await;
        let to = |message: &Value| text(message, "to_number") == "14155551234";
        client
            .expect(
                &format!("Message/?{WINDOW}&to_number={spelling}"),
                &held,
                to,
            )
            .await;
    }
    let sender = |message: &Value| text(message, "from_number") == "ACMEALERTS";
    client
        .expect(
            &format!("Message/?{WINDOW}&from_number=ACMEALERTS"),
            &held,
            sender,
        )
        .await;
    let masked = held
        .iter()
        .map(|message| text(message, "to_number"))
        .find(|to| to.contains("XXX"))
        .unwrap();
    let expected = |message: &Value| text(message, "to_number") == masked;
    client
        .expect(
            &format!("Message/?{WINDOW}&to_number={masked}"),
            &held,
            expected,
        )
        .await;
    assert_eq!(
        client
            .all(&format!("Message/?{WINDOW}&from_number=1415555"))
            .await,
        Vec::<Value>::new()
    );
}

#[tokio::test]
async fn times_in_their_five_forms() {
    let client = Client::of("default").await;
    let held = month(&client).await;
    // The middle message, in the account's zone on the wire and in UTC in the filter.
    let middle = &held[held.len() / 2];
    let instant = utc(text(middle, "message_time"));
    let at = |message: &Value| utc(text(message, "message_time"));
    let query = |form: &str| {
        format!(
            "Message/?message_time{form}={}",
            instant.replace(' ', "%20")
        )
    };
    let bounded = |form: &str| format!("{}&{WINDOW}", query(form));
    client
        .expect(&bounded(""), &held, |message| at(message) == instant)
        .await;
    client
        .expect(&bounded("__lt"), &held, |message| at(message) < instant)
        .await;
    client
        .expect(&bounded("__lte"), &held, |message| at(message) <= instant)
        .await;
    client
        .expect(&query("__gt"), &held, |message| at(message) > instant)
        .await;
    client
        .expect(&query("__gte"), &held, |message| at(message) >= instant)
        .await;
    let minute = &instant[..16].replace(' ', "+");
    client
        .expect(
            &format!("Message/?message_time__gte={minute}"),
            &held,
            |message| at(message).as_str() >= &instant[..16],
        )
        .await;
    let fraction = format!(
        "Message/?message_time__gt={}.000001",
        instant.replace(' ', "%20")
    );
    client
        .expect(&fraction, &held, |message| at(message) > instant)
        .await;
}

#[tokio::test]
async fn times_in_any_other_form_are_refused() {
    let client = Client::of("default").await;
    for time in [
        "2026-01-02T12:00:00",
        "2026-01-02%2012:00:00Z",
        "2026-01-02%2012:00:00%2B00:00",
        "2026-01-02",
        "yesterday",
        "2026-01-02%2012:00:00.1234567",
    ] {
        for form in ["", "__gt", "__gte", "__lt", "__lte"] {
            let (status, body) = client
                .get(&format!("Message/?message_time{form}={time}"))
                .await;
            assert_eq!(status, 400, "{form} {time}");
            assert!(
                error(&body).starts_with(&format!("message_time{form} ")),
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn what_the_record_does_not_show_is_filtered_too() {
    let client = Client::of("default").await;
    let held = month(&client).await;
    let subaccount = client.sandbox.account("default").unwrap().subaccount_id();
    let own = client
        .all(&format!("Message/?{WINDOW}&subaccount={subaccount}"))
        .await;
    assert!(!own.is_empty() && own.len() < held.len());
    assert_eq!(
        client
            .all(&format!("Message/?{WINDOW}&subaccount=SAOTHER"))
            .await,
        Vec::<Value>::new()
    );
    let powerpack = held
        .iter()
        .find_map(|message| message["powerpack_id"].as_str())
        .unwrap();
    let expected = |message: &Value| text(message, "powerpack_id") == powerpack;
    client
        .expect(
            &format!("Message/?{WINDOW}&powerpack_id={powerpack}"),
            &held,
            expected,
        )
        .await;
}

#[tokio::test]
async fn parameters_that_the_service_does_not_know_are_ignored() {
    let client = Client::of("default").await;
    let (_, plain) = client.get("Message/").await;
    // The names of the published reference among them: this is how a wrong binding goes unnoticed.
    for query in [
        "src=14155551234",
        "dst=14155551234",
        "start_time=2026-01-31T00:00:00Z",
        "end_time=never",
        "Message_State=failed",
        "message_state__in=failed",
        "message_state=",
        "nonsense",
    ] {
        let (status, answer) = client.get(&format!("Message/?{query}")).await;
        assert_eq!(
            (status, &answer["objects"]),
            (200, &plain["objects"]),
            "{query}"
        );
    }
}

/// `2026-01-22 21:36:14+05:30` as `2026-01-22 16:06:14`.
fn utc(console: &str) -> String {
    let timestamp: jiff::Timestamp = console.replace(' ', "T").parse().unwrap();
    timestamp
        .to_string()
        .replace('T', " ")
        .trim_end_matches('Z')
        .to_owned()
}
