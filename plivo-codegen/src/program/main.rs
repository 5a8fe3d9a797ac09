//! The program `plivo-codegen`: runs the generator on a manifest of your own.

mod generate;
mod new;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use clap::{Parser, Subcommand};
use plivo_codegen::tree::Mode;
use plivo_codegen::{Code, Diagnostics};

/// The generator makes many small allocations, which this allocator makes twice as fast.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generate a Rust client, Lua bindings and their documentation from a YAML manifest
#[derive(Parser)]
#[command(version, after_help = AFTER)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Exit codes:
  0  success
  1  the manifest has errors, or files are out of date (gen --check)
  2  invalid command line
  3  a file cannot be read or written

Get started:
  plivo-codegen new tides
  plivo-codegen check --manifest tides/api.yaml";

#[derive(Subcommand)]
enum Command {
    /// Write client, bindings, documentation and schemas to a folder
    #[command(after_help = GEN)]
    Gen {
        /// Manifest to read
        #[arg(long, value_name = "FILE")]
        manifest: PathBuf,
        /// Folder to write to, created if missing
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        /// Write nothing; show differences and fail if there are any
        #[arg(long)]
        check: bool,
    },
    /// Check a manifest and report all errors
    Check {
        /// Manifest to read
        #[arg(long, value_name = "FILE")]
        manifest: PathBuf,
    },
    /// Explain a diagnostic, or list all of them
    Explain {
        /// Code in the brackets of a report: `unknown-key` in `error[unknown-key]`
        code: Option<String>,
    },
    /// Write a project to start with: a commented manifest, Cargo.toml and a program with an MCP server
    New(new::New),
}

const GEN: &str = "\
With --out src/api, declare the modules in src/api.rs:
  pub mod client;
  pub mod lua;
The client needs the crate plivo-runtime, the Lua bindings need plivo-lua-host. Leave out `lua` if you do not
need it.";

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
                "{}: no errors; functions: {functions}, records: {records}",
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
                print_error(&unknown);
                Ok(ExitCode::from(2))
            }
        },
        Command::New(new) => new::run(new, out),
    }
}

/// Prints an error: the report of a manifest, or one line.
fn report(error: &anyhow::Error) -> ExitCode {
    let cause = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if cause == Some(io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS; // The reader of the output closed it.
    }
    let Some(diagnostics) = error.downcast_ref::<Diagnostics>() else {
        print_error(&format!("{error:#}"));
        return ExitCode::from(3);
    };
    anstream::eprintln!("{diagnostics}");
    if let Some(first) = diagnostics.all().first() {
        anstream::eprintln!(
            "for more about an error: plivo-codegen explain {}",
            first.code
        );
    }
    ExitCode::from(1)
}

fn print_error(message: &dyn std::fmt::Display) {
    const RED: Style = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{RED}error{RED:#}: {message}");
}
