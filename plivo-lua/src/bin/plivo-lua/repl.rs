//! `plivo-lua repl`: Lua, line by line, in a session that goes on.

mod completion;
mod lines;

use std::io::{self, IsTerminal, Write as _};

use anstyle::{AnsiColor, Style};
use plivo_lua::{CapturedOutput, Interpreter, ScriptErrorKind, Session};
use serde_json::json;

use crate::arguments;
use crate::exit::{Exit, Failed, Result};
use crate::format::{self, Format};
use crate::permission::permit;
use crate::report::Report;
use crate::run::limits;
use crate::service::Service;
use completion::Names;
use lines::{Line, Lines};

/// Runs what is typed, or what is piped in, to its end.
pub(crate) async fn execute(repl: &arguments::Repl, format: Format) -> Result<()> {
    // The stand-in lives as long as its service does.
    let service = Service::open(&repl.reach).await?;
    let host = Report::begin().observe(permit(service.host()?, &service, repl.permitted.write));
    let host = host
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

    let is_typed = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut lines = if is_typed {
        greet(&service)?;
        Lines::typed(&service)?
    } else {
        Lines::piped()
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
            let ended = run(&mut session, whole.trim_end()).await;
            show(&ended, &printed, format)?;
            if let (Err(failed), false) = (ended, is_typed) {
                return Err(failed.told());
            }
        }
        if is_over {
            return Ok(());
        }
    }
}

/// Runs one piece, which Ctrl-C ends, whether it computes or waits.
async fn run(session: &mut Session, piece: &str) -> Result<Vec<String>> {
    let interrupter = session.interrupter();
    let mut signal = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_err() {
            return std::future::pending().await;
        }
        interrupter.interrupt();
    });
    let ended = tokio::select! {
        // What computes is ended from inside, and says so.
        biased;
        ended = session.run(piece) => ended.map_err(|error| match error.kind() {
            ScriptErrorKind::Interrupted => Failed::interrupted(),
            _ => Failed::from(&error),
        }),
        _ = &mut signal => Err(Failed::interrupted()),
    };
    signal.abort();
    ended
}

fn greet(service: &Service) -> Result<()> {
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
    format::text(&format!(
        "Lua with app.integrations.plivo, on {place}; accounts: {}.\n\
         lua_list_docs() lists the documentation, Tab completes, Ctrl-D ends.",
        accounts.join(", ")
    ))
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
