//! Requests and the sandbox's answers are valid by `openapi.json`, arguments and results of scripts by `tools.json`, whose input schemas
//! the strictest clients accept.

use jsonschema::Validator;
use plivo_lua::{Accounts, DEFAULT_ACCOUNT, Host, PLIVO};
use plivo_sandbox::{Exchange, Sandbox};
use plivo_tests::{MANIFEST, root, text};
use serde_json::{Map, Value, json};

use crate::harness;

/// A sandbox, a host that calls it, and the schemas.
struct Schemas {
    sandbox: Sandbox,
    host: Host,
    http: reqwest::Client,
    description: Value,
    tools: Vec<Value>,
}

impl Schemas {
    async fn open() -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let client = harness::client(&sandbox, "default");
        let read = |path: &str| text(path).unwrap();
        Self {
            host: harness::host(&PLIVO, Accounts::new(client.api().clone())),
            description: serde_json::from_str(&read("plivo-client/openapi.json")).unwrap(),
            tools: serde_json::from_str(&read("plivo-lua/tools.json")).unwrap(),
            http: reqwest::Client::new(),
            sandbox,
        }
    }

    /// Calls a function, checks its arguments, requests and answers, and returns what a script gets.
    async fn call(&self, function: &str, arguments: Value) -> Value {
        let arguments: Map<String, Value> = serde_json::from_value(arguments).unwrap();
        self.sandbox.clear_journal();
        let answer = self.host.call(DEFAULT_ACCOUNT, function, &arguments).await;
        let answer = answer.unwrap();

        let named = format!("plivo_{function}");
        let tool = self
            .tools
            .iter()
            .find(|tool| tool["name"] == named.as_str());
        let tool = tool.unwrap();
        assert_valid(&tool["inputSchema"], &arguments.into(), &named);
        assert_valid(&tool["outputSchema"], &answer, &named);

        let requests = self.sandbox.journal();
        assert!(!requests.is_empty());
        for request in requests.iter().filter(|request| request.status < 300) {
            self.check(function, request).await;
        }
        answer
    }

    /// Checks that the request is one of the function's, and the answer to the same request made again.
    async fn check(&self, function: &str, request: &Exchange) {
        // Lists of calls that have not ended have ids alone, and hand-written Rust asks for each.
        if function == "list_calls" && request.parameter("status").is_some() {
            return;
        }
        let (path, method) = self.operation(function);
        let operation = &self.description["paths"][&path][&method];
        assert_eq!(request.method.to_lowercase(), method);
        let account = self.sandbox.account("default").unwrap();
        let below = format!("/v1/Account/{}/", account.auth_id());
        let asked = request.path.strip_prefix(&below).unwrap();
        let fits = |(one, other): (&str, &str)| one == other || one.starts_with('{');
        let segments = path
            .trim_start_matches('/')
            .split('/')
            .zip(asked.split('/'));
        assert!(segments.into_iter().all(fits), "{path} is not {asked}");

        let parameters = operation["parameters"].as_array().unwrap();
        for (name, text) in &request.query {
            let mut known = parameters.iter();
            let known = known.find(|known| known["name"] == name.as_str());
            // No parameter has `status` for its name: hand-written Rust sets it.
            let Some(known) = known else {
                assert_eq!(name, "status", "{function}");
                continue;
            };
            let value = if known["schema"]["type"] == "integer" {
                text.parse::<i64>().unwrap().into()
            } else {
                Value::from(text.as_str())
            };
            assert_valid(&known["schema"], &value, name);
        }
        if let Some(body) = &request.body {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            assert_valid(schema, body, function);
        }

        let address = format!(
            "{}{}?{}",
            self.sandbox.base_url(),
            request.path,
            request.raw_query
        );
        let again = match request.body.clone() {
            Some(body) => self.http.post(address).json(&body),
            None => self.http.get(address),
        };
        let again = again.basic_auth(account.auth_id(), Some(account.auth_token()));
        let answer: Value = again.send().await.unwrap().json().await.unwrap();
        let mut schema =
            operation["responses"]["2XX"]["content"]["application/json"]["schema"].clone();
        // References count from the root of the description.
        schema["components"] = self.description["components"].clone();
        assert_valid(&schema, &answer, function);
    }

    /// The path and the method of a function.
    fn operation(&self, function: &str) -> (String, String) {
        let paths = self.description["paths"].as_object().unwrap();
        let mut operations = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (path, method, operation))
        });
        let found = operations.find(|(_, _, operation)| operation["operationId"] == function);
        let (path, method, _) = found.unwrap();
        (path.clone(), method.clone())
    }
}

