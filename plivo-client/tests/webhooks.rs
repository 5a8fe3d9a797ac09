//! Signatures of webhooks: the test data of Plivo's SDKs, and requests that were changed on the way.

#![cfg(test)]

use plivo_client::http::Request;
use plivo_client::webhooks::{
    self, VerifiedWebhook, WebhookError, WebhookRequest, WebhookVerifier,
};

const SDK_TOKEN: &str = "Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4";
const SDK_NONCE: &str = "31627761595286130198";
const SDK_URL: &str = "https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml";
const TOKEN: &str = "test_auth_token_0123456789";
const NONCE: &str = "05429567804466091622";
const HOOKS: &str = "https://hooks.example.com";
const STATUS: &[(&str, &str)] = &[
    ("MessageUUID", "5b40a428-bfc7-4daf-9d06-726c558bf3b8"),
    ("From", "14151234567"),
    ("To", "14157654321"),
    ("Status", "delivered"),
    ("ErrorCode", "000"),
    ("Units", "1"),
];
const INBOUND: &[(&str, &str)] = &[
    ("From", "14157654321"),
    ("To", "14151234567"),
    ("Type", "sms"),
    ("Text", "Grüße & 😀"),
    ("MessageUUID", "db3ce55a-7f1d-11e1-8ea7-1231380bc196"),
    ("MessageIntent", ""),
];

/// The call of the SDKs' test data.
fn sdk_call() -> Vec<(&'static str, &'static str)> {
    let uuid = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";
    vec![
        ("BillRate", "0.002"),
        ("CallStatus", "in-progress"),
        ("Direction", "outbound"),
        ("Event", "StartApp"),
        ("From", "19792014278"),
        ("ParentAuthID", "MANWVLYTK4ZWU1YTY4QA"),
        ("SessionStart", "2020-04-08 11:34:33.238707"),
        ("ALegUUID", uuid),
        ("ALegRequestUUID", uuid),
        ("CallUUID", uuid),
        ("RequestUUID", uuid),
        (
            "To",
            "sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com",
        ),
        (
            "SIP-H-To",
            "<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1",
        ),
    ]
}

/// A webhook with a signature.
struct Hook {
    url: String,
    request: Request<Vec<u8>>,
}

impl Hook {
    fn new(method: &str, url: &str, fields: &[(&str, &str)]) -> Self {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let form = form.extend_pairs(fields).finish();
        let request = Request::builder().method(method);
        let is_form = method == "POST" && !fields.is_empty();
        let url = match method {
            "GET" if url.contains('?') && !form.is_empty() => format!("{url}&{form}"),
            "GET" if !form.is_empty() => format!("{url}?{form}"),
            _ => url.to_owned(),
        };
        let request = if is_form {
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            request.body(form.into_bytes())
        } else {
            request.body(Vec::new())
        };
        Self {
            url,
            request: request.unwrap(),
        }
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request
            .headers_mut()
            .append(name, value.parse().unwrap());
        self
    }

    fn v3(self, nonce: &str, signature: &str) -> Self {
        self.header("x-plivo-signature-v3-nonce", nonce)
            .header("x-plivo-signature-v3", signature)
    }

    fn v2(self, nonce: &str, signature: &str) -> Self {
        self.header("x-plivo-signature-v2-nonce", nonce)
            .header("x-plivo-signature-v2", signature)
    }

    fn verify(&self, verifier: &WebhookVerifier) -> Result<VerifiedWebhook, WebhookError> {
        verifier.verify(&WebhookRequest::of(&self.url, &self.request))
    }
}

