//! Bodies: what is read from them, and which are errors.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use plivo_runtime::{Effect, ErrorKind};
use plivo_sandbox::{ErrorBody, Failure, Fault};

use crate::{answer, builder, start};

#[tokio::test]
async fn every_body_of_an_error_is_read() {
    let (sandbox, client) = start().await;
    for (body, has_message, has_api_id) in [
        (ErrorBody::Plivo, true, true),
        (ErrorBody::WithoutApiId, true, false),
        (ErrorBody::ErrorInError, true, true),
        (ErrorBody::MessageInError, true, true),
        (ErrorBody::Message, true, true),
        (ErrorBody::EmptyObject, false, false),
        (ErrorBody::Empty, false, false),
        (ErrorBody::Html, true, false),
        (ErrorBody::Text, true, false),
    ] {
        sandbox.inject(Fault::new(Failure::Status { status: 400, body }));
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Rejected, Some(400)),
            "{body:?}"
        );
        assert_eq!(
            (error.service_message().is_some(), error.api_id().is_some()),
            (has_message, has_api_id),
            "{body:?}"
        );
        assert!(!error.to_string().contains(['\n', '\r']), "{error}");
    }
}

#[tokio::test]
async fn a_success_without_a_body_is_no_receipt() {
    let (sandbox, client) = start().await;
    sandbox.inject(answer(204, &[], ""));
    let send = client.send_sms("14155551234", "14155551235", "hi");
    let error = send.send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.effect(), error.is_retryable()),
        (ErrorKind::Decode, Effect::Unknown, false)
    );
    let printed = error.to_string();
    assert!(
        printed.contains(": the response has no body (HTTP 204) ("),
        "{printed}"
    );
    assert!(
        printed.ends_with("); it may have been done, so check before you repeat it"),
        "{printed}"
    );
    // Undecoded, it is what the service sent.
    sandbox.inject(answer(204, &[], ""));
    let send = client.send_sms("14155551234", "14155551235", "hi");
    assert_eq!(send.send_raw().await.unwrap().status(), 204);
}

#[tokio::test]
async fn a_number_that_no_type_holds_is_kept_as_text() {
    let (sandbox, client) = start().await;
    let digits = "8".repeat(400);
    for number in [
        "1e400",
        "-1e400",
        "12345678901234567890123",
        digits.as_str(),
    ] {
        sandbox.inject(answer(
            200,
            &[],
            format!(r#"{{"number": {number}, "added_on": {number}, "other": [{number}]}}"#),
        ));
        let record = client.get_number("14155550000").send().await.unwrap();
        assert_eq!(record.number, number);
        assert_eq!(record.unknown["added_on"], number);
        assert_eq!(record.unknown["other"][0], number);
        let body =
            format!(r#"{{"objects": [{{"number": {number}}}], "meta": {{"limit": {number}}}}}"#);
        sandbox.inject(answer(200, &[], body));
        let page = client.list_numbers().send().await.unwrap();
        assert_eq!(page.objects[0].number, number);
    }
}

#[tokio::test]
async fn answers_of_success_that_are_none_are_errors() {
    let (sandbox, client) = start().await;
    let bodies = [
        "",
        "null",
        "[]",
        "\"hi\"",
        "{",
        "<html></html>",
        "{\"alias\": \"no number\"}",
        "{} {}",
    ];
    for body in bodies {
        sandbox.inject(answer(200, &[], body));
        let error = client.get_number("14155550000").send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Decode, Some(200)),
            "{body:?}"
        );
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn a_list_is_empty_only_where_the_service_says_so() {
    let (sandbox, client) = start().await;
    for (body, said) in [
        (r#"{"ok": false, "error": "gone"}"#, "gone"),
        (r#"{"api_id": "a-1", "message": "queued"}"#, "queued"),
        (
            r#"{"meta": {}, "records": [{"number": "1"}]}"#,
            "a page without `objects`",
        ),
        ("{}", "a page without `objects`"),
        ("", "the response is empty"),
    ] {
        sandbox.inject(answer(200, &[], body).times(2));
        let error = client.list_numbers().send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(error.to_string().contains(said), "{error}");
        let streamed = client.list_numbers().stream().try_collect().await;
        assert_eq!(streamed.unwrap_err().kind(), ErrorKind::Decode, "{body}");
    }
    for (status, body) in [(200, r#"{"objects": null, "meta": null}"#), (204, "")] {
        sandbox.inject(answer(status, &[], body));
        let page = client.list_numbers().send().await.unwrap();
        assert!(page.objects.is_empty());
    }
}

#[tokio::test]
async fn a_character_that_is_not_unicode_costs_no_record() {
    let (sandbox, client) = start().await;
    let lone = br#"{"objects": [{"number": "1", "alias": "a\ud83d"}, {"number": "2"}]}"#.to_vec();
    let not_utf8 =
        b"{\"objects\": [{\"number\": \"1\", \"alias\": \"a\xff\"}, {\"number\": \"2\"}]}".to_vec();
    for body in [lone, not_utf8] {
        sandbox.inject(answer(200, &[], body.clone()).times(2));
        let page = client.list_numbers().send().await.unwrap();
        let streamed: Vec<_> = client.list_numbers().stream().try_collect().await.unwrap();
        assert_eq!(page.objects, streamed);
        let aliases: Vec<_> = page.iter().map(|number| number.alias.as_deref()).collect();
        assert_eq!(aliases, [Some("a\u{fffd}"), None]);
    }
}

#[tokio::test]
async fn an_answer_without_end_is_given_up_by_its_size() {
    let (sandbox, client) = start().await;
    sandbox.inject(Fault::new(Failure::EndlessBody));
    let error = client.list_numbers().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);

    let small = builder(&sandbox).response_limit(10).build().unwrap();
    let error = small.list_numbers().send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::TooLarge, Some(200))
    );
    assert!(error.to_string().contains("more than 10 bytes"), "{error}");
    // A failure is known by its status, even where its body is too large.
    sandbox.inject(Fault::status(403));
    let error = small.list_numbers().send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.service_message()),
        (ErrorKind::Forbidden, None)
    );
}

#[tokio::test]
async fn a_compressed_answer_is_measured_by_what_it_holds() {
    let (sandbox, client) = start().await;
    let compressed = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        let headers = [
            ("content-type", "application/json"),
            ("content-encoding", "gzip"),
        ];
        answer(200, &headers, encoder.finish().unwrap())
    };
    sandbox.inject(compressed(r#"{"objects": [{"number": "14155552671"}]}"#));
    let page = client.list_numbers().send().await.unwrap();
    assert_eq!(page.objects.len(), 1);

    // About 30 kB compressed, 32 MB decompressed.
    let bomb = format!(r#"{{"objects": [], "a": "{}"}}"#, " ".repeat(32 << 20));
    sandbox.inject(compressed(&bomb));
    let error = client.list_numbers().send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.effect()),
        (ErrorKind::TooLarge, Effect::Nothing)
    );
}
