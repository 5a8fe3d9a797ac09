//! The cost of Lua on top of Rust: tables, whole calls, and a fresh interpreter.

use std::hint::black_box;
use std::time::{Duration, Instant};

use mlua::{Lua, LuaSerdeExt};
use plivo_client::Client;
use plivo_lua::integration::Answer;
use plivo_lua::worker::WorkerPool;
use plivo_lua::{Accounts, Host, Interpreter, PLIVO, Permissions, Tables};
use plivo_runtime::{Body, Bytes, Transport, TransportError, http};
use tokio::runtime::Runtime;

use crate::plain::PlainPage;
use crate::row::{Row, in_turns};
use crate::rows;
use crate::server::{PAGE, Server};

pub(crate) fn rows(server: &Server, runtime: &Runtime) -> Vec<Row> {
    vec![
        values(server, runtime),
        structs(server, runtime),
        call(server, runtime),
        overhead(server, runtime),
        limited(server, runtime),
        interpreter(server, runtime),
        worker(server, runtime),
        first_call(server, runtime),
    ]
}

/// Makes the tables of a page from its text, as a call does.
fn tables(server: &Server, runtime: &Runtime) -> impl FnMut() {
    let client = server.client();
    let listed = client.list_messages().limit(20).send_raw_list();
    let answer = Answer::List(runtime.block_on(listed).unwrap());
    let returns = PLIVO.functions[0].returns;
    let lua = Lua::new();
    let tables = Tables::of(&lua).unwrap();
    move || {
        let table = tables
            .answer(&lua, &PLIVO.service.paging, returns, &answer)
            .unwrap();
        black_box(&table);
    }
}

fn values(server: &Server, runtime: &Runtime) -> Row {
    let lua = Lua::new();
    let against = "`Value`, then mlua's `to_value`";
    beside_tables(server, runtime, against, "at most 0.60", || {
        let page: serde_json::Value = serde_json::from_str(server.page()).unwrap();
        black_box(lua.to_value(&page).unwrap());
    })
}

fn structs(server: &Server, runtime: &Runtime) -> Row {
    let lua = Lua::new();
    let against = "typed struct, then `to_value`";
    beside_tables(server, runtime, against, "at most 0.80", || {
        let page: PlainPage = serde_json::from_str(server.page()).unwrap();
        black_box(lua.to_value(&page).unwrap());
    })
}

/// Compares the tables of a page with another way to make them.
fn beside_tables(
    server: &Server,
    runtime: &Runtime,
    against: &str,
    target: &'static str,
    theirs: impl FnMut(),
) -> Row {
    let measure = "page of 20, text to tables";
    Row::of_time(
        measure,
        against,
        target,
        300,
        tables(server, runtime),
        theirs,
    )
}

/// Returns a host with one account.
pub(crate) fn host(client: &Client) -> Host {
    let accounts = Accounts::new(client.api().clone());
    Host::builder()
        .integration(&PLIVO, accounts)
        .permissions(Permissions::ALL)
        .build()
        .unwrap()
}

const LIST: &str = "return #app.integrations.plivo.list_messages{limit = 20}.objects";

/// Lists a page from Lua.
fn from_lua(client: &Client, runtime: &Runtime) -> impl FnMut() {
    let lua = Lua::new();
    host(client).install(&lua).unwrap();
    let list = lua.load(LIST).into_function().unwrap();
    move || {
        let listed = runtime.block_on(list.call_async::<usize>(()));
        assert_eq!(listed.unwrap(), PAGE);
        // The state must outlive its function.
        black_box(&lua);
    }
}

/// Lists a page from Rust.
pub(crate) fn from_rust(client: &Client, runtime: &Runtime) -> impl FnMut() {
    move || assert_eq!(runtime.block_on(rows::list(client)), PAGE)
}

fn call(server: &Server, runtime: &Runtime) -> Row {
    let client = server.client();
    Row::of_time(
        "list a page from Lua, 1 at a time",
        "the same from Rust",
        "at most 1.15",
        400,
        from_lua(&client, runtime),
        from_rust(&client, runtime),
    )
}

