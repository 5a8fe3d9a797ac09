//! Scripts in a worker see what scripts in an interpreter see, and the parent decides about their calls.

use std::sync::{Arc, Mutex};

use plivo_client::Client;
use plivo_lua::worker::WorkerPool;
use plivo_lua::{
    Accounts, CallStatus, CapturedOutput, Clock, Decision, Host, HostBuilder, Interpreter, PLIVO,
    Permission, Permissions, UnknownFields,
};
use plivo_runtime::RateLimits;
use plivo_sandbox::{Failure, Fault, Sandbox};

const PROGRAM: &str = env!("CARGO_BIN_EXE_plivo-lua");

fn host(sandbox: &Arc<Sandbox>) -> HostBuilder {
    let client = |name: &str| {
        let account = sandbox.account(name).unwrap();
        Client::builder(account.auth_id(), account.auth_token())
            .base_address(sandbox.base_url())
            .rate_limits(RateLimits::none())
            .build()
            .unwrap()
    };
    let accounts = Accounts::new(client("default").api().clone());
    // The account of the signature below.
    let signed = Client::new("MAXXXXXXXXXXXXXXXXXX", "test_auth_token_0123456789").unwrap();
    let accounts = accounts.with("us", client("us").api().clone());
    let (now, advanced) = (Arc::clone(sandbox), Arc::clone(sandbox));
    let clock = Clock::simulated(
        move || now.now(),
        move |by: std::time::Duration| {
            drop(advanced.advance(by));
            async {}
        },
    );
    let host = Host::builder().clock(clock);
    host.integration(&PLIVO, accounts.with("signed", signed.api().clone()))
}

const SCRIPTS: &[&str] = &[
    "print('hello', {a = {1, 2}}) return {1, {b = json.array()}}",
    "local page = app.integrations.plivo.list_messages{limit = 45} print(page) return #page.objects",
    "return app.integrations.plivo.us.list_numbers{limit = 1}",
    "return app.integrations.plivo.get_number('14155552671')",
    "local n = 0 for message in app.integrations.plivo.list_messages.each{limit = 45} do n = n + 1 print(message) end return n",
    "local list = app.integrations.plivo.list_numbers return parallel{list, function() end, function() return list{limit = 1} end}",
    "local ok, err = pcall(app.integrations.plivo.get_call, 'none') print(err) dump(err) error(err)",
    "app.integrations.plivo.send_sms{srcc = 'a', dst = {1.5}, [1] = 2, text = {}}",
    "app.integrations.plivo.send_sms{from = '+1', to = {1.5}, body = ('x'):rep(2000), account = 'us'}",
    "app.integrations.plivo.list_calls.each{state = 'lost', since = 'today', limt = 5}",
    "return app.integrations.plivo.list_messages{limit = 1}.objects[1].status",
    "return app.integrations.plivo.list_messages{limit = 1}.messages",
    "app.integrations.plivo.list_numbers(1, 2, 3, 4, 5, 6, 7, 8)",
    "app.integrations.plivo.get_call.each{}",
    "print(app, lua_list_docs(), lua_search_docs('sms')) return lua_read_doc('send_sms')",
    "local request = {
       url = 'https://hooks.example.com/plivo/status',
       headers = {
         ['Content-Type'] = 'application/x-www-form-urlencoded',
         ['X-Plivo-Signature-V3'] = {'wrong', '/Gtd4A3fYNGqqidXJEtX2ZwfPnlPCbue31e4o6Yillg='},
         ['X-Plivo-Signature-V3-Nonce'] = '05429567804466091622',
       },
       body = 'MessageUUID=5b40a428-bfc7-4daf-9d06-726c558bf3b8&From=14151234567&To=14157654321'
         .. '&Status=delivered&ErrorCode=000&Units=1',
     }
     local webhook = app.integrations.plivo.signed.verify_delivery_report(request)
     assert(webhook.covers_fields and webhook.scheme == 'V3' and webhook.fields.status == 'delivered')
     print(pcall(app.integrations.plivo.us.verify_delivery_report, request))
     return webhook",
    "app.integrations.plivo.verify_inbound_message{url = 'https://example.com', headers = {}, body = '\\255'}",
    "local function f() error({1}) end f()",
    "return (",
    "local start = os.time() parallel{function() os.sleep(20) print(20) end, function() os.sleep(5) print(5) end} \
     print(os.time() - start, os.date('!%c', 0), pcall(os.sleep, 'x')) os.execute()",
    "os.sleep(200) os.sleep(200)",
    "print('\\255') return print",
];

