//! `require "plivo"` as a user of plain Lua has it: the module built, loaded by the system's Lua, and run
//! against a stand-in on loopback.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use plivo_sandbox::Sandbox;
use tokio::process::Command;
use tokio::runtime::Builder;

use crate::{cargo, lua_check};

/// The module, under the workspace's root.
const MODULE: &str = "plivo-lua/module";
/// Where the built module is, under its own name, for Lua to find.
const BUILT: &str = "target/lua-module";
/// The scripts that are run, in folders of the module.
const SCRIPTS: [&str; 2] = ["examples", "tests"];

/// Builds the module for Lua 5.4, runs its examples, its tests and the blocks of its page with `lua5.4`, and
/// has `luarocks` read its rockspec.
///
/// # Errors
/// Lua or its package manager is missing, the module does not build, or a script fails; its output is in the error.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    build(root)?;
    let scripts = scripts(root)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        for script in &scripts {
            // A stand-in of its own for each, since sends change what it holds.
            let sandbox = Sandbox::start()
                .await
                .context("the stand-in cannot start")?;
            run_script(root, script, &sandbox).await?;
        }
        lint(root).await
    })?;
    writeln!(
        out,
        "{} scripts of plain Lua have run with {MODULE}",
        scripts.len()
    )?;
    Ok(())
}

/// Builds the module and puts it where Lua finds it.
fn build(root: &Path) -> Result<()> {
    let mut build = cargo::command(root);
    build
        .args(["build", "--quiet", "--manifest-path"])
        .arg(root.join(MODULE).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(root.join("target"));
    cargo::succeed(&mut build).context("the module does not build")?;
    let library = root.join(format!("target/debug/{DLL_PREFIX}plivo{DLL_SUFFIX}"));
    let folder = root.join(BUILT);
    let placed = fs::create_dir_all(&folder).and_then(|()| {
        fs::copy(
            &library,
            folder.join(if cfg!(windows) {
                "plivo.dll"
            } else {
                "plivo.so"
            }),
        )
    });
    placed.with_context(|| format!("cannot copy {} to {BUILT}", library.display()))?;
    Ok(())
}

/// The files of the scripts; the blocks of the page become files below `target/`.
fn scripts(root: &Path) -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for folder in SCRIPTS {
        let folder = root.join(MODULE).join(folder);
        let unreadable = || format!("cannot read {}", folder.display());
        for entry in fs::read_dir(&folder).with_context(unreadable)? {
            scripts.push(entry.with_context(unreadable)?.path());
        }
    }
    scripts.sort();
    let page = format!("{MODULE}/README.md");
    let text =
        fs::read_to_string(root.join(&page)).with_context(|| format!("cannot read {page}"))?;
    for block in lua_check::in_markdown(&page, &text) {
        let path = root.join(format!("{BUILT}/README-{}.lua", block.line));
        fs::write(&path, block.text).with_context(|| format!("cannot write {}", path.display()))?;
        scripts.push(path);
    }
    Ok(scripts)
}

/// Runs one script on the default account of a stand-in.
async fn run_script(root: &Path, script: &Path, sandbox: &Sandbox) -> Result<()> {
    let account = sandbox
        .account("default")
        .context("the stand-in has no default account")?;
    let mut path = OsString::from(root.join(BUILT));
    path.push(if cfg!(windows) { "\\?.dll" } else { "/?.so" });
    let mut lua = Command::new("lua5.4");
    lua.arg(script)
        .env("LUA_CPATH", path)
        .env_remove("LUA_CPATH_5_4")
        .env("PLIVO_AUTH_ID", account.auth_id())
        .env("PLIVO_AUTH_TOKEN", account.auth_token())
        .env("PLIVO_BASE_ADDRESS", sandbox.base_url());
    succeed(lua, "install Lua 5.4 (on Debian: lua5.4)")
        .await
        .with_context(|| format!("{} fails", script.display()))
}

/// Has `luarocks` read the rockspec.
async fn lint(root: &Path) -> Result<()> {
    for entry in fs::read_dir(root.join(MODULE))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "rockspec")
        {
            let mut luarocks = Command::new("luarocks");
            luarocks.arg("lint").arg(&path);
            succeed(luarocks, "install LuaRocks (on Debian: luarocks)")
                .await
                .with_context(|| format!("{} is wrong", path.display()))?;
        }
    }
    Ok(())
}

/// Runs a program to its end; one that is not there is an error that says what to install.
async fn succeed(mut command: Command, missing: &str) -> Result<()> {
    let program = command.as_std().get_program().to_owned();
    let output = match command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
    {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{} is not there; {missing}", program.display())
        }
        output => output.with_context(|| format!("cannot run {}", program.display()))?,
    };
    let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    ensure!(
        output.status.success(),
        "{} ended with {}: {}",
        program.display(),
        output.status,
        said.join("").trim()
    );
    Ok(())
}
