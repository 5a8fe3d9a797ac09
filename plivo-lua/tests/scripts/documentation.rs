//! The documentation that scripts and hosts read.

use crate::support::Stage;
use insta::assert_snapshot;
use plivo_lua::PLIVO;

#[tokio::test]
async fn the_service_page_is_the_generated_markdown() {
    let stage = Stage::new().await;
    let script = "print(lua_read_doc('plivo')) assert(docs.read('plivo') == lua_read_doc('plivo'))";
    assert_eq!(stage.prints(script).await, format!("{}\n", PLIVO.page));
}

#[tokio::test]
async fn every_spelling_of_a_page_name_works() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    for name in [
        "plivo",
        "app.integrations.plivo",
        "Integrations.Plivo",
        "integrations.plivo.us",
        "plivo/uk",
    ] {
        assert_eq!(docs.read(name).unwrap(), PLIVO.page, "{name}");
    }
    let page = docs.read("integrations.plivo.send_sms").unwrap();
    for name in [
        "send_sms",
        "plivo_send_sms",
        "plivo.plivo_send_sms",
        "integrations.plivo.us.send_sms",
        "app.integrations.plivo.default.plivo_send_sms",
        "Integrations/Plivo/Send_SMS",
        "app.integrations.plivo.us.send_sms{}",
    ] {
        assert_eq!(docs.read(name).unwrap(), page, "{name}");
    }
    for name in ["", "index", "integrations"] {
        assert_eq!(docs.read(name).unwrap(), docs.list(), "{name}");
    }
}

#[tokio::test]
async fn an_unknown_page_is_an_error_that_suggests_a_similar_one() {
    let stage = Stage::new().await;
    assert_snapshot!(stage.raises("docs.read('integrations.plivo.send_sm')").await, @"script.lua:1: lua_read_doc: there is no page `integrations.plivo.send_sm`; did you mean `integrations.plivo.send_sms`?");
    assert_snapshot!(stage.raises("docs.read('integrations.plivo.list_faxes')").await, @"script.lua:1: lua_read_doc: there is no page `integrations.plivo.list_faxes`; did you mean `integrations.plivo.list_calls`?");
    // A page with a word in common is another page.
    assert_snapshot!(stage.raises("docs.read('integrations.plivo.get_message')").await, @"script.lua:1: lua_read_doc: there is no page `integrations.plivo.get_message`; `lua_list_docs()` lists all pages");
    assert_snapshot!(stage.raises("docs.read('weather')").await, @"script.lua:1: lua_read_doc: there is no page `weather`; `lua_list_docs()` lists all pages");
    assert_snapshot!(stage.raises("docs.read()").await, @r#"script.lua:1: lua_read_doc: takes a string; write `lua_read_doc("integrations")`"#);
}

#[tokio::test]
async fn a_search_ranks_the_best_page_first() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let first = |words: &str| {
        docs.search(words)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(first("send a text message").starts_with("- integrations.plivo.send_sms: "));
    assert!(first("messages").starts_with("- integrations.plivo.list_messages: "));
    assert!(first("voice application").starts_with("- integrations.plivo.list_applications: "));
    assert!(first("weather").starts_with("no page"));
}

#[tokio::test]
async fn a_search_finds_parameters_fields_values_codes_and_host_pages_and_shows_the_line() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    for (words, page, line) in [
        (
            "undelivered",
            "integrations.plivo.list_messages",
            "`undelivered`",
        ),
        ("tollfree", "integrations.plivo.list_numbers", "`tollfree`"),
        ("permission", "errors", "`permission_denied`"),
        ("permissions", "errors", "`permission_denied`"),
        ("retry", "errors", "retry"),
        ("retries", "errors", "retry"),
        ("now", "integrations.plivo.list_messages", "now"),
        ("final state", "integrations.plivo.list_messages", "Final: "),
        (
            "calls ended between",
            "integrations.plivo.list_calls",
            "`end_time_from`",
        ),
        (
            "hung up by whom",
            "integrations.plivo.list_calls",
            "`hangup_source`",
        ),
        ("account names", "accounts", "names an account"),
        ("multi account", "accounts", "accounts"),
        ("count_units", "integrations.plivo.count_units", "Counts"),
        ("segments", "integrations.plivo.count_units", "segments"),
        ("gsm", "integrations.plivo.count_units", "GSM"),
        (
            "answer url",
            "integrations.plivo.list_applications",
            "`answer_url`",
        ),
        (
            "answer_urls",
            "integrations.plivo.list_applications",
            "`answer_url`",
        ),
        ("webhook", "integrations.plivo.send_sms", "Webhook URL"),
        ("callback url", "integrations.plivo.send_sms", "`url`"),
        (
            "validity period",
            "integrations.plivo.send_sms",
            "`message_expiry`",
        ),
        (
            "body",
            "integrations.plivo.list_messages",
            "never returns the text",
        ),
        (
            "subaccounts",
            "integrations.plivo.list_messages",
            "`subaccount`",
        ),
        (
            "450",
            "integrations.plivo.message_errors",
            "Destination Country Barred",
        ),
        ("opt out", "integrations.plivo.message_errors", "opt-out"),
        ("lost race", "integrations.plivo.hangup_causes", "`9000`"),
        (
            "hangup causes",
            "integrations.plivo.hangup_causes",
            "Why a call ended",
        ),
        ("whole list", "helpers", "Whole lists"),
        ("usage", "errors", "`usage`"),
    ] {
        let found = docs.search(words);
        let first = found.split("\n- ").next().unwrap();
        assert!(
            first.starts_with(&format!("- {page}: ")),
            "{words}: {found}"
        );
        assert!(first.contains(line), "{words}: {found}");
        assert!(
            found.lines().all(|line| line.chars().count() < 200),
            "{found}"
        );
    }
    assert_eq!(docs.search("in-progress"), docs.search("in progress"));
    assert!(docs.search("in-progress").contains("`in-progress`"));
}

