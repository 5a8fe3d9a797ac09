//! `repl`: an interactive Lua prompt, or a pipe that is run line by line.

mod completion;
mod interrupts;
mod lines;

use std::io::{self, IsTerminal, Write as _};

use clap::Args;
use serde_json::{Value, json};

use crate::escape::escape_invisible;
use crate::interpreter::Session;
use crate::program::backend::{Backend, TargetArgs};
use crate::program::cli_error::{CliError, Exit, Result};
use crate::program::input::MAX_INPUT;
use crate::program::limits::LimitArgs;
use crate::program::output::{self, Format};
use crate::program::permission::WriteArgs;
use crate::program::report::Report;
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

With --json, a line for each piece of input: the object that `{program} --help` describes, whose result is a list \
of the values as they are shown.")]
pub(in crate::program) struct Repl {
    #[command(flatten)]
    write: WriteArgs,

    #[command(flatten)]
    limits: LimitArgs,

    #[command(flatten)]
    target: TargetArgs,
}

/// Runs what is typed or piped in.
pub(super) async fn execute(repl: &Repl, program: &Program, report: &Report) -> Result<()> {
    report.use_lines();
    let backend = Backend::open(program, &repl.target).await?;
    let host = report.observe(repl.write.host(&backend)).build()?;
    let interpreter = report.interpreter(host, repl.limits.limits());
    let mut session = interpreter.session()?;
    let (mut lines, interrupts) = if is_typed() {
        let interrupts = Interrupts::listen().await;
        greet(program, &backend, report.format)?;
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
            Line::Text(text) if piece.is_empty() && is_word(&text, &["exit", "quit"], &session) => {
                return Ok(());
            }
            Line::Text(text) if piece.is_empty() && is_word(&text, &["help"], &session) => {
                message(&help(program), report.format)?;
                continue;
            }
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
            let is_last = ended.is_err() && interrupts.is_none();
            show(&ended, is_last, report)?;
            if let (Err(error), true) = (ended, is_last) {
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
         `help` explains the prompt, Tab completes, Ctrl-D ends.",
        integration.slug,
        if backend.is_sandbox() {
            "a local sandbox of "
        } else {
            ""
        },
        integration.name,
        names.collect::<Vec<_>>().join(", ")
    );
    message(&greeting, format)
}

/// Writes what is no answer: on standard error if the answers are for a program.
fn message(text: &str, format: Format) -> Result<()> {
    match format {
        Format::Text => output::text(text),
        Format::Json => Ok(writeln!(anstream::stderr(), "{text}")?),
    }
}

/// Returns whether a line is one of these words, alone or called, that no global has as its name.
fn is_word(line: &str, words: &[&str], session: &Session) -> bool {
    let word = line.trim();
    let word = word.strip_suffix("()").unwrap_or(word);
    words.contains(&word) && !session.globals().iter().any(|global| global == word)
}

fn help(program: &Program) -> String {
    let slug = program.integration.slug;
    let lines = [
        ("lua_list_docs()".to_owned(), "the functions and pages"),
        (format!("lua_read_doc(\"{slug}\")"), "a page"),
        (
            "lua_search_docs(\"words\")".to_owned(),
            "the pages that match",
        ),
        (
            format!("app.integrations.{slug}"),
            "the functions and accounts; a function shows how it is called",
        ),
    ];
    let width = lines.iter().map(|(code, _)| code.len()).max().unwrap_or(0);
    let lines = lines.map(|(code, shows)| format!("  {code:width$}  {shows}\n"));
    format!(
        "\
Type Lua. The value of an expression is shown; globals persist, locals end with their line.

{}
Tab completes names, the arrow keys recall lines. Ctrl-C ends what is running; `exit` or Ctrl-D ends the prompt.",
        lines.concat()
    )
}

/// Shows what a piece of Lua returned.
fn show(ended: &Result<Vec<String>>, is_last: bool, report: &Report) -> Result<()> {
    match (report.format, ended) {
        (Format::Json, ended) => {
            report.set_result(ended.as_ref().map_or(Value::Null, |values| json!(values)));
            report.finish_part(ended.as_ref().err(), is_last)
        }
        (Format::Text, Ok(values)) if values.is_empty() => Ok(()),
        (Format::Text, Ok(values)) => output::text(&escape_invisible(&values.join("\t"))),
        (Format::Text, Err(error)) => {
            if error.exit == Exit::Interrupted {
                // The terminal has shown `^C` on this line.
                writeln!(anstream::stderr())?;
            }
            output::error(error)
        }
    }
}
