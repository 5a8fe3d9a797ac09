//! `repl`: an interactive Lua prompt, or a pipe that is run line by line.

mod completion;
mod interrupts;
mod lines;

use std::io::{self, IsTerminal, Write as _};

use clap::Args;
use serde_json::json;

use crate::escape::escape_invisible;
use crate::interpreter::{CapturedOutput, Interpreter};
use crate::program::backend::{Backend, TargetArgs};
use crate::program::call_log::report_cancelled;
use crate::program::cli_error::{CliError, Exit, Result};
use crate::program::input::MAX_INPUT;
use crate::program::limits::LimitArgs;
use crate::program::output::{self, Format, ScriptOutput};
use crate::program::permission::WriteArgs;
use crate::program::settings::Program;
use completion::Names;
use interrupts::Interrupts;
use lines::{Line, Lines};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} repl --sandbox
  echo '{namespace}.{list_example}' | {program} repl --sandbox

The value of an expression is shown. Globals persist, locals end with their line; incomplete input \
continues on the next line. Tab completes names. The arrow keys recall earlier lines, which are kept in \
the platform's state folder unless they contain a credential. Ctrl-C ends what is running, Ctrl-D the \
session. Piped input runs until the first error.

With --json, one line for each piece of input: {success, output, values, error}.")]
pub(in crate::program) struct Repl {
    #[command(flatten)]
    write: WriteArgs,

    #[command(flatten)]
    limits: LimitArgs,

    #[command(flatten)]
    target: TargetArgs,
}

/// Runs what is typed or piped in.
pub(super) async fn execute(repl: &Repl, program: &Program, format: Format) -> Result<()> {
    let backend = Backend::open(program, &repl.target).await?;
    let host = repl
        .write
        .host(&backend)
        .observe(report_cancelled)
        .build()?;
    let printed = CapturedOutput::new();
    let interpreter = Interpreter::new(host)
        .limits(repl.limits.limits())
        .watchdog(move |error| output::exit(&CliError::from(error), format));
    let interpreter = match format {
        Format::Text => interpreter.output(ScriptOutput::new()),
        Format::Json => interpreter.output(printed.clone()),
    };
    let mut session = interpreter.session()?;
    let (mut lines, interrupts) = if is_typed() {
        let interrupts = Interrupts::listen().await;
        greet(program, &backend, format)?;
        (Lines::typed(program, &backend)?, Some(interrupts))
    } else {
        (Lines::piped(), None)
    };
    let mut piece = String::new();
    loop {
        let names = Names::new(program.integration, &backend, &session);
        let (line, next) = lines.next(piece.is_empty(), names).await?;
        lines = next;
        let is_over = line == Line::End;
        match line {
            Line::Text(text) => {
                piece.push_str(&text);
                piece.push('\n');
                if u64::try_from(piece.len()).is_ok_and(|length| length > MAX_INPUT) {
                    let problem = format!("a piece of input has more than {MAX_INPUT} bytes");
                    return Err(CliError::usage(problem));
                }
            }
            Line::Interrupted => {
                piece.clear();
                continue;
            }
            Line::End if piece.trim().is_empty() => return Ok(()),
            // Incomplete code fails with a syntax error.
            Line::End => {}
        }
        if piece.trim().is_empty() {
            piece.clear();
        } else if is_over || session.is_complete(&piece) {
            let whole = std::mem::take(&mut piece);
            let whole = whole.trim_end();
            lines.remember(whole);
            let ended = match &interrupts {
                Some(interrupts) => interrupts.run(&mut session, whole).await,
                None => session.run(whole).await.map_err(CliError::from),
            };
            show(&ended, &printed, format)?;
            if let (Err(error), None) = (ended, &interrupts) {
                return Err(error.reported());
            }
        }
        if is_over {
            return Ok(());
        }
    }
}

/// Returns whether a person types and reads. Then Ctrl-C ends a piece of Lua, otherwise the program.
pub(super) fn is_typed() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Says what the prompt is connected to, on standard error if the answers are for a program.
fn greet(program: &Program, backend: &Backend, format: Format) -> Result<()> {
    let integration = program.integration;
    let names = backend.accounts.iter().map(|account| account.name.as_str());
    let greeting = format!(
        "Lua with app.integrations.{}, connected to {}{}; accounts: {}.\n\
         lua_list_docs() lists the documentation, Tab completes, Ctrl-D ends.",
        integration.slug,
        if backend.is_sandbox() {
            "a local sandbox of "
        } else {
            ""
        },
        integration.name,
        names.collect::<Vec<_>>().join(", ")
    );
    match format {
        Format::Text => output::text(&greeting),
        Format::Json => Ok(writeln!(anstream::stderr(), "{greeting}")?),
    }
}

/// Shows what a piece of Lua returned.
fn show(ended: &Result<Vec<String>>, printed: &CapturedOutput, format: Format) -> Result<()> {
    match (format, ended) {
        (Format::Json, ended) => {
            let line = json!({
                "success": ended.is_ok(),
                "output": printed.take(),
                "values": ended.as_ref().ok(),
                "error": ended.as_ref().err().map(CliError::json),
            });
            output::text(&escape_invisible(&line.to_string()))
        }
        (Format::Text, Ok(values)) if values.is_empty() => Ok(()),
        (Format::Text, Ok(values)) => output::text(&escape_invisible(&values.join("\t"))),
        (Format::Text, Err(error)) => {
            if error.exit == Exit::Interrupted {
                // The terminal has shown `^C` on this line.
                writeln!(anstream::stderr())?;
            }
            output::error(error, format)
        }
    }
}
