//! `cargo xtask`: the command line of the chores.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use plivo_codegen::Diagnostics;
use plivo_codegen::tree::{Mode, Outcome};
use xtask::{
    bench, demo, formats, generate, lua_check, lua_module, mcp, release, sdk_conformance, site,
    transcript,
};

/// Runs the chores of this workspace.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write every file that is generated from the manifest
    Gen {
        /// Write nothing: print what differs, and fail if anything does
        #[arg(long)]
        check: bool,
    },
    /// Generate, build, and run the documented examples from Lua against a sandbox
    Demo,
    /// Check the Lua of the documentation and the examples against the editor annotations
    LuaCheck,
    /// Build the module for plain Lua, and run its scripts with the system's `lua5.4`
    LuaModule,
    /// Run the program `plivo-lua` against a sandbox, and write what it prints to docs/transcript.md
    Transcript {
        /// Write nothing: print what differs, and fail if anything does
        #[arg(long)]
        check: bool,
    },
    /// Run Plivo's own Python and Node SDKs against the sandbox
    SdkConformance,
    /// Run the official Python and TypeScript MCP clients against the server
    Mcp,
    /// Read the generated `OpenAPI`, llms.txt and skill files with other people's readers
    Formats,
    /// Check the reference page in a headless browser
    Site,
    /// Publish a version: write it into every file, commit, tag and upload the packages
    Release {
        /// Version, such as 0.2.0
        #[arg(required_unless_present = "dry_run")]
        version: Option<String>,
        /// Publish nothing: rehearse on a copy, and try the packages as their users would
        #[arg(long)]
        dry_run: bool,
    },
    /// Run the benchmarks
    Bench {
        /// Sections to run [default: all of them]
        #[arg(value_parser = ["client", "sdk", "lua", "mcp", "generator", "build"])]
        sections: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// Runs a chore; `false` where it has already printed what is wrong.
fn run(chore: Chore) -> Result<bool> {
    // cargo says where it runs; what it runs may have been compiled in another checkout with the same target folder.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").context("run it as `cargo xtask`")?;
    let root = Path::new(&package)
        .parent()
        .context("xtask is not in a workspace")?;
    let out = &mut anstream::stdout();
    let mode = |check| if check { Mode::Check } else { Mode::Write };
    match chore {
        Chore::Gen { check } => return Ok(generate::run(root, mode(check), out)? != Outcome::Stale),
        Chore::Demo => {
            generate::run(root, Mode::Write, out)?;
            demo::run(root)
        }
        Chore::LuaCheck => return lua_check::run(root, out),
        Chore::LuaModule => lua_module::run(root, out),
        Chore::Transcript { check } => return transcript::run(root, mode(check), out),
        Chore::SdkConformance => sdk_conformance::run(root, out),
        Chore::Mcp => mcp::run(root, out),
        Chore::Formats => formats::run(root, out),
        Chore::Site => site::run(root, out),
        Chore::Release {
            version: Some(version),
            dry_run: false,
        } => release::publish(root, &version, out),
        Chore::Release { version, .. } => release::rehearse(root, version.as_deref(), out),
        Chore::Bench { sections } => bench::run(root, &sections, out),
    }?;
    Ok(true)
}

/// Prints an error in one line. The diagnostics of a manifest are a report of their own.
fn report(error: &anyhow::Error) {
    const RED: Style = AnsiColor::Red.on_default().bold();
    let cause = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if cause == Some(io::ErrorKind::BrokenPipe) {
        return; // The reader of the output has closed it.
    }
    match error.downcast_ref::<Diagnostics>() {
        Some(diagnostics) => anstream::eprintln!("{diagnostics}"),
        None => anstream::eprintln!("{RED}error{RED:#}: {error:#}"),
    }
}
