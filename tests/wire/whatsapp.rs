//! WhatsApp messages: the client compared with Plivo's SDKs, by the cases of `cargo xtask sdk-conformance`.

use std::fs;
use std::path::Path;

use plivo_runtime::JsonValue;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::request;
use super::send_case::literal;
use crate::harness::Harness;

const CASES: &str = "sdk-conformance/cases/whatsapp.yaml";

#[derive(Deserialize)]
struct Group {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    with: serde_json::Map<String, JsonValue>,
    expect: Expected,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Sends(IgnoredAny),
    Raises(IgnoredAny),
}

#[tokio::test]
async fn the_client_sends_what_the_sdks_send_and_refuses_what_they_do_not() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(CASES);
    let groups: Vec<Group> = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let harness = Harness::start().await;
    let (mut sent, mut refused) = (0, 0);
    for Case { with, expect } in groups.into_iter().flat_map(|group| group.cases) {
        let arguments = with.iter();
        let arguments = arguments.map(|(name, value)| format!("{name} = {}", literal(value)));
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        let answer = harness.lua("send_sms", &arguments).await;
        let bodies = request::take(&harness).into_iter();
        let bodies: Vec<_> = bodies.map(|request| request.body.unwrap()).collect();
        match expect {
            Expected::Sends(_) => {
                answer.unwrap_or_else(|error| panic!("{arguments}: {error}"));
                assert_eq!(bodies, [JsonValue::from(with)], "{arguments}");
                sent += 1;
            }
            Expected::Raises(_) => {
                let error = answer.expect_err(&arguments).to_string();
                assert!(error.contains("no request was made"), "{error}");
                assert!(bodies.is_empty(), "{arguments}");
                refused += 1;
            }
        }
    }
    assert!(sent > 5 && refused > 5, "{sent} sent, {refused} refused");
}
