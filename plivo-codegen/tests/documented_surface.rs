//! The agent's page of the workspace's own manifest: its skeleton, line by line, and every fact of the
//! surface that scripts were written against.

use std::iter::Peekable;
use std::str::Lines;

use plivo_codegen::emit::{self, Layout};

/// A parameter: name, type, whether it is required, and what its description says among other things.
type Parameter = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const LIMIT: Parameter = ("limit", "integer", "no", &["default 20", "at most 100"]);
const OFFSET: Parameter = ("offset", "integer", "no", &["default 0"]);

/// The functions with their parameters, in documented order.
const SURFACE: [(&str, &[Parameter]); 7] = [
    (
        "list_messages",
        &[
            LIMIT,
            OFFSET,
            (
                "message_direction",
                "string",
                "no",
                &["`\"inbound\"`, `\"outbound\"`"],
            ),
            (
                "message_state",
                "string",
                "no",
                &["`\"queued\"`, `\"sent\"`, `\"delivered\"`, `\"undelivered\"`, `\"failed\"`"],
            ),
            ("src", "string", "no", &["sender"]),
            ("dst", "string", "no", &["recipient"]),
            (
                "start_time",
                "string",
                "no",
                &["ISO 8601 datetime", "after", "2026-01-01T00:00:00Z"],
            ),
            (
                "end_time",
                "string",
                "no",
                &["ISO 8601 datetime", "before", "2026-01-31T23:59:59Z"],
            ),
        ],
    ),
    (
        "send_sms",
        &[
            ("src", "string", "yes", &["Plivo hosts", "+14155552671"]),
            (
                "dst",
                "string",
                "yes",
                &["several joined by `<`", "+14155552671<+14155552672"],
            ),
            ("text", "string", "yes", &["Text"]),
            (
                "type",
                "string",
                "no",
                &["default `sms`", "`\"sms\"`, `\"mms\"`"],
            ),
            ("url", "string", "no", &["Webhook URL for delivery reports"]),
            ("log", "boolean", "no", &["log", "default true"]),
        ],
    ),
    (
        "list_numbers",
        &[
            LIMIT,
            OFFSET,
            (
                "number_type",
                "string",
                "no",
                &["`\"local\"`, `\"tollfree\"`, `\"national\"`"],
            ),
            (
                "service",
                "string",
                "no",
                &["`\"voice\"`, `\"sms\"`, `\"voice,sms\"`"],
            ),
        ],
    ),
    (
        "get_number",
        &[("number", "string", "yes", &["look up", "+14155552671"])],
    ),
    (
        "list_calls",
        &[
            LIMIT,
            OFFSET,
            (
                "call_direction",
                "string",
                "no",
                &["`\"inbound\"`, `\"outbound\"`"],
            ),
            (
                "call_state",
                "string",
                "no",
                &["`\"ringing\"`, `\"in-progress\"`, `\"ended\"`", "others"],
            ),
            ("from_number", "string", "no", &["caller"]),
            ("to_number", "string", "no", &["callee"]),
            (
                "start_time",
                "string",
                "no",
                &["ISO 8601 datetime", "after"],
            ),
            ("end_time", "string", "no", &["ISO 8601 datetime", "before"]),
        ],
    ),
    ("get_call", &[("call_id", "string", "yes", &["UUID"])]),
    ("list_applications", &[LIMIT, OFFSET]),
];

#[expect(clippy::panic, reason = "a test cannot go on without it")]
fn page() -> String {
    let manifest = include_str!("../../manifest/plivo.yaml");
    match plivo_codegen::read("manifest/plivo.yaml", manifest) {
        Ok(api) => {
            emit::files(&api, &Layout::workspace(&api.integration.slug))["plivo-lua/docs/plivo.md"]
                .clone()
        }
        Err(wrong) => panic!("{wrong}"),
    }
}

/// The lines up to the one that closes a fenced block, which is passed over.
fn fenced(lines: &mut Peekable<Lines<'_>>) -> String {
    let inside: Vec<&str> = lines.take_while(|line| *line != "```").collect();
    inside.join("\n")
}

#[test]
fn the_page_has_the_skeleton_and_every_fact() {
    let page = page();
    let mut lines = page.lines().peekable();
    assert_eq!(lines.next(), Some("# Plivo — Lua API Reference"));
    for (function, parameters) in SURFACE {
        assert_eq!(
            [lines.next(), lines.next()],
            [Some(""), Some(&*format!("## {function}"))]
        );
        assert_eq!(lines.next(), Some(""));
        let brief = lines.next().unwrap();
        assert!(
            brief.ends_with('.') && !brief.starts_with(['#', '|']),
            "{function} has no brief text: {brief}"
        );
        let head = [
            "",
            "### Parameters",
            "",
            "| Name | Type | Required | Description |",
            "| --- | --- | --- | --- |",
        ];
        for expected in head {
            assert_eq!(lines.next(), Some(expected), "in {function}");
        }
        for (name, type_name, required, facts) in parameters {
            let row = lines.next().unwrap();
            let start = format!("| `{name}` | {type_name} | {required} | ");
            assert!(
                row.starts_with(&start) && row.ends_with(" |"),
                "{function}: {row}"
            );
            for fact in *facts {
                assert!(row.contains(fact), "{function}: {row}\nlacks {fact}");
            }
        }
        for expected in ["", "### Example", "", "```lua"] {
            assert_eq!(lines.next(), Some(expected), "in {function}");
        }
        let example = fenced(&mut lines);
        let calls = ["", ".each"].map(|each| format!(".{function}{each}{{"));
        assert!(
            calls.iter().any(|call| example.contains(call)),
            "the example does not call {function}: {example}"
        );
        assert_eq!([lines.next(), lines.next()], [Some(""), Some("---")]);
    }
    assert_eq!(
        [lines.next(), lines.next()],
        [Some(""), Some("## Multi-Account Usage")]
    );
    assert_eq!([lines.next(), lines.next()], [Some(""), Some("```lua")]);
    let spellings = fenced(&mut lines);
    for account in ["", ".default", ".us"] {
        assert!(
            spellings.contains(&format!(
                "\napp.integrations.plivo{account}.list_messages{{}}"
            )),
            "{spellings}"
        );
    }
    assert_eq!(lines.next(), None);
    assert!(page.ends_with("```\n"));
}
