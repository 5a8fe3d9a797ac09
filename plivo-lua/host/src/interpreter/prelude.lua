-- The interpreter's functions for scripts, and the function that runs a script.
local native, namespaces, functions, pending = ...

local error, load, pcall, rawequal, rawget, rawset, select, setmetatable, tostring, type, xpcall =
  error, load, pcall, rawequal, rawget, rawset, select, setmetatable, tostring, type, xpcall
local concat, gsub = table.concat, string.gsub

-- Showing ----------------------------------------------------------------------------------------

local function text_of(value)
  if type(value) == "table" then
    return native.show(value) or tostring(value)
  end
  return tostring(value)
end

function print(...)
  local parts = {}
  for index = 1, select("#", ...) do
    parts[index] = text_of((select(index, ...)))
  end
  native.write(concat(parts, "\t") .. "\n")
end

function dump(value)
  native.write(text_of(value) .. "\n")
  return value
end

-- Raises what a function of Lua raised, with that name and at the script's line.
local function placed(name, ok, ...)
  if ok then
    return ...
  end
  local message, position = (...), native.position()
  if position and type(message) == "string" and message ~= "not enough memory" then
    message = position .. ": " .. gsub(message, "'%?'", "'" .. name .. "'")
  end
  error(message, 0)
end

-- A namespace is an empty table with a metatable, so a raw write would hide its members.
function _G.rawset(...)
  local target, name, value = ...
  if namespaces[target] then
    target[name] = value
  end
  return placed("rawset", pcall(rawset, ...))
end

-- Some of the host's functions are callable tables, because they have members.
function _G.type(...)
  if select("#", ...) == 0 then
    placed("type", pcall(type))
  end
  local name = type(...)
  return name == "table" and functions[(...)] and "function" or name
end

-- Coroutines -------------------------------------------------------------------------------------

local create, resume, running, status, yield =
  coroutine.create, coroutine.resume, coroutine.running, coroutine.status, coroutine.yield
-- The coroutines that the hook has made yield, without values. One that could not yield is there until it does. The
-- table itself is what a coroutine yields for one inside it that is paused.
local paused = setmetatable(native.paused, { __mode = "k" })

-- A coroutine passes on to the host that a call is pending, and that its time slice is over.
local function relay(thread, ok, ...)
  local first = ...
  if ok and (first == pending or rawequal(first, paused)) then
    return relay(thread, resume(thread, yield(...)))
  elseif ok and paused[thread] and status(thread) == "suspended" then
    paused[thread] = nil
    yield(paused)
    return relay(thread, resume(thread))
  end
  return ok, ...
end

local function unwrap(ok, ...)
  if ok then
    return ...
  end
  error((...), 0)
end

function coroutine.create(inner)
  return placed("create", pcall(create, functions[inner] or inner))
end

function coroutine.resume(thread, ...)
  if type(thread) ~= "thread" then
    placed("resume", pcall(resume, thread))
  end
  return relay(thread, resume(thread, ...))
end

function coroutine.wrap(inner)
  local thread = placed("wrap", pcall(create, functions[inner] or inner))
  return function(...)
    return unwrap(relay(thread, resume(thread, ...)))
  end
end

function coroutine.yield(...)
  paused[running()] = nil
  return yield(...)
end

-- Code and metatables ----------------------------------------------------------------------------

-- Loads only source text: bytecode can crash the interpreter.
if load then
  function _G.load(chunk, name, mode, ...)
    if mode == "b" then
      return nil, "only source text can be loaded, not bytecode"
    end
    return load(chunk, name, "t", ...)
  end
end

-- The collector runs finalizers where no hook can stop them.
function _G.setmetatable(...)
  local _, metatable = ...
  if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then
    placed("setmetatable", false, "a metatable with `__gc` cannot be set; use `__close` or free resources explicitly")
  end
  return placed("setmetatable", pcall(setmetatable, ...))
end

-- Iteration ---------------------------------------------------------------------------------------

-- LuaJIT and Luau look at no metatable here, so a page would look empty, and a namespace in Luau too: they get what
-- Lua 5.4 does.
local function probed(iterate, state, first)
  return (iterate(state, first))
end
if probed(ipairs(setmetatable({}, { __index = { true } }))) == nil then
  local ipairs, pairs = ipairs, pairs

  local function following(list, index)
    index = index + 1
    local value = list[index]
    if value ~= nil then
      return index, value
    end
  end

  function _G.ipairs(...)
    local list = ...
    if type(list) ~= "table" then
      return placed("ipairs", pcall(ipairs, ...))
    end
    return following, list, 0
  end

  function _G.pairs(...)
    local walk = native.pairs(...)
    if walk then
      return walk(...)
    end
    return placed("pairs", pcall(pairs, ...))
  end

  -- Asking for the length or an element raises an error for what is not a list.
  for _, name in next, { "concat", "remove", "unpack" } do
    local inner = table[name]
    table[name] = function(...)
      local list = ...
      local _ = type(list) == "table" and #list > 0 and list[1]
      return placed(name, pcall(inner, ...))
    end
  end
  if unpack then
    _G.unpack = table.unpack
  end
end

-- Globals and texts -------------------------------------------------------------------------------

-- The names that may be read although nothing has them: those of other versions of Lua, which scripts ask for before
-- they use them, and those that the script has set.
local readable = {}
local PORTABLE = "arg bit bit32 buffer ffi gcinfo getfenv jit load loadstring math module newproxy rawlen setfenv typeof "
  .. "unpack utf8 vector warn"
for name in string.gmatch(PORTABLE, "%S+") do
  readable[name] = true
end
for name in next, _G do
  readable[name] = true
end
setmetatable(_G, {
  __index = function(_, name)
    local missing = native.missing[name]
    if missing == nil and type(name) == "string" and not readable[name] then
      native.unknown_global(name)
    end
    return missing
  end,
  __newindex = function(globals, name, value)
    placed("rawset", pcall(rawset, globals, name, value))
    readable[name] = true
  end,
})

-- A text is one value: `text[1]` would be nil, and a loop over it with `ipairs` would end at once.
setmetatable(string, {
  __index = function(_, name)
    if type(name) == "number" then
      native.text_indexed()
    end
  end,
})

-- Running ----------------------------------------------------------------------------------------

-- Calls no function of the script: nothing can stop an error handler.
local function caught(value)
  return {
    value = value,
    position = native.position(),
    traceback = native.traceback(),
  }
end

local function ended(ok, ...)
  local caught = ...
  if not ok and type(caught) == "table" then
    local shown, text = pcall(text_of, caught.value)
    caught.text = shown and text or type(caught.value)
  end
  return ok, ...
end

return function(script)
  return ended(xpcall(script, caught))
end