#[test]
fn version_2_signs_the_url_without_its_query() {
    let verifier = webhooks::verifier("my_auth_token");
    for (url, signature) in [
        (
            "https://answer.url",
            "ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=",
        ),
        (
            "https://answer.url/",
            "do1CXv+k99A6+B+eTcyqbxWlezFIxJ/1vz72787r37g=",
        ),
        (
            "https://answer.url:8000",
            "Gm7Z7AGBmf5JpSHrtUmeofrGyA4xV0ZiV0rH8JPXWGU=",
        ),
    ] {
        let webhook = Hook::new("POST", url, STATUS)
            .v2("12345", signature)
            .verify(&verifier);
        let webhook = webhook.unwrap();
        assert_eq!(
            (webhook.scheme(), webhook.covers_fields()),
            ("V2", false),
            "{url}"
        );
    }
    let verifier = webhooks::verifier(TOKEN);
    for query in ["", "?id=42"] {
        let url = format!("{HOOKS}/plivo/status{query}");
        let hook = Hook::new("POST", &url, STATUS);
        let hook = hook.v2(NONCE, "x6e6orKBKAB9fYwGaEOROmx8S9MXpQs9rcdjFZFbzaE=");
        assert!(hook.verify(&verifier).is_ok(), "{url}");
    }
}

#[test]
fn version_3_signs_the_url_and_all_fields() {
    let with_query = format!("{SDK_URL}/?a=b&c=d");
    let sdk = webhooks::verifier(SDK_TOKEN);
    for (method, url, signature) in [
        (
            "POST",
            with_query.as_str(),
            "k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c=",
        ),
        (
            "GET",
            &with_query,
            "UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ=",
        ),
        (
            "POST",
            SDK_URL,
            "iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0=",
        ),
        (
            "GET",
            SDK_URL,
            "i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc=",
        ),
    ] {
        let hook = Hook::new(method, url, &sdk_call()).v3(SDK_NONCE, signature);
        let webhook = hook
            .verify(&sdk)
            .unwrap_or_else(|error| panic!("{method} {url}: {error}"));
        assert_eq!(webhook.field("CallStatus"), Some("in-progress"));
        assert!(webhook.covers_fields());
    }
    let others: &[(&str, &str)] = &[("b", "2"), ("a", "z"), ("a", "b")];
    let verifier = webhooks::verifier(TOKEN);
    for (method, path, fields, signature) in [
        (
            "POST",
            "/plivo/status",
            STATUS,
            "/Gtd4A3fYNGqqidXJEtX2ZwfPnlPCbue31e4o6Yillg=",
        ),
        (
            "POST",
            ":8443/plivo/status",
            STATUS,
            "aP9AxjqtyXjCyMSa/XY+uU/RapmtUAoblamcQ55enbE=",
        ),
        (
            "POST",
            "/plivo/status",
            &[],
            "COn1aG1VEXGmHuLJo1/Kj+4KRoRJ4t/5C7hkw9g5GlM=",
        ),
        (
            "GET",
            "/plivo/status",
            &[],
            "COn1aG1VEXGmHuLJo1/Kj+4KRoRJ4t/5C7hkw9g5GlM=",
        ),
        (
            "POST",
            "/plivo/status?id=42",
            &[],
            "EIGinnB06Ptqpj8NXGCgOm+Pwi4ufE13Ivx7mLyQbPs=",
        ),
        (
            "POST",
            "/plivo/inbound",
            INBOUND,
            "xjX40ucU4ye7ZUaxi9JS7BfBDN/qKKx5v61GgB90LZ8=",
        ),
        (
            "POST",
            "/plivo/inbound?z=1&a=x%20y&a=b",
            others,
            "USf2qNjTIrM9Y9XUI3Bw7ioy+gYMLjJ+gvWLdFXFXOU=",
        ),
        (
            "GET",
            "/plivo/inbound?name=Gr%C3%BC%C3%9Fe",
            &[],
            "cbai85OZzevhTF33UZvWOotYThe8vVr5cYqyFwp/kgo=",
        ),
    ] {
        let hook = Hook::new(method, &format!("{HOOKS}{path}"), fields).v3(NONCE, signature);
        let webhook = hook.verify(&verifier);
        assert!(webhook.is_ok(), "{method} {path}: {:?}", webhook.err());
    }
}

/// A delivery report with the right signature of version 3.
fn report() -> Hook {
    Hook::new("POST", &format!("{HOOKS}/plivo/status"), STATUS)
}

const SIGNATURE: &str = "/Gtd4A3fYNGqqidXJEtX2ZwfPnlPCbue31e4o6Yillg=";

