//! Whether the stand-in passes for Plivo with those who know Plivo best: its own SDKs, in Python and in Node.
//!
//! Each SDK, at a pinned version, makes the same calls to a stand-in on loopback. What it returns is compared with what
//! the stand-in holds, worked out anew from its records; what it sent is looked up in the journal.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use plivo_sandbox::Sandbox;
use serde_json::Value;
use tokio::runtime::Builder;
use tokio::time::timeout;

use self::aftermath::Aftermath;
use self::case::Case;
use self::compare::Comparison;
use self::records::Records;
use self::sdk::{Answers, Reply, Sdk};
use self::table::Table;
use self::world::World;

mod case;
mod cases;

mod oracle;
mod world;

pub(crate) mod install;
pub(crate) mod sdk;

mod aftermath;
mod compare;
mod records;
mod wire_names;

mod table;

/// Many times what all calls of both SDKs take.
const LONGEST: Duration = Duration::from_secs(55);

/// What the SDKs make of the stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is Plivo, as far as they can tell.
    Accepted,
    /// Something is not as it should be; the table says what.
    Refused,
}

/// Where the SDKs are installed, for other programs that use them.
#[derive(Debug)]
pub struct Installed {
    /// The Python that has its SDK, or finds it by the path.
    pub python: OsString,
    /// Where that Python looks for it beside its own packages.
    pub python_path: PathBuf,
    /// Where Node finds its SDK.
    pub node_path: PathBuf,
}

/// Installs both SDKs where they are not, and says where they are.
///
/// # Errors
/// Python or Node is missing, or an SDK cannot be installed.
pub fn installed(root: &Path, out: &mut impl Write) -> Result<Installed> {
    for sdk in Sdk::ALL {
        install::install(root, sdk, out)?;
    }
    let python = root.join(Sdk::Python.folder());
    Ok(Installed {
        python: sdk::interpreter(&python),
        python_path: python.join("packages"),
        node_path: root.join(Sdk::Node.folder()).join("node_modules"),
    })
}

/// Has both SDKs make their calls, installing them first where they are not, and writes a table to `out`.
///
/// # Errors
/// Python or Node is missing, an SDK cannot be installed or run, or the stand-in cannot start.
pub fn run(root: &Path, out: &mut impl Write) -> Result<Verdict> {
    installed(root, out)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let table = runtime.block_on(async {
        let trial = timeout(LONGEST, try_all(root, out)).await;
        let longest = LONGEST.as_secs();
        trial.with_context(|| format!("Plivo's SDKs have not made their calls in {longest} s"))?
    })?;
    writeln!(out)?;
    table.print(out)?;
    Ok(if table.is_good() {
        Verdict::Accepted
    } else {
        Verdict::Refused
    })
}

async fn try_all(root: &Path, out: &mut impl Write) -> Result<Table> {
    let mut table = Table::of(&cases::ROWS);
    for sdk in Sdk::ALL {
        let version = judge(root, sdk, &mut table).await?;
        writeln!(out, "Plivo's {sdk} SDK {version} has made its calls")?;
        out.flush()?;
    }
    Ok(table)
}

/// Has one SDK make every call, and says its version.
async fn judge(root: &Path, sdk: Sdk, table: &mut Table) -> Result<String> {
    // A stand-in of its own for each SDK, since sends change what it holds.
    let sandbox = Sandbox::start()
        .await
        .context("the stand-in cannot start")?;
    let cases = cases::all(&World::of(&sandbox)?)?;
    let tried = cases::tried(&cases);
    let answers = trial(root, sdk, &sandbox, cases, table).await?;
    for (operation, names) in &answers.parameters {
        for name in names {
            if !tried.contains(&(operation.as_str(), name.clone())) {
                table.wrong(sdk, &format!("no case tries {name} of {operation}"));
            }
        }
    }
    let strict = Sandbox::builder().rate_limits(true).start();
    let strict = strict.await.context("the stand-in cannot start")?;
    let cases = cases::impatient(&World::of(&strict)?)?;
    trial(root, sdk, &strict, cases, table).await?;
    Ok(answers.version)
}

/// Has one SDK make these calls to one stand-in, and enters what came of them.
async fn trial(
    root: &Path,
    sdk: Sdk,
    sandbox: &Sandbox,
    mut cases: Vec<Case>,
    table: &mut Table,
) -> Result<Answers> {
    cases.retain(|case| case.only.is_none_or(|only| only == sdk));
    for fault in cases.iter().filter_map(|case| case.fault.clone()) {
        sandbox.inject(fault);
    }
    let calls = cases.iter().map(Case::call).collect();
    let answers = sdk.run(root, &world::order(sandbox, calls)?).await?;
    ensure!(
        answers.results.len() == cases.len(),
        "Plivo's {sdk} SDK made {} of {} calls",
        answers.results.len(),
        cases.len()
    );
    let aftermath = Aftermath::of(sandbox);
    let mut comparison = Comparison {
        sdk,
        aftermath: &aftermath,
        records: Records {
            sdk,
            dropped: BTreeMap::new(),
        },
    };
    for (case, reply) in cases.iter().zip(&answers.results) {
        let given = Value::from(case.arguments.clone());
        let verdict = comparison.judge(case, reply);
        let wrong = verdict.err().map(|wrong| format!("with {given}, {wrong}"));
        table.call(case.row, sdk, &case.tries, wrong);
        if let (_, Some(why)) = case.expected(sdk) {
            table.note(sdk, why);
        }
    }
    conclude(&comparison, &answers, table);
    Ok(answers)
}

/// Enters what concerns no call in particular.
fn conclude(comparison: &Comparison<'_>, answers: &Answers, table: &mut Table) {
    let (sdk, aftermath) = (comparison.sdk, comparison.aftermath);
    table.requests += aftermath.journal.len();
    let (wrong, notes) = wire_names::check(sdk, &answers.version, &aftermath.journal);
    for wrong in wrong {
        table.wrong(sdk, &wrong);
    }
    for note in notes {
        table.note(sdk, note);
    }
    match aftermath.pending_faults {
        0 => {}
        1 => table.wrong(sdk, "one error was injected for a request that never came"),
        some => table.wrong(
            sdk,
            &format!("{some} errors were injected for requests that never came"),
        ),
    }
    let plain = |reply: &Reply| matches!(reply, Reply::Error(raised) if raised.plain);
    if answers.results.iter().any(plain) {
        table.note(
            sdk,
            "its exceptions are plain Errors, whatever class makes them: instanceof never holds",
        );
    }
    for (row, names) in &comparison.records.dropped {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        table.note(
            sdk,
            format!("{row}: its records leave out {}", names.join(", ")),
        );
    }
}
