//! Each word that a parameter lists travels as it is, and the stand-in knows it.

use plivo_client::Client;
use plivo_client::functions::SendSms;
use plivo_codegen::model::ParameterKind;
use plivo_runtime::Request;

use super::request;
use crate::harness::Harness;

/// A function and a parameter, its name in the query or the body, and how Rust sets it.
type RawList = (
    &'static str,
    &'static str,
    &'static str,
    fn(&Client, &str) -> Request,
);

const LISTED: [RawList; 11] = [
    (
        "list_messages",
        "message_direction",
        "message_direction",
        |client, word| client.list_messages().message_direction(word).into_call(),
    ),
    (
        "list_messages",
        "message_state",
        "message_state",
        |client, word| client.list_messages().message_state(word).into_call(),
    ),
    (
        "list_messages",
        "message_type",
        "message_type",
        |client, word| client.list_messages().message_type(word).into_call(),
    ),
    ("send_sms", "type", "type", |client, word| {
        usual(client).r#type(word).into_call()
    }),
    ("send_sms", "log", "log", |client, word| {
        usual(client).log(word).into_call()
    }),
    ("send_sms", "method", "method", |client, word| {
        usual(client).method(word).into_call()
    }),
    ("list_numbers", "number_type", "type", |client, word| {
        client.list_numbers().number_type(word).into_call()
    }),
    ("list_numbers", "service", "services", |client, word| {
        client.list_numbers().service(word).into_call()
    }),
    (
        "list_numbers",
        "cnam_lookup",
        "cnam_lookup",
        |client, word| client.list_numbers().cnam_lookup(word).into_call(),
    ),
    (
        "list_calls",
        "call_direction",
        "call_direction",
        |client, word| client.list_calls().call_direction(word).into_call(),
    ),
    (
        "list_calls",
        "stir_verification",
        "stir_verification",
        |client, word| client.list_calls().stir_verification(word).into_call(),
    ),
];

/// A message that may be of any type.
fn usual(client: &Client) -> SendSms {
    let message = client.send_sms("+14155552671", "+14155559001", "Hi");
    message.media_urls("https://example.com/1")
}

/// What stands before the parameter where Lua sends it.
const USUAL: &str = r#"src = "+14155552671", dst = "+14155559001", text = "Hi",
                       media_urls = {"https://example.com/1"}, "#;

#[tokio::test]
async fn every_listed_word_travels_as_it_is() {
    let harness = Harness::start().await;
    let api = plivo_tests::api().unwrap();
    for function in &api.functions {
        for parameter in &function.parameters {
            let ParameterKind::Enum(index) = parameter.kind else {
                continue;
            };
            let name = (function.name.as_str(), parameter.name.as_str());
            // Nothing of it travels, and its words have tests of their own.
            if name == ("list_calls", "call_state") {
                continue;
            }
            let mut listed = LISTED.iter();
            let listed = listed.find(|(function, parameter, ..)| (*function, *parameter) == name);
            let (.., wire, rust) = listed.unwrap_or_else(|| panic!("{name:?} is not tried"));
            for word in &api.enums[index].values {
                let prepared = rust(&harness.client, &word.wire).prepare();
                let prepared = prepared.unwrap_or_else(|error| panic!("from Rust: {error}"));
                let query = prepared.query().iter().find(|(known, _)| known == wire);
                let body = prepared.body().and_then(|body| body.get(*wire)?.as_str());
                let from_rust = query.map(|(_, value)| value.as_str()).or(body);
                assert_eq!(from_rust, Some(&*word.wire), "{name:?} from Rust");

                let usual = if function.name == "send_sms" {
                    USUAL
                } else {
                    ""
                };
                let arguments = format!("{usual}{} = {:?}", parameter.name, word.wire);
                let answer = harness.lua(&function.name, &arguments).await;
                answer.unwrap_or_else(|error| panic!("from Lua: {error}"));
                let [request] = request::take(&harness).try_into().unwrap();
                let body = request.body.as_ref().and_then(|body| body[*wire].as_str());
                let from_lua = request.parameter(wire).or(body);
                assert_eq!(from_lua, Some(&*word.wire), "{name:?} from Lua");
            }
        }
    }
}
