//! The token is in nothing that a process can print: values, errors with their causes, logs at every level, panics.
#![cfg(test)]

use std::error::Error as StdError;
use std::fmt::Debug;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use plivo_client::Client;
use plivo_runtime::{Body, Bytes, Error, RateLimits, RetryConfig, Transport, TransportError, http};
use plivo_sandbox::{Failure, Fault, Sandbox};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt as _;

const TOKEN: &str = "c2VjcmV0LXRva2VuLW9mLXRlc3Q";
/// `MA1:TOKEN` as the header has it.
const TRAVELLING: &str = "TUExOmMyVmpjbVYwTFhSdmEyVnVMVzltTFhSbGMzUQ==";
/// The token alone in base64, the pair in a URL, and the halves of both secrets.
fn encoded() -> Vec<String> {
    let halves = [TOKEN, TRAVELLING].map(|text| text.split_at(text.len() / 2));
    let mut encoded = vec![
        "YzJWamNtVjBMWFJ2YTJWdUxXOW1MWFJsYzNR".to_owned(),
        TRAVELLING.replace('=', "%3D"),
    ];
    encoded.extend(
        halves
            .into_iter()
            .flat_map(|(first, second)| [first.to_owned(), second.to_owned()]),
    );
    encoded
}

/// Everything that is printed.
#[derive(Debug, Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Printed {
    fn add(&self, text: &str) {
        self.0.lock().unwrap().extend_from_slice(text.as_bytes());
    }

    /// Adds what is printed of a value.
    fn value(&self, value: &impl Debug) {
        self.add(&format!("{value:?}\n{value:#?}\n"));
    }

    /// Adds what is printed of an error, its causes, and a panic over it.
    fn error(&self, error: Error) {
        let mut next: Option<&dyn StdError> = Some(&error);
        while let Some(cause) = next {
            self.add(&format!("{cause}\n{cause:#}\n{cause:?}\n{cause:#?}\n"));
            next = cause.source();
        }
        let panic = catch_unwind(AssertUnwindSafe(|| unwrapped(Err(error)))).unwrap_err();
        self.add(panic.downcast_ref::<String>().unwrap());
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

fn unwrapped(result: Result<(), Error>) {
    result.unwrap();
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Printed {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A transport that prints its requests.
struct Telling(reqwest::Client, Printed);

impl Transport for Telling {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        self.1.value(&request);
        Transport::send(&self.0, request).await
    }
}

/// Faults with the token wherever a service could repeat it.
fn failures() -> Vec<Fault> {
    let encoded = encoded().join(" ");
    let repeated = format!("no login for Basic {TRAVELLING} (MA1:{TOKEN}) {encoded}");
    let escaped: Vec<String> = TOKEN.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    let escaped = escaped.concat();
    let bodies = [
        repeated.clone(),
        format!("{{\"api_id\": \"{TOKEN}\", \"error\": \"{repeated}\"}}"),
        format!("{{\"api_id\": \"{escaped}\", \"error\": {{\"message\": \"{escaped}\"}}}}"),
        format!("{{\"objects\": \"{TOKEN}\"}}"),
        format!("{{\"objects\": \"{escaped}\"}}"),
        format!("{{\"objects\": [{{\"number\": \"{TOKEN}"),
    ];
    let answers = bodies.into_iter().flat_map(|body| {
        [200, 401, 403, 503].map(|status| Failure::Response {
            status,
            headers: vec![("x-request-id".to_owned(), TOKEN.to_owned())],
            body: body.clone().into_bytes(),
        })
    });
    let redirect = Failure::Redirect {
        status: 302,
        to: format!("https://MA1:{TOKEN}@example.com/{TOKEN}"),
    };
    let broken = [
        Failure::None,
        Failure::Delay(Duration::from_mins(1)),
        Failure::ResetBeforeRead,
        Failure::ResetAfterRead,
        Failure::TruncatedBody,
        Failure::StalledBody,
        Failure::GarbledBody,
        Failure::EndlessBody,
        redirect,
    ];
    answers.chain(broken).map(Fault::new).collect()
}

#[tokio::test]
async fn the_token_is_in_nothing_that_is_printed() {
    let (printed, told) = (Printed::default(), Printed::default());
    let _logged = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(printed.clone())
        .set_default();
    let sandbox = Sandbox::start().await.unwrap();
    let builder = || {
        Client::builder("MA1", TOKEN)
            .base_address(sandbox.base_url())
            .rate_limits(RateLimits::none())
            .retry(
                RetryConfig::default()
                    .max_attempts(2)
                    .initial_backoff(Duration::ZERO),
            )
            .attempt_timeout(Duration::from_millis(50))
            .response_limit(64 * 1024)
    };
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let clients = [
        builder().build().unwrap(),
        builder()
            .transport(Telling(http.build().unwrap(), printed.clone()))
            .build()
            .unwrap(),
    ];

    told.value(&builder());
    told.value(&builder().proxy(format!("http://MA1:{TOKEN}@127.0.0.1:1")));
    for client in &clients {
        let call = client.send_sms("14155551234", "14155551235", "hi");
        told.value(client);
        told.value(client.api());
        told.value(&call);
        told.value(&call.clone().into_request());
        told.value(&call.into_request().prepare().unwrap());
        for fault in failures() {
            sandbox.inject(fault.clone().always());
            // The data of a successful answer belongs to the caller.
            if let Err(error) = client.list_numbers().send().await {
                told.error(error);
            }
            let call = client.send_sms("14155551234", "14155551235", "hi");
            if let Err(error) = call.send().await {
                told.error(error);
            }
            sandbox.clear_faults();
        }
    }
    for wrong in [
        format!("{TOKEN}\n"),
        format!(" {TOKEN}"),
        format!("{TOKEN}\u{7f}"),
    ] {
        told.error(Client::new("MA1", wrong).unwrap_err());
    }
    told.error(
        builder()
            .base_address(format!("http://MA1:{TOKEN}@a.example"))
            .build()
            .unwrap_err(),
    );
    told.error(
        builder()
            .proxy(format!("MA1:{TOKEN}@nowhere"))
            .build()
            .unwrap_err(),
    );

    let (logged, told) = (printed.text(), told.text());
    // The search is not of an empty text.
    for said in [
        "operation=\"list_numbers\"",
        "plivo_runtime",
        "attempt=2",
        "Sensitive",
    ] {
        assert!(logged.contains(said), "{said}");
    }
    assert!(told.contains("[hidden]") && told.contains("called `Result::unwrap()`"));
    for (line, text) in logged.lines().chain(told.lines()).enumerate() {
        for secret in [TOKEN, TRAVELLING] {
            assert!(!text.contains(secret), "line {line}: {text}");
        }
        for secret in encoded() {
            assert!(!text.contains(&secret), "line {line}: {text}");
        }
    }
}