#[test]
fn any_of_several_signatures_and_keys_is_enough() {
    let rotated = webhooks::verifier("the next token").or_key(TOKEN);
    let several = format!("AAAA, {SIGNATURE} ,BBBB");
    assert!(report().v3(NONCE, &several).verify(&rotated).is_ok());
    let main_account = report()
        .v3(NONCE, "AAAA")
        .header("x-plivo-signature-ma-v3", SIGNATURE);
    assert!(main_account.verify(&rotated).is_ok());
}

#[test]
fn what_was_changed_or_is_incomplete_is_refused() {
    let verifier = webhooks::verifier(TOKEN);
    let refusal = |hook: Hook| hook.verify(&verifier).unwrap_err();
    let changed = Hook::new("POST", &format!("{HOOKS}/plivo/status"), &STATUS[1..]);
    assert_eq!(
        refusal(changed.v3(NONCE, SIGNATURE)),
        WebhookError::WrongSignature
    );
    assert_eq!(
        refusal(report().v3("1", SIGNATURE)),
        WebhookError::WrongSignature
    );
    assert_eq!(
        refusal(report().v3(NONCE, &SIGNATURE[..20])),
        WebhookError::WrongSignature
    );
    assert_eq!(
        refusal(report().v3(NONCE, "")),
        WebhookError::WrongSignature
    );
    assert_eq!(refusal(report()), WebhookError::MissingSignature);
    let without_nonce = report().header("x-plivo-signature-v3", SIGNATURE);
    assert!(matches!(
        refusal(without_nonce),
        WebhookError::MissingHeader(_)
    ));
    let huge = report().v3(NONCE, &"A".repeat(5_000_000));
    assert!(matches!(refusal(huge), WebhookError::InvalidHeader(_)));
    let many = report().v3(NONCE, &"A,".repeat(1_000));
    assert!(matches!(refusal(many), WebhookError::InvalidHeader(_)));
    let not_text = report().header("x-plivo-signature-v3", "\u{e9}");
    assert!(matches!(refusal(not_text), WebhookError::InvalidHeader(_)));

    let mut other_type = report().v3(NONCE, SIGNATURE);
    let xml = "text/xml".parse().unwrap();
    other_type.request.headers_mut().insert("content-type", xml);
    assert_eq!(refusal(other_type), WebhookError::UnsupportedBody);
}

/// Whoever adds a header of the weaker version to a request that has the stronger one gains nothing.
#[test]
fn version_2_does_not_help_where_version_3_is_wrong() {
    let v2 = "x6e6orKBKAB9fYwGaEOROmx8S9MXpQs9rcdjFZFbzaE=";
    let both = report().v2(NONCE, v2).v3(NONCE, "AAAA");
    let refused = both.verify(&webhooks::verifier(TOKEN)).unwrap_err();
    assert_eq!(refused, WebhookError::WrongSignature);
}

#[test]
fn an_empty_token_accepts_nothing() {
    for verifier in [webhooks::verifier(""), webhooks::verifier("").or_key("")] {
        // Made with an empty key.
        let hook = Hook::new("POST", "https://answer.url", &[]);
        let hook = hook.v2("12345", "zswI6mKouWLfYSCGsEyxnGNd8uvbMuo5dTGeIG1RXq4=");
        assert_eq!(
            hook.verify(&verifier).unwrap_err(),
            WebhookError::WrongSignature
        );
    }
}

#[test]
fn a_replay_is_refused_on_request() {
    let verifier = webhooks::verifier(TOKEN).refuse_replays(10);
    let hook = report().v3(NONCE, SIGNATURE);
    assert!(hook.verify(&verifier).is_ok());
    let refused = hook.verify(&verifier).unwrap_err();
    assert_eq!(refused, WebhookError::Replayed);
    assert_eq!(
        refused.to_string(),
        "the webhook is refused: it was accepted before; respond with success if it was handled before"
    );
}

#[test]
fn nothing_secret_is_printed() {
    let hook = report().v3(NONCE, SIGNATURE);
    let verifier = webhooks::verifier(TOKEN).or_key("the next token");
    let request = WebhookRequest::of(&hook.url, &hook.request);
    let printed = format!(
        "{verifier:?} {request:?} {:?}",
        WebhookError::WrongSignature
    );
    for secret in [TOKEN, "next token", SIGNATURE, "14151234567"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
