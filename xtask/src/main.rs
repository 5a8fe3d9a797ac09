//! `cargo xtask`: the command line of the chores, which live in the library beside it.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use plivo_codegen::Diagnostics;
use plivo_codegen::tree::{Mode, Outcome};
use xtask::bench;
use xtask::demo;
use xtask::generate;
use xtask::referee::{self, Verdict};
use xtask::{formats, lua_check, lua_module, mcp, site, transcript};

/// The chores of this workspace.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write everything that the manifest describes: client, bindings, documentation, schemas.
    Gen {
        /// Write nothing; show what differs, and fail where anything does.
        #[arg(long)]
        check: bool,
    },
    /// Regenerate, then run the documented examples from Lua against a stand-in on this machine.
    Demo,
    /// Check the Lua of the documentation and the examples against the annotations for editors.
    LuaCheck,
    /// Have readers of `OpenAPI` and `llms.txt` read what is emitted, for this manifest and those of the tests.
    Formats,
    /// Build the module for plain Lua, and run it with the system's `lua5.4` against a stand-in.
    LuaModule,
    /// Have the official clients of the Model Context Protocol, in Python and TypeScript, try the server.
    Mcp,
    /// Measure what it costs, beside doing it by hand and Plivo's own SDKs.
    Bench {
        /// The sections that are measured; all of them unless named.
        #[arg(value_parser = ["client", "sdk", "lua", "generator", "build"])]
        sections: Vec<String>,
    },
    /// Open the reference as a page in a browser, and judge it: contrast, labels, searching, copying, widths.
    Site,
    /// Use the program `plivo-lua` against the stand-in, and write down what it prints.
    Transcript {
        /// Write nothing; show what differs, and fail where anything does.
        #[arg(long)]
        check: bool,
    },
    /// Have Plivo's own SDKs, in Python and in Node, use the stand-in as if it were Plivo.
    Referee,
}

fn main() -> ExitCode {
    run(&Arguments::parse().chore).unwrap_or_else(|error| {
        report(&error);
        ExitCode::FAILURE
    })
}

fn run(chore: &Chore) -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("this crate stands in no workspace")?;
    match chore {
        Chore::Gen { check } => {
            let mode = if *check { Mode::Check } else { Mode::Write };
            Ok(match generate::run(root, mode, &mut anstream::stdout())? {
                Outcome::UpToDate | Outcome::Written => ExitCode::SUCCESS,
                Outcome::Stale => ExitCode::FAILURE,
            })
        }
        Chore::Demo => {
            generate::run(root, Mode::Write, &mut anstream::stdout())?;
            demo::run(root)?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::LuaCheck => Ok(match lua_check::run(root, &mut anstream::stdout())? {
            lua_check::Verdict::Right => ExitCode::SUCCESS,
            lua_check::Verdict::Wrong => ExitCode::FAILURE,
        }),
        Chore::Formats => {
            formats::run(root, &mut anstream::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::Site => {
            site::run(root, &mut anstream::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::LuaModule => {
            lua_module::run(root, &mut anstream::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::Mcp => {
            mcp::run(root, &mut anstream::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::Bench { sections } => {
            bench::run(root, sections, &mut anstream::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::Transcript { check } => {
            let mode = if *check { Mode::Check } else { Mode::Write };
            let is_right = transcript::run(root, mode, &mut anstream::stdout())?;
            Ok(if is_right {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Chore::Referee => Ok(match referee::run(root, &mut anstream::stdout())? {
            Verdict::Accepted => ExitCode::SUCCESS,
            Verdict::Refused => ExitCode::FAILURE,
        }),
    }
}

/// The diagnostics of a manifest are a report of their own; another error gets its one line here.
fn report(error: &anyhow::Error) {
    const RED: Style = AnsiColor::Red.on_default().bold();
    let cause = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if cause == Some(io::ErrorKind::BrokenPipe) {
        return; // Whoever read the output has seen enough.
    }
    match error.downcast_ref::<Diagnostics>() {
        Some(diagnostics) => anstream::eprintln!("{diagnostics}"),
        None => anstream::eprintln!("{RED}error{RED:#}: {error:#}"),
    }
}
