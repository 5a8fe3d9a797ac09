//! Plivo's own SDKs, in Python and Node, against the sandbox.
//!
//! Each SDK makes the calls of `tests/sdk-conformance/cases/`. It sends each parameter under its own name for it, so a
//! sandbox that reads another name returns another number of records than the case says. Every record must arrive with
//! every field that the sandbox holds.
//!
//! Their validators of webhooks and the client's are compared by a program of its own, `tests/sdk-conformance/webhooks.rs`.

mod call;
mod case;
mod fixture;
mod outcome;
mod sdk;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use plivo_sandbox::Sandbox;
use tokio::runtime::Runtime;

use self::call::Call;
use self::fixture::Fixture;
use self::outcome::Outcome;
pub(crate) use self::sdk::NAME;
use self::sdk::{Parameters, Replies, Sdk};
use crate::packages::Language;
use crate::process;

/// The cases of one sandbox, in the order of the calls: what is sent comes last, since it changes what lists find.
const CASES: [&str; 4] = ["errors", "lists", "sends", "whatsapp"];
/// The cases of a sandbox that keeps Plivo's rate limits.
const RATE_LIMITS: [&str; 1] = ["rate-limits"];

/// Has both SDKs make their calls, and writes what is wrong to `out`.
///
/// # Errors
/// Python or Node is missing, an SDK cannot be installed or run, or a call has another outcome than its case says.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    // The sandbox answers on other threads than the one that waits for an SDK.
    let runtime = Runtime::new()?;
    let mut wrong = 0;
    let [_, example] = process::build(root, "webhooks")?;
    let mut webhooks = Command::new(example);
    webhooks.current_dir(root);
    for language in [Language::Python, Language::Node] {
        let sdk = Sdk::install(root, language, out)?;
        let mut report = Report::default();
        let sandbox = runtime.block_on(Sandbox::start())?;
        let calls = case::calls(root, &CASES, language)?;
        let replies = try_all(&sdk, &sandbox, &calls, &mut report)?;
        report.wrong.extend(untried(&calls, &replies.parameters));
        report.version = replies.version;

        let strict = Sandbox::builder().rate_limits(true).start();
        let calls = case::calls(root, &RATE_LIMITS, language)?;
        try_all(&sdk, &runtime.block_on(strict)?, &calls, &mut report)?;
        report.print(language, out)?;
        wrong += report.wrong.len();

        let script = sdk.webhooks()?;
        webhooks
            .arg(language.to_string())
            .arg(script.get_program())
            .args(script.get_args());
    }
    out.write_all(&process::output(&mut webhooks)?)?;
    match wrong {
        0 => Ok(()),
        1 => bail!("1 call does not conform"),
        wrong => bail!("{wrong} calls do not conform"),
    }
}

/// What the calls of one SDK came to.
#[derive(Debug, Default)]
struct Report {
    version: String,
    calls: usize,
    /// Where the SDK is known to depart from Plivo's documentation.
    departures: BTreeSet<String>,
    wrong: Vec<String>,
}

impl Report {
    fn print(&self, language: Language, out: &mut impl Write) -> Result<()> {
        let (version, calls, wrong) = (&self.version, self.calls, self.wrong.len());
        writeln!(
            out,
            "Plivo's {language} SDK {version}: {calls} calls, {wrong} wrong"
        )?;
        for why in &self.departures {
            writeln!(out, "  note: {why}")?;
        }
        for wrong in &self.wrong {
            writeln!(out, "  wrong: {wrong}")?;
        }
        Ok(())
    }
}

/// Has an SDK make these calls to a sandbox, and reports what is wrong.
fn try_all(sdk: &Sdk, sandbox: &Sandbox, calls: &[Call], report: &mut Report) -> Result<Replies> {
    let fixture = Fixture::of(sandbox)?;
    for fault in calls.iter().filter_map(|call| call.fault.as_ref()) {
        sandbox.inject(fault.clone());
    }
    let replies = sdk.run(&fixture, calls)?;
    let outcome = Outcome::of(sdk.language, sandbox, &fixture);
    for (call, reply) in calls.iter().zip(&replies.results) {
        report.departures.extend(call.why.clone());
        if let Err(error) = outcome.check(call, reply) {
            report.wrong.push(format!("{call}: {error}"));
        }
    }
    report.calls += calls.len();
    let faults = sandbox.pending_faults();
    if faults > 0 {
        report.wrong.push(format!("{faults} faults met no request"));
    }
    let agent = sdk.user_agent(&replies.version);
    for exchange in sandbox.journal() {
        let sent = exchange.header("user-agent").unwrap_or_default();
        if !sent.starts_with(&agent) {
            report
                .wrong
                .push(format!("a request is by {sent}, not by {agent}"));
        }
    }
    Ok(replies)
}

/// Returns each parameter of the SDK that no call has.
fn untried(calls: &[Call], parameters: &Parameters) -> Vec<String> {
    let mut untried = Vec::new();
    for (operation, names) in parameters {
        for name in names {
            let tries =
                |call: &Call| call.operation == *operation && call.arguments.contains_key(name);
            if !calls.iter().any(tries) {
                untried.push(format!("no case has {name} of {operation}"));
            }
        }
    }
    untried
}
