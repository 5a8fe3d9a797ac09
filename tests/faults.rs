//! Ten thousand sends and ten thousand reads with random faults: nothing is sent twice, and the effect that an error
//! reports is true.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use fastrand::Rng;
use futures_util::{StreamExt as _, stream};
use plivo_client::{Client, Number};
use plivo_runtime::{
    Body, Bytes, Effect, Error, ErrorKind, RetryConfig, Transport, TransportError, http,
};
use plivo_sandbox::{ErrorBody, Failure, Fault, FaultTiming, Sandbox};

use crate::harness::settings;

/// How many sends, and how many reads.
const CALLS: usize = 10_000;
/// How many calls run at a time.
const AT_A_TIME: usize = 12;
/// The seed of all faults.
const SEED: u64 = 2026;
/// The timeout of an attempt.
const ATTEMPT: Duration = Duration::from_millis(400);

const BODIES: [ErrorBody; 9] = [
    ErrorBody::Plivo,
    ErrorBody::WithoutApiId,
    ErrorBody::ErrorInError,
    ErrorBody::MessageInError,
    ErrorBody::Message,
    ErrorBody::EmptyObject,
    ErrorBody::Empty,
    ErrorBody::Html,
    ErrorBody::Text,
];

/// Draws a fault for one of three requests.
fn draw(rng: &mut Rng) -> Option<Fault> {
    // A refusal says that nothing was done, so it may come only before processing. A failure says nothing.
    let moment = if rng.bool() {
        FaultTiming::AfterProcessing
    } else {
        FaultTiming::BeforeProcessing
    };
    let body = *rng.choice(BODIES.iter())?;
    let status = |status| Failure::Status { status, body };
    let fault = match rng.u8(0..48) {
        0 => {
            let refusals = [400, 401, 402, 403, 404, 405, 409, 422];
            Fault::new(status(rng.choice(refusals)?))
        }
        1 | 2 => Fault::new(status(429)),
        3 => Fault::new(status(429)).retry_after("0"),
        4 | 5 => {
            let failures = [408, 500, 501, 502, 503, 504];
            Fault::new(status(rng.choice(failures)?)).timing(moment)
        }
        6 => {
            let status = rng.choice([301, 302, 303])?;
            let to = "http://127.0.0.1:1/".to_owned();
            Fault::new(Failure::Redirect { status, to }).timing(moment)
        }
        7 => Fault::new(Failure::ResetBeforeRead),
        8 => Fault::new(Failure::ResetAfterRead),
        9 => Fault::new(Failure::TruncatedBody),
        10 => Fault::new(Failure::GarbledBody),
        11 => Fault::new(Failure::Response {
            status: 200,
            headers: Vec::new(),
            body: rng
                .choice([&b""[..], b"null", b"{\"objects\": [{", b"<p>"])?
                .to_vec(),
        })
        .timing(FaultTiming::AfterProcessing),
        12 => Fault::new(Failure::Delay(Duration::from_millis(rng.u64(1..20)))).timing(moment),
        // These are slow, so they are rare.
        13 => match rng.u8(0..12) {
            0 | 1 => Fault::new(Failure::StalledBody),
            2 | 3 => Fault::new(Failure::Delay(ATTEMPT * 2)).timing(moment),
            4 => Fault::new(Failure::EndlessBody),
            _ => return None,
        },
        14 | 15 => Fault::new(Failure::None),
        _ => return None,
    };
    Some(fault)
}

/// Reaches the service, except when the network is down.
struct Network {
    http: reqwest::Client,
    rng: Mutex<Rng>,
    requests: &'static AtomicU64,
}

impl Transport for Network {
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        // Nothing listens on this port.
        if self.rng.lock().unwrap().u8(..) < 4 {
            *request.uri_mut() = http::Uri::from_static("http://127.0.0.1:1/");
        }
        Transport::send(&self.http, request).await
    }
}

/// A sandbox, and a client that reaches it through the network.
async fn start(requests: &'static AtomicU64) -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().journal_capacity(16).start();
    let sandbox = sandbox.await.unwrap();
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let retry = RetryConfig::default().initial_backoff(Duration::from_millis(1));
    let client = settings(|id, token| Client::builder(id, token), &sandbox, "default")
        .transport(Network {
            http: http.no_proxy().build().unwrap(),
            rng: Mutex::new(Rng::with_seed(SEED)),
            requests,
        })
        .retry(retry)
        .attempt_timeout(ATTEMPT)
        .response_limit(256 * 1024)
        .build()
        .unwrap();
    (sandbox, client)
}