/// With the whole query, each of these would take minutes.
#[tokio::test]
async fn what_is_asked_for_is_cut() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let huge = "undelivered ".repeat(1_000_000);
    assert_eq!(docs.search(&huge), docs.search("undelivered undelivered"));
    let unknown = docs.read(&huge).unwrap_err().to_string();
    assert!(unknown.len() < 400, "{}", unknown.len());
}

#[tokio::test]
async fn the_page_of_a_function_is_short_and_its_details_are_complete() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let index = docs.list().chars().count();
    for binding in PLIVO.functions {
        let name = binding.function.name;
        let page = docs.read(name).unwrap();
        let details = docs.read(&format!("{name}.details")).unwrap();
        let length = page.chars().count();
        assert!(length <= 3500, "{name}: {length}");
        // What most scripts need is the index and one page.
        assert!(index + length < 6000, "{name}: {index} and {length}");
        assert!(page.contains(&format!(
            "lua_read_doc(\"integrations.plivo.{name}.details\")"
        )));
        let record = binding.returns.record();
        for page in [&page, &details] {
            // What is said of a record, such as the currency, is wherever the record is returned.
            assert!(page.contains(record.description), "{name}");
            let parameters = binding.parameters.iter().map(|parameter| parameter.name);
            let fields = record.fields.iter().map(|field| field.name);
            let computed = record.computed.iter().map(|field| field.name);
            for name in parameters.chain(fields).chain(computed) {
                let mut words = page.split(|mark: char| !mark.is_alphanumeric() && mark != '_');
                assert!(words.any(|word| word == name), "{name}");
            }
        }
        // What usual tasks need is described, however long the rest is.
        let parameters = binding.parameters.iter();
        let parameters = parameters.filter(|parameter| parameter.common || !parameter.extension);
        let fields = record.fields.iter().filter(|field| field.common);
        let described = parameters.map(|parameter| (parameter.name, parameter.brief));
        for (field, description) in
            described.chain(fields.map(|field| (field.name, field.description)))
        {
            let mut lines = page.lines();
            let is_described = |line: &str| {
                line.starts_with(&format!("- `{field}` ")) && line.contains(description)
            };
            assert!(lines.any(is_described), "{name}: {field}");
        }
        for parameter in binding.parameters {
            assert!(
                details.contains(parameter.description),
                "{}",
                parameter.name
            );
            assert!(
                parameter.extension || page.contains(parameter.brief),
                "{}",
                parameter.name
            );
            // Each page lists the same values, first the documented ones.
            for value in parameter.values.map_or(&[][..], |list| list.values) {
                let value = format!("`{}`", value.value);
                assert!(page.contains(&value) || parameter.extension, "{value}");
                assert!(details.contains(&value), "{value}");
            }
        }
    }
}

