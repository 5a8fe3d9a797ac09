//! The blocking client, on a thread without an async runtime.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::thread;

use plivo_client::Blocking;
use plivo_client::MessageState;
use plivo_client::blocking::Client;
use plivo_runtime::ErrorKind;
use plivo_sandbox::{Fault, Sandbox};
use tokio::runtime::Runtime;

/// Before all messages of the sandbox that a list reaches.
const START: &str = "2025-12-01T00:00:00Z";

/// Starts a sandbox on a runtime of its own, and a client of its default account.
fn start() -> (Runtime, Sandbox, Client) {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    let account = sandbox.account("default").unwrap();
    let client = Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .build()
        .unwrap();
    (runtime, sandbox, client)
}

#[test]
fn builders_are_the_same_and_return_answers() {
    let (_runtime, sandbox, client) = start();
    let receipt = client
        .send_sms("+14155551234", "+14155551235", "hi")
        .send()
        .unwrap();
    let uuid = receipt.message_uuid().unwrap();
    assert_eq!(sandbox.sent("default")[0].message_uuid, uuid);
    let delivered = client
        .list_messages()
        .message_state(MessageState::Delivered);
    let page = delivered
        .start_time(START.parse().unwrap())
        .limit(30)
        .send()
        .unwrap();
    assert_eq!(page.objects.len(), 30);
    let error = client.get_number("+1 (415) 555-0000").send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn lists_are_iterators() {
    let (_runtime, sandbox, client) = start();
    let held: Vec<_> = sandbox.messages("default")[..70]
        .iter()
        .map(|message| message["message_uuid"].as_str().unwrap().to_owned())
        .collect();
    let list = client
        .list_messages()
        .start_time(START.parse().unwrap())
        .limit(70);
    let found = list
        .clone()
        .stream()
        .map(|message| message.unwrap().message_uuid);
    assert_eq!(found.collect::<Vec<_>>(), held);

    let sizes = list
        .clone()
        .pages()
        .prefetch(1)
        .map(|page| page.unwrap().objects.len());
    assert_eq!(sizes.collect::<Vec<_>>(), [20, 19, 19, 12]);

    sandbox.inject(Fault::status(400));
    let mut messages = list.stream();
    assert_eq!(
        messages.next().unwrap().unwrap_err().kind(),
        ErrorKind::Rejected
    );
    assert!(messages.next().is_none());
    messages.resume();
    assert_eq!(messages.count(), 70);
}

#[test]
fn an_answer_can_be_had_as_it_came() {
    let (_runtime, _sandbox, client) = start();
    let answer = client.list_numbers().limit(2).send_raw().unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let page = answer.page::<plivo_client::Number>().unwrap();
    assert_eq!(page.objects.len(), 2);
}

#[test]
fn threads_share_a_client() {
    let (_runtime, _sandbox, client) = start();
    let counts: Vec<_> = thread::scope(|scope| {
        let list = || client.clone().list_numbers().send().unwrap().objects.len();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(list)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(counts.iter().all(|count| *count > 0 && *count == counts[0]));
}

#[test]
fn inside_a_runtime_it_is_refused_with_a_hint() {
    let (runtime, sandbox, client) = start();
    let error = runtime.block_on(async { client.list_numbers().send().unwrap_err() });
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(
        error.to_string().contains("use the async `Client` there"),
        "{error}"
    );
    let streamed = runtime.block_on(async { client.list_numbers().stream().next() });
    assert_eq!(
        streamed.unwrap().unwrap_err().kind(),
        ErrorKind::Configuration
    );
    assert!(sandbox.journal().is_empty());
    // Outside of a runtime it works, and it may be dropped inside.
    assert!(client.list_numbers().send().is_ok());
    runtime.block_on(async { drop(client) });
}

#[test]
fn an_async_client_can_be_made_blocking() {
    let (_runtime, _sandbox, client) = start();
    let client = plivo_client::Client::from(client.api().clone());
    let blocking = client.with_mode(Blocking::default());
    assert!(
        !blocking
            .list_applications()
            .send()
            .unwrap()
            .objects
            .is_empty()
    );
}