/// How many calls had each outcome.
type Figures = BTreeMap<String, usize>;

/// Makes all calls, some of them at a time, each after its fault was injected.
async fn run<T>(sandbox: &Sandbox, call: impl AsyncFn(usize) -> T) -> Vec<(usize, T)> {
    let mut rng = Rng::with_seed(SEED);
    let calls = (0..CALLS).map(|index| {
        let fault = draw(&mut rng);
        let call = &call;
        async move {
            if let Some(fault) = fault {
                sandbox.inject(fault);
            }
            (index, call(index).await)
        }
    });
    stream::iter(calls)
        .buffer_unordered(AT_A_TIME)
        .collect()
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_twice_and_every_effect_is_told_as_it_was() {
    static REQUESTS: AtomicU64 = AtomicU64::new(0);
    let (sandbox, client) = start(&REQUESTS).await;
    let outcomes = run(&sandbox, async |index| {
        let text = format!("message {index}");
        let call = client.send_sms("14155551234", "14155551235", text);
        call.send().await.map(|receipt| receipt.message_uuids)
    })
    .await;

    let mut accepted: HashMap<String, Vec<String>> = HashMap::new();
    for sent in sandbox.sent("default") {
        accepted
            .entry(sent.text)
            .or_default()
            .push(sent.message_uuid);
    }
    let mut figures = Figures::new();
    for (index, outcome) in &outcomes {
        let uuids = accepted
            .remove(&format!("message {index}"))
            .unwrap_or_default();
        assert!(uuids.len() <= 1, "sent {} times: {outcome:?}", uuids.len());
        let outcome = match outcome {
            Ok(told) => {
                assert_eq!(told, &uuids);
                "succeeded".to_owned()
            }
            Err(error) => {
                match error.effect() {
                    Effect::Nothing => assert_eq!(uuids.len(), 0, "{error}"),
                    Effect::Done => assert_eq!(uuids.len(), 1, "{error}"),
                    Effect::Unknown => {}
                }
                format!("{}, accepted {}", error.effect().code(), uuids.len())
            }
        };
        *figures.entry(outcome).or_default() += 1;
    }
    assert!(accepted.is_empty(), "{accepted:?}");
    println!(
        "{CALLS} sends in {} requests: {figures:?}",
        REQUESTS.load(Ordering::Relaxed)
    );
    for outcome in [
        "none, accepted 0",
        "done, accepted 1",
        "unknown, accepted 0",
        "unknown, accepted 1",
    ] {
        assert!(figures.contains_key(outcome), "{outcome}: {figures:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_read_is_right_or_a_typed_error() {
    static REQUESTS: AtomicU64 = AtomicU64::new(0);
    let (sandbox, client) = start(&REQUESTS).await;
    let numbers: Vec<Number> = loop {
        if let Ok(page) = client.list_numbers().send().await {
            break page.objects;
        }
    };
    REQUESTS.store(0, Ordering::Relaxed);
    let outcomes: Vec<(usize, Result<(), Error>)> = run(&sandbox, async |index| {
        if index % 8 == 0 {
            let page = client.list_numbers().send().await?;
            assert_eq!(page.objects, numbers);
        } else {
            let expected = &numbers[index % numbers.len()];
            let mut number = client.get_number(&expected.number).send().await?;
            // A single record also has the id of its request.
            number.api_id = None;
            assert_eq!(&number, expected);
        }
        Ok(())
    })
    .await;

    let mut figures = Figures::new();
    for (_, outcome) in &outcomes {
        let outcome = match outcome {
            Ok(()) => "right",
            Err(error) => {
                assert_eq!(error.effect(), Effect::Nothing, "{error}");
                let impossible = [ErrorKind::InvalidArguments, ErrorKind::Configuration];
                assert!(!impossible.contains(&error.kind()), "{error}");
                assert!(
                    error.attempts() > 0 && error.operation().is_some(),
                    "{error:?}"
                );
                error.kind().code()
            }
        };
        *figures.entry(outcome.to_owned()).or_default() += 1;
    }
    println!(
        "{CALLS} reads in {} requests: {figures:?}",
        REQUESTS.load(Ordering::Relaxed)
    );
    // Transient failures are retried; refusals and answers that cannot be read are left.
    assert!(figures["right"] > CALLS * 9 / 10, "{figures:?}");
}
