//! The Lua module: built from the packages, installed by `luarocks`, and loaded in plain Lua.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Trial;
use crate::release::version;
use crate::{lua_module, process};

/// In place of the backend that `LuaRocks` fetches: it takes the library that is built already.
const BACKEND: &str = r#"
local fs, dir, path = require("luarocks.fs"), require("luarocks.dir"), require("luarocks.path")
local backend = {}
function backend.run(rockspec)
  local folder = path.lib_dir(rockspec.name, rockspec.version)
  fs.make_dir(folder)
  for _, name in ipairs(rockspec.build.modules) do
    assert(fs.copy(os.getenv("BUILT"), dir.path(folder, name .. ".so")))
  end
  return true
end
return backend
"#;

impl Trial<'_> {
    /// Installs the module as the rockspec of the release says, and lists messages with it.
    pub(super) fn module(&self) -> Result<()> {
        let source = self.workspace.join(lua_module::MODULE);
        let module = self.folder.join("module");
        fs::create_dir_all(module.join("src"))?;
        for file in ["build.rs", "src/lib.rs", "Cargo.lock"] {
            fs::copy(source.join(file), module.join(file))?;
        }
        // The crates beside it become those of the packages.
        let mut manifest = fs::read_to_string(source.join("Cargo.toml"))?;
        for (path, name) in [("../../plivo-client", "plivo-client"), ("..", "plivo-lua")] {
            let package = format!("path = '{}'", self.package(name)?.display());
            manifest = manifest.replace(&format!("path = {path:?}"), &package);
        }
        fs::write(module.join("Cargo.toml"), manifest)?;
        let mut build = self.command("cargo", &module)?;
        process::output(build.args(["build", "--quiet"]))
            .context("the module does not build from the packages")?;

        let backends = self.folder.join("backends/luarocks/build");
        fs::create_dir_all(&backends)?;
        fs::write(backends.join("rust-mlua.lua"), BACKEND)?;
        let tree = self.installed().join("rocks");
        let version = version::current(self.workspace)?;
        let rockspec = source.join(format!("plivo-{version}-1.rockspec"));
        let mut install = self.command("luarocks", &source)?;
        install
            .arg("--tree")
            .arg(&tree)
            .args(["--lua-version", "5.4", "make", "--deps-mode", "none"])
            .arg(rockspec)
            .env(
                "LUA_PATH",
                format!("{}/?.lua;;", self.folder.join("backends").display()),
            )
            .env("BUILT", self.target().join("debug/libplivo.so"));
        process::output(&mut install).context("luarocks does not install the rockspec")?;
        let annotations = tree.join("share/lua/5.4/plivo.d.lua");
        ensure!(annotations.is_file(), "the rock has no annotations");

        let mut lua = Command::new("lua5.4");
        lua.arg(source.join("examples/messages.lua"))
            .env("LUA_CPATH", tree.join("lib/lua/5.4/?.so"))
            .env_remove("LUA_CPATH_5_4");
        process::output(lua_module::with_account(&mut lua, &self.sandbox)?)
            .map(drop)
            .context("the module does not load")
    }
}