#[tokio::test]
async fn a_worker_sees_what_an_interpreter_sees() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let host = host(&sandbox).build().unwrap();
    let workers = WorkerPool::new(host.clone()).executable(PROGRAM);
    for script in SCRIPTS {
        let mut printed = Vec::new();
        let there = workers.run("script.lua", script, &mut printed).await;
        let captured = CapturedOutput::new();
        let interpreter = Interpreter::new(host.clone()).output(captured.clone());
        let here = interpreter.run("script.lua", script).await;
        assert_eq!(
            without_ids(&String::from_utf8_lossy(&printed)),
            without_ids(&captured.text()),
            "{script}"
        );
        match (there, here) {
            (Ok(there), Ok(here)) => {
                let (there, here) = (there.result.to_string(), here.result.to_string());
                assert_eq!(without_ids(&there), without_ids(&here), "{script}");
            }
            (Err(there), Err(here)) => {
                assert_eq!(there.kind(), here.kind(), "{script}");
                assert_eq!(
                    without_ids(&there.to_string()),
                    without_ids(&here.to_string())
                );
                assert_eq!(there.traceback(), here.traceback());
                let faults =
                    |error: &plivo_lua::ScriptError| error.failure().map(|it| it.faults.clone());
                assert_eq!(faults(&there), faults(&here));
            }
            (there, here) => panic!("{script}: {there:?}, {here:?}"),
        }
    }
}

#[tokio::test]
async fn unknown_fields_are_nil_in_a_worker_if_the_host_says_so() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let host = host(&sandbox).unknown_fields(UnknownFields::Nil);
    let workers = WorkerPool::new(host.build().unwrap()).executable(PROGRAM);
    let script = "return app.integrations.plivo.list_messages{limit = 1}.objects[1].status == nil";
    let ended = workers.run("script.lua", script, &mut Vec::new()).await;
    assert_eq!(ended.unwrap().result, true);
}

/// Replaces the ids of requests, of which each has its own.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let words = text.split_inclusive(|letter: char| !letter.is_ascii_hexdigit() && letter != '-');
    words
        .filter(|word| !is_id(word.trim_end_matches(|letter: char| !letter.is_ascii_hexdigit())))
        .collect()
}

#[tokio::test]
async fn the_parent_decides_about_calls_and_is_told_of_them() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let reports = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&reports);
    let host = host(&sandbox)
        .permissions(Permissions::ALL.write(Permission::Ask))
        .ask(|call| async move {
            match call.arguments.text("text") {
                Some("yes") => Decision::Allow,
                _ => Decision::Refuse("not that".to_owned()),
            }
        })
        .observe(move |call| {
            told.lock()
                .unwrap()
                .push((call.path.clone(), call.status.clone()));
        });
    let workers = WorkerPool::new(host.build().unwrap()).executable(PROGRAM);
    let mut printed = Vec::new();
    let script = "local send = app.integrations.plivo.us.send_sms
        for _, text in ipairs{'yes', 'no'} do print(pcall(send, '+14155551234', '+14155551235', text)) end";
    workers
        .run("script.lua", script, &mut printed)
        .await
        .unwrap();
    let printed = String::from_utf8(printed).unwrap();
    assert!(
        printed.contains("the host was asked and refused: not that"),
        "{printed}"
    );
    assert_eq!(sandbox.journal().len(), 1);
    let path = "integrations.plivo.us.send_sms".to_owned();
    let code = "permission_denied".into();
    let refused = (path.clone(), CallStatus::Failed { code, http: None });
    assert_eq!(
        *reports.lock().unwrap(),
        [(path, CallStatus::Succeeded), refused]
    );
}

#[tokio::test]
async fn a_response_that_fits_into_no_script_is_not_passed_on() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    let alias = "x".repeat(5 * 1024 * 1024);
    sandbox.inject(Fault::new(Failure::Response {
        status: 200,
        headers: Vec::new(),
        body: serde_json::json!({ "number": "1", "alias": alias })
            .to_string()
            .into_bytes(),
    }));
    let limits = plivo_lua::Limits::default().memory(4 * 1024 * 1024);
    let workers = WorkerPool::new(host(&sandbox).build().unwrap())
        .executable(PROGRAM)
        .limits(limits);
    let script = "app.integrations.plivo.get_number('14155552671')";
    let error = workers
        .run("script.lua", script, &mut Vec::new())
        .await
        .unwrap_err();
    assert_eq!(error.failure().unwrap().code, "out_of_memory", "{error}");
}

#[tokio::test]
async fn a_list_goes_on_behind_a_record_that_cannot_be_decoded() {
    let sandbox = Arc::new(Sandbox::start().await.unwrap());
    sandbox.inject(Fault::new(Failure::Response {
        status: 200,
        headers: Vec::new(),
        body: br#"{"meta": {"next": null}, "objects": [{"message_uuid": "a"}, "b", {"message_uuid": "c"}]}"#.to_vec(),
    }));
    let workers = WorkerPool::new(host(&sandbox).build().unwrap()).executable(PROGRAM);
    let script = "local next_message, resume = app.integrations.plivo.list_messages.each{}
        print(next_message().message_uuid)
        print(select(2, pcall(next_message)).code, next_message())
        resume()
        print(next_message().message_uuid, next_message())";
    let mut printed = Vec::new();
    workers
        .run("script.lua", script, &mut printed)
        .await
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&printed),
        "a\ndecode\tnil\nc\tnil\n"
    );
}

/// This program's `main` does not call `worker::init`, so it must not be started as a worker.
#[tokio::test]
async fn a_program_that_is_not_prepared_starts_no_worker() {
    let host = Host::builder().build().unwrap();
    let error = WorkerPool::new(host)
        .run("script.lua", "", &mut Vec::new())
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("call `plivo_lua_host::worker::init` first"),
        "{error}"
    );
}