fn assert_valid(schema: &Value, value: &Value, what: &str) {
    let validator: Validator = jsonschema::validator_for(schema).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

#[tokio::test]
async fn messages_are_as_the_schemas_say() {
    let schemas = Schemas::open().await;
    schemas.call("list_messages", json!({"limit": 60})).await;
    for state in ["queued", "failed", "received"] {
        let arguments = json!({"message_state": state, "start_time": "2025-12-01"});
        schemas.call("list_messages", arguments).await;
    }
    let one = json!({"src": "+14155552671", "dst": ["+14155551234"], "text": "hi"});
    schemas.call("send_sms", one).await;
    let several = json!({
        "src": "+14155552671", "dst": ["+14155551234", "+14155551235"], "text": "hi", "url": "https://example.com/"
    });
    schemas.call("send_sms", several).await;
}

#[tokio::test]
async fn numbers_and_applications_are_as_the_schemas_say() {
    let schemas = Schemas::open().await;
    let numbers = schemas.call("list_numbers", json!({})).await;
    for number in numbers["objects"].as_array().unwrap() {
        schemas
            .call("get_number", json!({"number": number["number"]}))
            .await;
    }
    schemas.call("list_applications", json!({"limit": 5})).await;
}

#[tokio::test]
async fn calls_are_as_the_schemas_say() {
    let schemas = Schemas::open().await;
    let mut seen = 0;
    for state in [
        None,
        Some("in-progress"),
        Some("ringing"),
        Some("queued"),
        Some("busy"),
    ] {
        let arguments = json!({"call_state": state});
        let arguments = state.map_or_else(|| json!({}), |_| arguments);
        let page = schemas.call("list_calls", arguments).await;
        for call in page["objects"].as_array().unwrap().iter().take(2) {
            schemas
                .call("get_call", json!({"call_id": call["call_uuid"]}))
                .await;
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
}

/// Returns the paths of all manifests.
fn manifests() -> Vec<String> {
    let others = std::fs::read_dir(root().join("tests/manifests")).unwrap();
    let others = others.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let others = others.map(|name| format!("tests/manifests/{name}"));
    others.chain([MANIFEST.to_owned()]).collect()
}

/// The examples of requests are written as they are sent, and what a schema says of their values is so.
#[test]
fn the_examples_of_every_description_are_valid() {
    fn check(schema: &Value, what: &str, checked: &mut usize) {
        for example in schema["examples"].as_array().into_iter().flatten() {
            assert_valid(schema, example, what);
            *checked += 1;
        }
        for (name, inner) in schema.as_object().into_iter().flatten() {
            check(inner, &format!("{what}.{name}"), checked);
        }
        for inner in schema.as_array().into_iter().flatten() {
            check(inner, what, checked);
        }
    }
    let mut checked = 0;
    for manifest in manifests() {
        let api = plivo_codegen::read(&manifest, &text(&manifest).unwrap()).unwrap();
        let files = plivo_codegen::emit::files(&api, &plivo_codegen::emit::Layout::folder());
        let description: Value = serde_json::from_str(&files["openapi.json"]).unwrap();
        for (path, methods) in description["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let what = format!("{manifest} {method} {path}");
                check(&operation["parameters"], &what, &mut checked);
                check(&operation["requestBody"], &what, &mut checked);
            }
        }
    }
    assert!(checked > 200, "{checked}");
}

/// What is not in this list, some client refuses: Gemini, or a validator of an older draft.
#[test]
fn the_input_schemas_of_every_manifest_are_of_the_subset_that_every_client_accepts() {
    fn check(schema: &Value, what: &str) {
        let kind = schema["type"].as_str().unwrap();
        let allowed: &[&str] = match kind {
            "object" => &["properties", "required"],
            "array" => &["items"],
            "integer" | "number" => &["minimum", "maximum"],
            "string" => &["enum"],
            "boolean" => &[],
            _ => panic!("{what}: {kind}"),
        };
        for (key, value) in schema.as_object().unwrap() {
            let is_common = ["type", "description"].contains(&key.as_str());
            assert!(
                is_common || allowed.contains(&key.as_str()),
                "{what}: {key}"
            );
            match key.as_str() {
                "enum" => assert!(
                    value.as_array().unwrap().iter().all(Value::is_string),
                    "{what}"
                ),
                "items" => check(value, what),
                "properties" => {
                    for (name, inner) in value.as_object().unwrap() {
                        check(inner, &format!("{what}.{name}"));
                    }
                }
                _ => {}
            }
        }
    }
    for manifest in manifests() {
        let api = plivo_codegen::read(&manifest, &text(&manifest).unwrap()).unwrap();
        let files = plivo_codegen::emit::files(&api, &plivo_codegen::emit::Layout::folder());
        let tools: Vec<Value> = serde_json::from_str(&files["tools.json"]).unwrap();
        assert!(!tools.is_empty());
        for tool in tools {
            check(&tool["inputSchema"], tool["name"].as_str().unwrap());
        }
    }
}