/// A transport that answers immediately.
struct Canned(&'static str);

impl Transport for Canned {
    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        Ok(http::Response::new(Body::new(self.0)))
    }
}

/// Returns a client with that transport.
fn answered(server: &Server) -> Client {
    let page = Canned(server.page().to_owned().leak());
    let client = Client::builder("MABENCHMARK000000000", "token");
    let client = client.rate_limits(plivo_runtime::RateLimits::none());
    client.transport(page).build().unwrap()
}

/// Lists a hundred pages in one script, with the interpreter's limits and without limits.
fn limited(server: &Server, runtime: &Runtime) -> Row {
    const LISTS: &str =
        "for _ = 1, 100 do app.integrations.plivo.list_messages{limit = 20} end return 20";
    let client = answered(server);
    let interpreter = Interpreter::new(host(&client));
    let lua = Lua::new();
    host(&client).install(&lua).unwrap();
    let lists = lua.load(LISTS).into_function().unwrap();
    Row::of_time(
        "a script that lists 100 pages, without HTTP",
        "the same in a bare `Lua::new()`",
        "none set",
        4,
        || {
            let outcome = runtime.block_on(interpreter.run("lists.lua", LISTS));
            assert_eq!(outcome.unwrap().result, PAGE);
        },
        || {
            let listed = runtime.block_on(lists.call_async::<usize>(()));
            assert_eq!(listed.unwrap(), PAGE);
        },
    )
}

fn overhead(server: &Server, runtime: &Runtime) -> Row {
    let client = answered(server);
    Row::of_time(
        "list a page from Lua, without HTTP",
        "the same from Rust",
        "none set",
        400,
        from_lua(&client, runtime),
        from_rust(&client, runtime),
    )
}

fn interpreter(server: &Server, runtime: &Runtime) -> Row {
    let interpreter = Interpreter::new(host(&server.client()));
    Row::of_time(
        "fresh interpreter, everything installed",
        "a bare `Lua::new()`",
        "at most 12",
        100,
        || drop(runtime.block_on(interpreter.run("empty.lua", "")).unwrap()),
        || drop(black_box(Lua::new())),
    )
}

/// Runs an empty script in a worker that is ready; the next one starts before the next run.
fn worker(server: &Server, runtime: &Runtime) -> Row {
    const START: Duration = Duration::from_millis(50);
    let host = host(&server.client());
    let (workers, interpreter) = (WorkerPool::new(host.clone()), Interpreter::new(host));
    let milliseconds = |begin: Instant| begin.elapsed().as_secs_f64() * 1000.0;
    let in_worker = || {
        std::thread::sleep(START);
        let begin = Instant::now();
        let mut printed = std::io::sink();
        let ended = runtime.block_on(workers.run("empty.lua", "", &mut printed));
        drop(ended.unwrap());
        milliseconds(begin)
    };
    let in_process = || {
        let begin = Instant::now();
        drop(runtime.block_on(interpreter.run("empty.lua", "")).unwrap());
        milliseconds(begin)
    };
    let rounds = in_turns(in_worker, in_process, |worker, process| worker - process);
    Row {
        measure: "a script in a worker that is ready".to_owned(),
        against: "a fresh interpreter in this process".to_owned(),
        ours: format!("{:.1} ms", rounds.ours),
        theirs: format!("{:.1} ms", rounds.theirs),
        ratio: format!("{:+.1} ms", rounds.ratio),
        target: "under +15 ms",
    }
}

fn first_call(server: &Server, runtime: &Runtime) -> Row {
    let client = server.client();
    let interpreter = Interpreter::new(host(&client));
    Row::of_time(
        "fresh interpreter to the end of a first list",
        "the same list from Rust",
        "none set",
        100,
        || {
            let outcome = runtime.block_on(interpreter.run("list.lua", LIST));
            assert_eq!(outcome.unwrap().result, PAGE);
        },
        from_rust(&client, runtime),
    )
}
