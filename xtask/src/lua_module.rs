//! `require "plivo"` in plain Lua: the C module, built, loaded by the system's Lua, and run against a sandbox.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use plivo_sandbox::Sandbox;
use tokio::runtime::Runtime;

use crate::{lua_check, process};

pub(crate) const MODULE: &str = "plivo-lua/module";
/// Where the built module gets the name under which Lua finds it.
const BUILT: &str = "target/lua-module";
/// Folders of the module with scripts to run.
const SCRIPTS: [&str; 2] = ["examples", "tests"];

/// Builds the module for Lua 5.4, and runs its examples, its tests and the Lua of its README with `lua5.4`.
///
/// # Errors
/// Lua or `luarocks` is missing, the module does not build, a script fails, or the rockspec is not valid.
pub fn run(root: &Path, out: &mut impl Write) -> Result<()> {
    let built = build(root)?;
    let scripts = scripts(root)?;
    // The sandbox answers on other threads than the one that waits for Lua.
    let runtime = Runtime::new()?;
    for script in &scripts {
        // Scripts send, which changes what a sandbox holds.
        let sandbox = runtime.block_on(Sandbox::start())?;
        load(&built, &root.join(BUILT), script, &sandbox)
            .with_context(|| format!("{} fails", script.display()))?;
    }
    lint(root)?;
    writeln!(out, "ran {} scripts with {MODULE}", scripts.len())?;
    Ok(())
}

/// Returns the folder in which the library is.
fn build(root: &Path) -> Result<PathBuf> {
    let folder = process::built(root)?;
    let mut build = process::cargo(root);
    build
        .args(["build", "--quiet", "--manifest-path"])
        .arg(root.join(MODULE).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.parent().unwrap_or(root));
    process::run(&mut build).context("the module does not build")?;
    Ok(folder)
}

/// Returns the scripts. Those of the README become files below `target/`.
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
    let built = root.join(BUILT);
    fs::create_dir_all(&built).with_context(|| format!("cannot create {}", built.display()))?;
    for block in lua_check::in_markdown(&page, &text) {
        let path = built.join(format!("README-{}.lua", block.line));
        fs::write(&path, block.text).with_context(|| format!("cannot write {}", path.display()))?;
        scripts.push(path);
    }
    Ok(scripts)
}

/// Runs a script that loads the module, which was built in the folder `built`, from the folder `module`.
///
/// # Errors
/// `lua5.4` is not installed, or the script fails.
pub(crate) fn load(built: &Path, module: &Path, script: &Path, sandbox: &Sandbox) -> Result<()> {
    let library = built.join(format!("{DLL_PREFIX}plivo{DLL_SUFFIX}"));
    let suffix = if cfg!(windows) { "dll" } else { "so" };
    fs::create_dir_all(module)
        .and_then(|()| fs::copy(&library, module.join("plivo").with_extension(suffix)))
        .with_context(|| format!("cannot copy {}", library.display()))?;
    let mut path = OsString::from(module);
    path.push(format!("{}?.{suffix}", std::path::MAIN_SEPARATOR));
    let mut lua = Command::new("lua5.4");
    lua.arg(script)
        .env("LUA_CPATH", path)
        .env_remove("LUA_CPATH_5_4");
    process::output(with_account(&mut lua, sandbox)?).map(drop)
}

/// Has a program use the default account of a sandbox.
///
/// # Errors
/// The sandbox has none.
pub(crate) fn with_account<'a>(
    program: &'a mut Command,
    sandbox: &Sandbox,
) -> Result<&'a mut Command> {
    let account = sandbox.account("default");
    let account = account.context("the sandbox has no default account")?;
    Ok(program
        .env("PLIVO_AUTH_ID", account.auth_id())
        .env("PLIVO_AUTH_TOKEN", account.auth_token())
        .env("PLIVO_BASE_ADDRESS", sandbox.base_url()))
}

/// Has `luarocks` check the rockspec.
fn lint(root: &Path) -> Result<()> {
    for entry in fs::read_dir(root.join(MODULE))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "rockspec")
        {
            process::output(Command::new("luarocks").arg("lint").arg(&path))?;
        }
    }
    Ok(())
}
