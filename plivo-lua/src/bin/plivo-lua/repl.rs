//! `plivo-lua repl`: Lua, line by line, in a session that goes on.

mod completion;
mod interrupts;
mod lines;

use std::io::{self, IsTerminal, Write as _};

use anstyle::{AnsiColor, Style};
use plivo_lua::{CapturedOutput, Interpreter};
use serde_json::json;

use crate::arguments;
use crate::exit::{Exit, Failed, Result};
use crate::format::{self, Format};
use crate::permission::permit;
use crate::report;
use crate::run::limits;
use crate::service::Service;
use completion::Names;
use interrupts::Interrupts;
use lines::{Line, Lines};

/// Runs what is typed, or what is piped in, to its end.
pub(crate) async fn execute(repl: &arguments::Repl, format: Format) -> Result<()> {
    // The stand-in lives as long as its service does.
    let service = Service::open(&repl.reach).await?;
    let host = permit(service.host()?, &service, repl.permitted.write);
    let host = host
        .observe(report::tell)
        .build()
        .map_err(|error| Failed::usage(error.to_string()))?;
    let printed = CapturedOutput::new();
    let interpreter = Interpreter::new(host).limits(limits(&repl.limited));
    let interpreter = match format {
        Format::Text => interpreter,
        Format::Json => interpreter.output(printed.clone()),
    };
    let mut session = interpreter
        .session()
        .map_err(|error| Failed::from(&error))?;

    let (mut lines, interrupts) = if is_typed() {
        let interrupts = Interrupts::listen().await;
        greet(&service, format)?;
        (Lines::typed(&service)?, Some(interrupts))
    } else {
        (Lines::piped(), None)
    };
    let mut piece = String::new();
    loop {
        let names = Names::of(&service, &session);
        let (line, next) = lines.next(piece.is_empty(), names).await?;
        lines = next;
        let is_over = line == Line::End;
        match line {
            Line::Text(text) => {
                piece.push_str(&text);
                piece.push('\n');
            }
            Line::Interrupted => {
                piece.clear();
                continue;
            }
            Line::End if piece.trim().is_empty() => return Ok(()),
            // What is not complete is wrong, and is said to be.
            Line::End => {}
        }
        if piece.trim().is_empty() {
            piece.clear();
        } else if is_over || session.is_complete(&piece) {
            let whole = std::mem::take(&mut piece);
            lines.remember(whole.trim_end());
            let whole = whole.trim_end();
            let ended = match &interrupts {
                Some(interrupts) => interrupts.end(&mut session, whole).await,
                None => session
                    .run(whole)
                    .await
                    .map_err(|error| Failed::from(&error)),
            };
            show(&ended, &printed, format)?;
            if let (Err(failed), None) = (ended, &interrupts) {
                return Err(failed.told());
            }
        }
        if is_over {
            return Ok(());
        }
    }
}

/// Whether a person types, and sees what comes of it. Then Ctrl-C ends a piece; else, the program.
pub(crate) fn is_typed() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Says where the session is, and how to go on and to end; beside the answers where those are for a program.
fn greet(service: &Service, format: Format) -> Result<()> {
    let accounts: Vec<&str> = service
        .accounts()
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let place = if service.is_stand_in() {
        "a stand-in on this machine"
    } else {
        "Plivo's own service"
    };
    let greeting = format!(
        "Lua with app.integrations.plivo, on {place}; accounts: {}.\n\
         lua_list_docs() lists the documentation, Tab completes, Ctrl-D ends.",
        accounts.join(", ")
    );
    match format {
        Format::Text => format::text(&greeting),
        Format::Json => Ok(writeln!(anstream::stderr(), "{greeting}")?),
    }
}

/// Shows what came of a piece.
fn show(ended: &Result<Vec<String>>, printed: &CapturedOutput, format: Format) -> Result<()> {
    const RED: Style = AnsiColor::Red.on_default().bold();
    match (format, ended) {
        (Format::Json, ended) => {
            let line = json!({
                "success": ended.is_ok(),
                "output": printed.take(),
                "values": ended.as_ref().ok(),
                "error": ended.as_ref().err().map(Failed::json),
            });
            format::text(&line.to_string())
        }
        (Format::Text, Ok(values)) if values.is_empty() => Ok(()),
        (Format::Text, Ok(values)) => format::text(&values.join("\t")),
        (Format::Text, Err(failed)) => {
            // Behind the `^C` that the terminal shows.
            let behind = if failed.exit == Exit::Interrupted {
                "\n"
            } else {
                ""
            };
            Ok(writeln!(
                anstream::stderr(),
                "{behind}{RED}error{RED:#}: {failed}"
            )?)
        }
    }
}