#[tokio::test]
async fn a_code_is_explained_on_a_page_and_in_records() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    for table in PLIVO.codes {
        let page = docs.read(table.name).unwrap();
        assert_eq!(
            docs.read(&format!("integrations.plivo.uk.{}", table.name))
                .unwrap(),
            page
        );
        for reason in table.reasons {
            assert!(
                page.contains(&format!("| `{}` |", reason.code)),
                "{}",
                reason.code
            );
            assert!(page.contains(reason.description), "{}", reason.code);
        }
    }
    assert_snapshot!(stage.prints(
        "local seen = {}
         for _, call in ipairs(app.integrations.plivo.list_calls{limit = 30}.objects) do
           if call.hangup_cause_code == 3010 and not seen[3010] then
             seen[3010] = true
             print(call.call_status, call.hangup_reason)
           end
         end"
    ).await, @"busy	Busy Line: The callee's line was busy. A retry may succeed later.");
    // A message without an error has no reason.
    assert_snapshot!(stage.prints(
        "local reasons, without = {}, 0
         for message in app.integrations.plivo.list_messages.each{start_time = '2025-12-01'} do
           local reason = message.error_reason
           if reason then
             reasons[message.error_code] = reason .. ' ' .. tostring(message.error_retryable)
           else
             without = without + 1
           end
         end
         print(without > 0, reasons['000'])
         print(reasons['450'])
         print(reasons['80'])"
    ).await, @"
    true	nil
    Destination Country Barred: The account's geo permissions do not allow the recipient's country. The owner of the account can fix it. A retry does not help. false
    Destination Temporarily Unavailable: The recipient's phone is switched off or out of coverage. Only the recipient can fix it. A retry may succeed later. true
    ");
}

#[tokio::test]
async fn the_index_lists_all_functions() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let index = docs.list();
    for page in docs.pages() {
        assert!(!docs.read(&page).unwrap().is_empty());
    }
    for binding in PLIVO.functions {
        assert!(index.contains(&format!("- `{}{{", binding.function.name)));
    }
    let page = docs.read("list_calls").unwrap();
    assert!(page.contains("- `call_status` string: "));
    assert!(page.contains("- `hangup_reason` string?: "));
    assert!(page.contains("- `duration` integer: "));
}

/// The annotations list every code; another test compares them with the code that raises failures.
#[tokio::test]
async fn the_examples_of_the_other_pages_run() {
    let stage = Stage::new().await;
    let docs = stage.host.documentation();
    let errors = docs.read("errors").unwrap();
    let annotations = include_str!("../../types/plivo.d.lua");
    let (_, codes) = annotations.split_once("@alias plivo.error.code\n").unwrap();
    let (codes, _) = codes.split_once("\n\n").unwrap();
    let codes = codes.lines().map(|line| line.split('"').nth(1).unwrap());
    let rows = errors.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows: Vec<_> = rows.map(|row| row.split('`').next().unwrap()).collect();
    assert!(rows.ends_with(&codes.collect::<Vec<_>>()), "{rows:?}");

    let others = ["parallel", "accounts", "count_units"].map(|page| docs.read(page).unwrap());
    for page in std::iter::once(errors).chain(others) {
        for block in page.split("```lua\n").skip(1) {
            let (script, _) = block.split_once("```").unwrap();
            let printed = stage.prints(script).await;
            assert!(!printed.contains("nil") && !printed.is_empty(), "{script}");
        }
    }
    let first = |words: &str| docs.search(words).lines().next().unwrap().to_owned();
    assert!(first("errors").starts_with("- errors: "));
    assert!(first("parallel").starts_with("- helpers: "));
    assert!(docs.list().contains("- errors: ") && docs.list().contains("- helpers: "));
}
