-- The module sets no globals, returns one namespace, and exposes no credential.
local before = {}
for name in pairs(_G) do
  before[name] = true
end
local plivo = require "plivo"
for name in pairs(_G) do
  assert(before[name], name .. " is a new global")
end
assert(rawequal(plivo, require "plivo"))
assert(rawequal(package.loaded.plivo, plivo))

local token = assert(os.getenv("PLIVO_AUTH_TOKEN"))
local seen = {}
local function search(value)
  assert(not tostring(value):find(token, 1, true))
  if seen[value] then
    return
  end
  seen[value] = true
  if type(value) == "table" then
    -- Some tables of the host refuse `pairs`.
    for name, member in next, value do
      search(name)
      search(member)
    end
    search(debug.getmetatable(value) or false)
  elseif type(value) == "function" then
    for index = 1, 255 do
      local name, upvalue = debug.getupvalue(value, index)
      if not name then
        break
      end
      search(upvalue or false)
    end
  end
end
search(plivo)
search(debug.getregistry())

-- `require` reports missing or invalid environment variables.
local function required(environment)
  local own = {"LUA_CPATH='" .. package.cpath .. "'"}
  for name, value in pairs(environment) do
    own[#own + 1] = name .. "='" .. value .. "'"
  end
  local command = "env -i " .. table.concat(own, " ") .. " " .. arg[-1] .. [[ -e 'require "plivo"' 2>&1]]
  local program <close> = assert(io.popen(command))
  return program:read("a")
end
local said = required{}
assert(said:find("`PLIVO_AUTH_ID` and `PLIVO_AUTH_TOKEN` are not set in the environment", 1, true), said)
said = required{
  PLIVO_AUTH_ID = "MAXXXXXXXXXXXXXXXXXX",
  PLIVO_AUTH_TOKEN = "secret",
  PLIVO_BASE_ADDRESS = "http://plivo.example.com",
}
assert(said:find("http", 1, true) and not said:find("secret", 1, true), said)
