//! Each listed value of a parameter is sent as it is, and the sandbox accepts it.

use plivo_codegen::model::ParameterType;
use plivo_lua::PLIVO;
use plivo_runtime::{Arguments, JsonObject, JsonValue, Request};
use plivo_sandbox::Exchange;

use crate::harness::Harness;

/// A message with media, and the same without, as Rust and Lua write it.
const MMS: [(&str, &str); 4] = [
    ("media_urls", "https://example.com/1"),
    ("src", "+14155552671"),
    ("dst", "+14155559001"),
    ("text", "Hi"),
];

/// Returns what else a call needs if it sets a parameter to this value.
fn usual(function: &str, parameter: &str, value: &str) -> &'static [(&'static str, &'static str)] {
    match (function, parameter, value) {
        ("send_sms", "type", "mms" | "whatsapp") => &MMS,
        ("send_sms", _, _) => &MMS[1..],
        _ => &[],
    }
}

/// Whether a value is somewhere in the query or the body.
fn sends<N>(query: &[(N, String)], body: Option<&JsonObject>, value: &str) -> bool {
    query.iter().any(|(_, sent)| sent == value)
        || body.is_some_and(|body| body.values().any(|sent| sent == value))
}

#[tokio::test]
async fn every_listed_value_is_sent_as_it_is() {
    let harness = Harness::start().await;
    let api = plivo_tests::api().unwrap();
    let mut tried = 0;
    for (binding, function) in PLIVO.functions.iter().zip(&api.functions) {
        assert_eq!(binding.function.name, function.name);
        for (known, parameter) in binding.function.parameters.iter().zip(&function.parameters) {
            let ParameterType::Enum(index) = parameter.kind else {
                continue;
            };
            // Plivo has no such filter, and the values have tests of their own.
            if parameter.name == "call_state" {
                continue;
            }
            for value in &api.enums[index].values {
                let usual = usual(&function.name, known.name, &value.wire);
                let mut arguments = Arguments::new();
                for (name, value) in usual {
                    arguments.set(name, *value);
                }
                arguments.set(known.name, value.wire.as_str());
                let request = Request::new(harness.client.api(), binding.function);
                let prepared = request.with_arguments(arguments).prepare().unwrap();
                let from_rust = sends(prepared.query(), prepared.body(), &value.wire);
                assert!(
                    from_rust,
                    "{}.{}: {}",
                    function.name, known.name, value.wire
                );

                let usual = usual.iter();
                let usual = usual.map(|(name, value)| format!("{name} = {value:?}, "));
                let usual: String = usual.collect();
                let arguments = format!("{usual}{} = {:?}", known.name, value.wire);
                let answer = harness.lua(&function.name, &arguments).await;
                answer.unwrap_or_else(|error| panic!("{arguments}: {error}"));
                let [request]: [Exchange; 1] = harness.take_requests().try_into().unwrap();
                let from_lua = sends(
                    &request.query,
                    request.body.as_ref().and_then(JsonValue::as_object),
                    &value.wire,
                );
                assert!(from_lua, "{}: {arguments}", function.name);
                tried += 1;
            }
        }
    }
    assert!(tried > 30, "{tried}");
}
