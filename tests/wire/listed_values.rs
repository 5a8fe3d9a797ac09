//! Each listed value of a parameter is sent as it is, and the sandbox accepts it.

use plivo_codegen::model::ParameterType;
use plivo_lua::PLIVO;
use plivo_runtime::{Arguments, JsonObject, JsonValue, Request};
use plivo_sandbox::Exchange;

use crate::harness::Harness;

/// A message that may be of any type, as Rust and Lua write it.
const MESSAGE: [(&str, &str); 4] = [
    ("src", "+14155552671"),
    ("dst", "+14155559001"),
    ("text", "Hi"),
    ("media_urls", "https://example.com/1"),
];

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
        let usual: &[_] = match function.name.as_str() {
            "send_sms" => &MESSAGE,
            _ => &[],
        };
        let usual_lua = usual
            .iter()
            .map(|(name, value)| format!("{name} = {value:?}, "));
        let usual_lua: String = usual_lua.collect();
        for (known, parameter) in binding.function.parameters.iter().zip(&function.parameters) {
            let ParameterType::Enum(index) = parameter.kind else {
                continue;
            };
            // Plivo has no such filter, and the values have tests of their own.
            if parameter.name == "call_state" {
                continue;
            }
            for value in &api.enums[index].values {
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

                let arguments = format!("{usual_lua}{} = {:?}", known.name, value.wire);
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
