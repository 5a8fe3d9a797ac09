//! Answers from the test data of Plivo's own SDKs decode without loss.

#![expect(clippy::unwrap_used, reason = "what these read is known to be there")]

use std::fmt::Debug;

use plivo_client::{Application, Call, Message, Number, SendReceipt};
use plivo_runtime::internal::{DeserializeOwned, Record};
use plivo_runtime::{JsonObject, JsonValue};

/// Returns the fixture of this name of both SDKs.
macro_rules! fixtures {
    ($name:literal) => {
        [
            include_str!(concat!("fixtures/python/", $name, ".json")),
            include_str!(concat!("fixtures/go/", $name, ".json")),
        ]
    };
}

/// Decodes a list of records, and asserts that no key is lost.
fn records<T: Record + DeserializeOwned + PartialEq + Debug>(text: &str) -> Vec<T> {
    let list: JsonObject = serde_json::from_str(text).unwrap();
    let objects = list.get("objects").unwrap().as_array().unwrap();
    objects.iter().map(record).collect()
}

/// Decodes a record, and asserts that no key is lost.
fn record<T: Record + DeserializeOwned + PartialEq + Debug>(value: &JsonValue) -> T {
    for (key, value) in value.as_object().unwrap() {
        assert_kept::<T>(key, value);
    }
    let mut record: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(*record.unknown(), JsonObject::new(), "{value:#}");
    record
}

/// Asserts that a value changes a record that has only the required keys.
fn assert_kept<T: Record + DeserializeOwned + PartialEq + Debug>(key: &str, value: &JsonValue) {
    if value.is_null() || value == "" {
        return;
    }
    let bare: JsonObject = T::REQUIRED
        .iter()
        .map(|key| ((*key).to_owned(), "?".into()))
        .collect();
    let mut with = bare.clone();
    with.insert(key.to_owned(), value.clone());
    let bare: T = serde_json::from_value(bare.into()).unwrap();
    let with: T = serde_json::from_value(with.into()).unwrap();
    assert_ne!(bare, with, "{key}: {value} was lost");
}

fn single<T: Record + DeserializeOwned + PartialEq + Debug>(text: &str) -> T {
    record(&serde_json::from_str(text).unwrap())
}

#[test]
fn messages() {
    for text in fixtures!("messageListResponse") {
        let messages: Vec<Message> = records(text);
        assert_eq!(messages.len(), 20);
        let first = &messages[0];
        assert_eq!(first.message_uuid, "5b40a428-bfc7-4daf-9d06-726c558bf3b8");
        assert_eq!(first.from(), "911231231230");
        assert_eq!(first.message_state, Some(plivo_client::MessageState::Sent));
        assert_eq!(first.units, Some(1));
        assert_eq!(first.total_rate.as_deref(), Some("0.00250"));
        assert_eq!(
            (first.error_code.as_deref(), first.error_message.as_deref()),
            (None, None)
        );
        assert_eq!(first.message_time, "2017-05-22T16:06:14Z".parse().ok());
        assert_eq!(
            first.message_updated_time,
            "2024-08-21T12:58:51.94772Z".parse().ok()
        );
    }
}

#[test]
fn sends() {
    for text in fixtures!("messageSendResponse") {
        let receipt: SendReceipt = single(text);
        assert_eq!(
            receipt.message_uuids,
            ["5b40a428-bfc7-4daf-9d06-726c558bf3b8"]
        );
        assert_eq!(
            receipt.message_uuid(),
            Some("5b40a428-bfc7-4daf-9d06-726c558bf3b8")
        );
        assert_eq!(receipt.message.as_deref(), Some("message(s) queued"));
        assert!(receipt.invalid_number.is_empty());
    }
}

#[test]
fn numbers() {
    for text in fixtures!("numberListResponse") {
        let numbers: Vec<Number> = records(text);
        assert_eq!(numbers[0].number, "18135401302");
        assert_eq!(numbers[0].app_id(), Some("29986316244302815"));
        assert_eq!(numbers[0].added_on, "2014-08-05".parse().ok());
        // Both null and the empty text mean that it is absent.
        assert_eq!(
            (numbers[0].alias.as_deref(), numbers[1].alias.as_deref()),
            (None, None)
        );
    }
    for text in fixtures!("numberGetResponse") {
        let number: Number = single(text);
        assert_eq!(number.number, "17609915566");
        assert_eq!(number.number_type, Some(plivo_client::NumberType::Local));
        assert_eq!(number.voice_enabled, Some(true));
        assert_eq!(number.voice_rate.as_deref(), Some("0.00850"));
    }
}

#[test]
fn ended_calls() {
    for text in fixtures!("callListResponse") {
        let calls: Vec<Call> = records(text);
        // The list has one call twice, and so has the page.
        assert_eq!(calls.len(), 2);
        assert_eq!(calls[0].call_uuid, calls[1].call_uuid);
        assert_eq!(
            (calls[0].from(), calls[0].to()),
            ("+14158572518", "14153268174")
        );
        assert_eq!(calls[0].duration(), 924);
        assert_eq!(calls[0].call_status(), plivo_client::CallState::Completed);
        assert_eq!(
            calls[0].initiation_time,
            "2015-07-26T10:14:49Z".parse().ok()
        );
    }
    for text in fixtures!("callGetResponse") {
        let call: Call = single(text);
        assert_eq!(call.answer_time, None);
        assert_eq!(
            (call.duration(), call.call_status().as_str()),
            (0, "no-answer")
        );
    }
}

#[test]
fn live_calls() {
    for text in fixtures!("liveCallGetResponse") {
        let call: Call = single(text);
        assert_eq!((call.from(), call.to()), ("+918687888990", "919798990001"));
        assert_eq!(
            call.call_direction,
            Some(plivo_client::CallDirection::Outbound)
        );
        assert_eq!(
            (call.duration(), call.call_status().as_str()),
            (0, "in-progress")
        );
        assert_eq!(
            call.session_start,
            "2017-05-22T13:17:49.050872Z".parse().ok()
        );
    }
}

#[test]
fn applications() {
    for text in fixtures!("applicationListResponse") {
        let applications: Vec<Application> = records(text);
        assert_eq!(applications[0].app_id, "20468599130939380");
        assert_eq!(applications[0].answer_url, "http://www.google.com/");
        assert_eq!(applications[0].message_url, None);
        assert_eq!(applications[0].enabled, Some(true));
    }
}
