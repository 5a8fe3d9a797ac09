-- Replacements of Lua's own functions with which a script could exceed its limits: those that catch errors, those
-- that run for long in C, where no hook checks the budget, and those that set finalizers.
--
-- A script is stopped by a yield that is never resumed, so nothing of it runs again, not even its `__close`. Only C
-- functions prevent a yield, so no function here calls the script from C.
local native, pending = ...

local error, getmetatable, load, rawget, rawlen, select, setmetatable, tonumber, tostring, type, xpcall =
  error, getmetatable, load, rawget, rawlen, select, setmetatable, tonumber, tostring, type, xpcall
local expired, method, plain = native.expired, native.method, native.plain
local string, table, coroutine = string, table, coroutine
local create, resume, yield = coroutine.create, coroutine.resume, coroutine.yield
local sub, concat, insert, remove = string.sub, table.concat, table.insert, table.remove

-- The budget is checked before work on anything larger.
local LARGE = 65536

-- Errors -----------------------------------------------------------------------------------------

-- An error that was raised here gets the position of the script's call.
local OWN = native.name .. ":"

local function placed(value)
  if type(value) == "string" and sub(value, 1, #OWN) == OWN then
    local colon = native.find_plain(value, ": ", #OWN)
    local position = native.position()
    if colon and position then
      return position .. sub(value, colon)
    end
  end
  return value
end

local function check()
  if expired() then
    yield()
    error("the script reached one of its limits", 0)
  end
end

local function settled(ok, ...)
  if not ok then
    check()
  end
  return ok, ...
end

function _G.pcall(inner, ...)
  return settled(xpcall(inner, placed, ...))
end

local function handled(handler, ok, ...)
  if ok then
    return ok, ...
  end
  check()
  return ok, handler(...)
end

-- The handler is called after the error is caught: Lua would call it from C.
function _G.xpcall(inner, handler, ...)
  return handled(handler, xpcall(inner, placed, ...))
end

-- Raises an error with the position of the script's call.
local function fail(message)
  local position = native.position()
  error(position and position .. ": " .. message or message, 0)
end

local function bad(index, name, expected, value)
  local actual = value == nil and "no value" or type(value)
  fail("bad argument #" .. index .. " to '" .. name .. "' (" .. expected .. " expected, got " .. actual .. ")")
end

-- A coroutine passes a pending call on to the host, and continues with its response.
local function relay(thread, ok, first, ...)
  check()
  if ok and first == pending then
    return relay(thread, resume(thread, yield(first, ...)))
  end
  return ok, first, ...
end

local function unwrap(ok, ...)
  if ok then
    return ...
  end
  error((...), 0)
end

function coroutine.resume(thread, ...)
  return relay(thread, resume(thread, ...))
end

function coroutine.wrap(inner)
  local thread = create(inner)
  return function(...)
    return unwrap(relay(thread, resume(thread, ...)))
  end
end

-- Code and metatables ----------------------------------------------------------------------------

local function pieces(read)
  local parts = {}
  for index = 1, 1 / 0 do
    local piece = read()
    if piece == nil or piece == "" then
      return concat(parts)
    end
    parts[index] = piece
  end
end

-- Loads only source text: bytecode can crash the interpreter.
if load then
  function _G.load(chunk, name, mode, ...)
    if mode == "b" then
      return nil, "only source text can be loaded, not bytecode"
    end
    if type(chunk) == "function" then
      chunk, name = pieces(chunk), name or "=(load)"
    end
    check()
    return load(chunk, name, "t", ...)
  end
end

-- Finalizers cannot be stopped.
function _G.setmetatable(target, metatable)
  if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then
    fail("a metatable with `__gc` cannot be set; use `__close` or free resources explicitly")
  end
  return setmetatable(target, metatable)
end

