//! The program `plivo-codegen`: the generator for whoever has a manifest of their own.

mod generate;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use plivo_codegen::tree::Mode;
use plivo_codegen::{Code, Diagnostics};

/// Most of the generator's time goes into small allocations, which this one makes in half of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One YAML manifest in; a Rust client, Lua bindings and their documentation out.
#[derive(Parser)]
#[command(version, after_help = AFTER)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Exit codes:
  0  done, and nothing is wrong
  1  the manifest is wrong, or the files are not what it says (gen --check)
  2  the command line is wrong
  3  a file cannot be read or written

Begin with:
  plivo-codegen new api.yaml
  plivo-codegen gen --manifest api.yaml --out src/api";

#[derive(Subcommand)]
enum Command {
    /// Write client, bindings, documentation and schemas into a folder.
    #[command(after_help = GEN)]
    Gen {
        /// The manifest.
        #[arg(long, value_name = "FILE")]
        manifest: PathBuf,
        /// The folder that the files go into; made where it is not there.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        /// Write nothing; show what differs, and fail where anything does.
        #[arg(long)]
        check: bool,
    },
    /// Read the manifest and say everything that is wrong with it.
    Check {
        /// The manifest.
        #[arg(long, value_name = "FILE")]
        manifest: PathBuf,
    },
    /// Say what a diagnostic means, with a wrong and a right example; without one, list them all.
    Explain {
        /// What stands in brackets in a report: `unknown-key` of `error[unknown-key]`.
        code: Option<String>,
    },
    /// Write a manifest to begin with, which explains itself.
    New {
        /// The file to write; there must be none.
        #[arg(default_value = "api.yaml")]
        file: PathBuf,
    },
}

const GEN: &str = "\
With --out src/api, the file src/api.rs needs two lines:
  pub mod client;
  pub mod lua;
and Cargo.toml the two crates that these modules name, with `-client` and `-lua` at the end.
Leave out the second of each where no Lua is wanted.";

/// A manifest to begin with.
const STARTER: &str = include_str!("starter.yaml");

fn main() -> ExitCode {
    match run(&Arguments::parse().command, &mut anstream::stdout()) {
        Ok(code) => code,
        Err(error) => report(&error),
    }
}

fn run(command: &Command, out: &mut impl Write) -> Result<ExitCode> {
    match command {
        Command::Gen {
            manifest,
            out: folder,
            check,
        } => {
            let mode = if *check { Mode::Check } else { Mode::Write };
            generate::run(manifest, folder, mode, out)
        }
        Command::Check { manifest } => {
            let api = generate::read(manifest)?;
            let (functions, records) = (api.functions.len(), api.records.len());
            writeln!(
                out,
                "{}: nothing is wrong; functions: {functions}, records: {records}",
                manifest.display()
            )?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Explain { code: None } => {
            for code in Code::ALL {
                writeln!(out, "{code:22} {}", code.summary())?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Explain { code: Some(name) } => match name.parse::<Code>() {
            Ok(code) => {
                write!(out, "{}", code.explanation())?;
                Ok(ExitCode::SUCCESS)
            }
            Err(unknown) => {
                complain(&unknown);
                Ok(ExitCode::from(2))
            }
        },
        Command::New { file } => new(file, out),
    }
}

/// Writes the manifest to begin with, beside nothing that it could replace.
fn new(path: &Path, out: &mut impl Write) -> Result<ExitCode> {
    let name = path.display();
    let mut file = fs::File::create_new(path).with_context(|| format!("cannot write {name}"))?;
    file.write_all(STARTER.as_bytes())
        .with_context(|| format!("cannot write {name}"))?;
    writeln!(
        out,
        "created {name}; edit it, then:\n  plivo-codegen gen --manifest {name} --out src/api"
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The diagnostics of a manifest are a report of their own; another error gets its one line here.
fn report(error: &anyhow::Error) -> ExitCode {
    let cause = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if cause == Some(io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS; // Whoever read the output has seen enough.
    }
    let Some(diagnostics) = error.downcast_ref::<Diagnostics>() else {
        complain(&format!("{error:#}"));
        return ExitCode::from(3);
    };
    anstream::eprintln!("{diagnostics}");
    if let Some(first) = diagnostics.all().first() {
        let (program, code) = (env!("CARGO_PKG_NAME"), first.code);
        anstream::eprintln!("for more about one of them: {program} explain {code}");
    }
    ExitCode::from(1)
}

fn complain(message: &dyn std::fmt::Display) {
    const RED: Style = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{RED}error{RED:#}: {message}");
}
