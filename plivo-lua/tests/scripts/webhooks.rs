//! Webhooks that a script gets from its host.

use std::error::Error;

use plivo_client::Client;
use plivo_lua::{Accounts, Host, Interpreter, PLIVO};

/// A signed request of Plivo's for the token below, as a table of Lua.
const REQUEST: &str = r#"
local request = {
  url = "https://hooks.example.com/plivo/status",
  method = "POST",
  headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["X-Plivo-Signature-V3"] = "/Gtd4A3fYNGqqidXJEtX2ZwfPnlPCbue31e4o6Yillg=",
    ["X-Plivo-Signature-V3-Nonce"] = "05429567804466091622",
  },
  body = "MessageUUID=5b40a428-bfc7-4daf-9d06-726c558bf3b8&From=14151234567&To=14157654321"
    .. "&Status=delivered&ErrorCode=000&Units=1",
}
local plivo = app.integrations.plivo
"#;
const TOKEN: &str = "test_auth_token_0123456789";

/// Runs a script after [`REQUEST`].
async fn run(script: &str) -> Result<serde_json::Value, Box<dyn Error>> {
    let client = Client::new("MAXXXXXXXXXXXXXXXXXX", TOKEN)?;
    let accounts = Accounts::new(client.api().clone());
    let host = Host::builder().integration(&PLIVO, accounts).build()?;
    let interpreter = Interpreter::new(host);
    let outcome = interpreter
        .run("script.lua", format!("{REQUEST}{script}"))
        .await?;
    Ok(outcome.result)
}

#[tokio::test]
async fn a_script_verifies_and_reads_a_report() {
    let script = r"
local webhook = plivo.default.verify_delivery_report(request)
local report = webhook.fields
assert(plivo.verify_delivery_report(request).fields.message_uuid == report.message_uuid)
return {webhook.scheme, webhook.covers_fields, report.status, report.units, report.from, report.MessageUUID}";
    let read = serde_json::json!([
        "V3",
        true,
        "delivered",
        1,
        "14151234567",
        "5b40a428-bfc7-4daf-9d06-726c558bf3b8"
    ]);
    assert_eq!(run(script).await.unwrap(), read);
}

#[tokio::test]
async fn version_2_does_not_cover_the_fields() {
    let script = r#"
request.headers = {
  ["content-type"] = "application/x-www-form-urlencoded",
  ["x-plivo-signature-v2"] = "x6e6orKBKAB9fYwGaEOROmx8S9MXpQs9rcdjFZFbzaE=",
  ["x-plivo-signature-v2-nonce"] = "05429567804466091622",
}
local webhook = plivo.verify_delivery_report(request)
return {webhook.scheme, webhook.covers_fields}"#;
    assert_eq!(run(script).await.unwrap(), serde_json::json!(["V2", false]));
}

/// What is wrong with a request, and what the script catches.
const REFUSED: &[(&str, &str)] = &[
    (
        "request.headers = {}",
        "missing_signature: verify_delivery_report: the webhook is refused: it has no signature; pass the headers on as they arrived; without a signature, do not act on the request",
    ),
    (
        "request.body = request.body .. '0'",
        "wrong_signature: verify_delivery_report: the webhook is refused: no signature matches; check that the URL is the public one, exactly as the service was given it, and that the key belongs to the account that made the request",
    ),
    (
        "request.method = 'get'",
        "wrong_signature: verify_delivery_report: the webhook is refused: no signature matches; check that the URL is the public one, exactly as the service was given it, and that the key belongs to the account that made the request",
    ),
    (
        "request.headers['X-Plivo-Signature-V3-Nonce'] = ('9'):rep(5000)",
        "wrong_signature: verify_delivery_report: the webhook is refused: the header `x-plivo-signature-v3-nonce` is not a signature's; pass the headers on as they arrived; without a signature, do not act on the request",
    ),
    (
        "request.headers['Content-Type'] = 'text/xml'",
        "unsupported_body: verify_delivery_report: the webhook is refused: its body is neither a form nor JSON; pass the body and its `content-type` on as they arrived",
    ),
    (
        "request.headers['X-Large'] = ('x'):rep(1024 * 1024)",
        "invalid_arguments: verify_delivery_report: the request has more than 131072 bytes; write `verify_delivery_report{url = …, method = …, headers = …, body = …}` with the public URL, query included",
    ),
    (
        "request.haeders, request.headers = request.headers, nil",
        "invalid_arguments: verify_delivery_report: there is no argument `haeders`; did you mean `headers`?; write `verify_delivery_report{url = …, method = …, headers = …, body = …}` with the public URL, query included",
    ),
    (
        "request.url = nil",
        "invalid_arguments: verify_delivery_report: `url` is missing; write `verify_delivery_report{url = …, method = …, headers = …, body = …}` with the public URL, query included",
    ),
    (
        "request.body = 1",
        "invalid_arguments: verify_delivery_report: `body` is a number, not a string; write `verify_delivery_report{url = …, method = …, headers = …, body = …}` with the public URL, query included",
    ),
    (
        "request.headers = {'a: b'}",
        "invalid_arguments: verify_delivery_report: a header has a name, and a string or a list of strings; write `verify_delivery_report{url = …, method = …, headers = …, body = …}` with the public URL, query included",
    ),
    (
        "request = nil",
        "invalid_arguments: verify_delivery_report: takes a table, not nil; write `verify_delivery_report{url = …, method = …, headers = …, body = …}` with the public URL, query included",
    ),
];

#[tokio::test]
async fn a_refusal_says_what_is_wrong_and_nothing_secret() {
    for (change, expected) in REFUSED {
        let script = format!(
            "{change}\nlocal ok, err = pcall(plivo.verify_delivery_report, request)\n\
             assert(not ok and err.hint and err.effect == 'none')\nreturn err.code .. ': ' .. err.message"
        );
        let said = run(&script).await.unwrap();
        assert_eq!(said, serde_json::json!(expected), "{change}");
        assert!(!said.to_string().contains(TOKEN));
    }
}
