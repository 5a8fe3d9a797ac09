rockspec_format = "3.0"
package = "plivo"
version = "dev-1"
-- `luarocks make` in this folder builds what is here. The crates that it needs stand beside it, so a source
-- is the whole repository, with `dir` naming this folder in it.
source = {
  url = "git+file://../..",
  dir = "plivo-lua/module",
}
description = {
  summary = "Plivo's SMS and voice API: send messages, look up messages, calls and phone numbers",
  detailed = [[
    Seven functions of Plivo's API with checked arguments, errors that say what to do and whether
    anything happened, and sends that are never repeated by accident. Calls wait for their answer.
  ]],
  license = "MIT OR Apache-2.0",
}
dependencies = {
  "lua >= 5.3, < 5.5",
}
build_dependencies = {
  "luarocks-build-rust-mlua >= 0.2.0",
}
build = {
  type = "rust-mlua",
  modules = { "plivo" },
  -- The version of Lua comes from LuaRocks, as a feature.
  default_features = false,
  -- What editors read.
  install = { lua = { "../types/plivo.d.lua" } },
}
