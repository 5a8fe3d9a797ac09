//! `accounts --verify`: whether an account's answers agree with what is assumed of the service.

use std::fs::File;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use anstyle::AnsiColor;
use serde_json::{Value, json};

use super::ListAccounts;
use crate::program::backend::Backend;
use crate::program::cli_error::{CliError, Exit, Result};
use crate::program::finding::{Finding, Outcome};
use crate::program::output::{self, Format};
use crate::program::report::Report;
use crate::program::settings::Program;
use crate::program::table::terminal_width;

pub(super) async fn execute(list: &ListAccounts, program: &Program, report: &Report) -> Result<()> {
    let Some((about, verify)) = program.verification() else {
        let problem = format!("{} has no check of its service", program.name);
        return Err(CliError::usage(problem));
    };
    if let Some(path) = list.output.as_ref().filter(|path| path.exists()) {
        let problem = format!("{} exists; choose another file", path.display());
        return Err(CliError::usage(problem));
    }
    let backend = Backend::open_default(program, &list.target).await?;
    if !list.yes && !backend.is_sandbox() {
        confirm(&backend.default.name, about).await?;
    }
    let findings = verify(backend.default.api.clone()).await?;
    if let Some(path) = &list.output {
        let text = markdown(&findings, program);
        let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
        written
            .map_err(|error| CliError::new(format!("cannot write {}: {error}", path.display())))?;
    }
    match terminal_width().filter(|_| report.format == Format::Text) {
        Some(_) => output::text(&text(&findings))?,
        None => report.write(json(&findings))?,
    }
    match count(&findings, "differs") {
        0 => Ok(()),
        differences => {
            let problem = format!("{differences} of {} assumptions differ", findings.len());
            Err(CliError::new(problem).reported())
        }
    }
}

/// Asks on the terminal whether the account may be read.
async fn confirm(account: &str, about: &str) -> Result<()> {
    let refused = |problem: &str| CliError::new(problem).with_exit(Exit::Refused);
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(refused(
            "nobody can be asked before the account is read; run it on a terminal, or with `--yes`",
        ));
    }
    let question = format!(
        "This makes {about}, on the account `{account}`. Nothing is sent or changed. Continue? [y/N] "
    );
    let answer = tokio::task::spawn_blocking(move || {
        let mut terminal = anstream::stderr();
        write!(terminal, "{question}")?;
        terminal.flush()?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|_| line)
    });
    match answer.await.map_err(io::Error::other).flatten() {
        Ok(line) if matches!(line.trim().to_lowercase().as_str(), "y" | "yes") => Ok(()),
        Ok(_) => Err(refused(
            "it was not approved on the terminal; no request was made",
        )),
        Err(error) => Err(refused(&format!("cannot ask on the terminal: {error}"))),
    }
}

fn count(findings: &[Finding], outcome: &str) -> usize {
    let matching = findings
        .iter()
        .filter(|finding| finding.outcome.name() == outcome);
    matching.count()
}

fn summary(findings: &[Finding]) -> String {
    let of = |outcome| count(findings, outcome);
    let (agree, differ, unknown) = (of("agrees"), of("differs"), of("unknown"));
    format!("{agree} agree, {differ} differ, {unknown} unknown")
}

fn text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let outcome = &finding.outcome;
        let color = match outcome {
            Outcome::Agrees => AnsiColor::Green,
            Outcome::Differs(_) => AnsiColor::Red,
            Outcome::Unknown(_) => AnsiColor::Yellow,
        };
        let (style, name) = (color.on_default(), outcome.name());
        let assumption = &finding.assumption;
        text.push_str(&format!("{style}{name:<7}{style:#}  {assumption}\n"));
        if *outcome != Outcome::Agrees {
            let (detail, request) = (outcome.detail(), &finding.request);
            text.push_str(&format!("         {detail}: {request}\n"));
        }
    }
    text.push_str(&format!("\n{}\n", summary(findings)));
    text
}

fn json(findings: &[Finding]) -> Value {
    let rows = findings.iter().map(|finding| {
        json!({
            "assumption": finding.assumption,
            "request": finding.request,
            "outcome": finding.outcome.name(),
            "detail": finding.outcome.detail(),
        })
    });
    let of = |outcome| count(findings, outcome);
    json!({
        "agree": of("agrees"),
        "differ": of("differs"),
        "unknown": of("unknown"),
        "findings": rows.collect::<Vec<_>>(),
    })
}

/// Returns the findings for a bug report.
fn markdown(findings: &[Finding], program: &Program) -> String {
    let (name, version, service) = (program.name, program.version, program.integration.name);
    let mut text = format!(
        "# What {name} {version} assumes of {service}\n\n{}.\n\n\
         | outcome | assumption | request | detail |\n| --- | --- | --- | --- |\n",
        summary(findings)
    );
    for finding in findings {
        let request = format!("`{}`", finding.request);
        let (outcome, assumption) = (&finding.outcome, finding.assumption.as_str());
        let cells = [outcome.name(), assumption, &request, outcome.detail()];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}
