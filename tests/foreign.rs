//! Services of other shapes than Plivo's, from Rust and from Lua, over HTTP.

mod almanac;
mod buoys;
mod ferry;
mod forge;
mod gauge;
mod herbarium;
mod obstacles;
mod orchard;
mod parlour;
mod server;
mod starter;
mod switchboard;
mod till;

use std::fmt::Debug;

use axum::http::StatusCode;
use plivo_lua::{Accounts, Interpreter};
use plivo_lua_host::integration::Integration;
use plivo_runtime::{ApiHandle, ClientBuilder, Effect, Error, ErrorKind, RetryConfig};

use self::server::Server;
use crate::harness::{host, print_with};

/// Each manifest of `tests/manifests/`, expanded by the macro.
mod manifests {
    include!(concat!(env!("OUT_DIR"), "/manifests.rs"));
}

/// Runs every example of an integration against a service that answers as the examples expect.
async fn examples_run(integration: &'static Integration, connection: &ApiHandle) {
    for binding in integration.functions {
        let printed = print_with(integration, connection.clone(), binding.example).await;
        assert!(!printed.is_empty() && !printed.contains("nil"), "{printed}");
    }
}

/// Reads a list whose next page is wrong: from Rust and from Lua, it is this error after few requests.
async fn list_fails<T: Debug>(
    server: &Server,
    list: impl Future<Output = Result<Vec<T>, Error>>,
    (integration, api, function): (&'static Integration, &ApiHandle, &str),
    (kind, says): (ErrorKind, &str),
) {
    let error = list.await.unwrap_err();
    let ended = (error.kind(), error.effect());
    assert_eq!(ended, (kind, Effect::Nothing), "{error}");
    assert!(error.to_string().contains(says), "{error}");
    assert!(server.asked().len() <= 4);
    let each = format!("app.integrations.{}.{function}.each", integration.slug);
    let script = format!(
        "local ok, err = pcall(function() for _ in {each}{{}} do end end) print(ok, err.code)"
    );
    let printed = print_with(integration, api.clone(), &script).await;
    assert_eq!(printed, format!("false\t{}\n", kind.code()));
    assert!(server.asked().len() <= 4);
}

/// A manifest needs nothing but its file to be generated, compiled and called.
#[tokio::test]
async fn each_example_of_each_manifest_reaches_its_service() {
    for (path, integration) in manifests::ALL {
        let text = plivo_tests::text(&format!("tests/{path}")).unwrap();
        let credentials = plivo_codegen::read(path, &text).unwrap().credentials;
        let server = Server::start(|_| (StatusCode::NOT_FOUND, String::new())).await;
        let credentials = credentials.iter().map(|_| "credential".to_owned());
        let connection = ClientBuilder::<ApiHandle>::new(integration.service, credentials)
            .base_address(&server.address)
            .retry(RetryConfig::disabled());
        let accounts = Accounts::new(connection.build().unwrap());
        let interpreter = Interpreter::new(host(integration, accounts));
        for binding in integration.functions {
            let name = binding.function.name;
            let error = interpreter.run("example.lua", binding.example).await;
            let error = error.unwrap_err();
            assert_eq!(
                error.failure().unwrap().code,
                "not_found",
                "{path}: {error}"
            );
            assert_eq!(server.asked().len(), 1, "{path}: {name}");
        }
    }
}
