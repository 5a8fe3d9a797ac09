-- Lua's own functions where a script could get past its limits with them: those that catch errors,
-- those that compute for long in C, where no hook looks at the clock, and those that free.
--
-- A script is stopped by a yield that nobody answers: nothing of it runs again, not even what it would
-- close. A yield passes everything but C, so no function here lets C call a script.
local native, pending = ...

local error, getmetatable, load, rawget, rawlen, select, setmetatable, tonumber, tostring, type, xpcall =
  error, getmetatable, load, rawget, rawlen, select, setmetatable, tonumber, tostring, type, xpcall
local expired, method, plain = native.expired, native.method, native.plain
local string, table, coroutine = string, table, coroutine
local create, resume, yield = coroutine.create, coroutine.resume, coroutine.yield
local sub, concat, insert, remove = string.sub, table.concat, table.insert, table.remove

-- What is larger is looked at before it is worked on.
local LARGE = 65536

-- Errors -----------------------------------------------------------------------------------------

-- The message of an error that was raised in here belongs to whoever called.
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
    error("the script has reached one of its limits", 0)
  end
end

local function settled(well, ...)
  if not well then
    check()
  end
  return well, ...
end

function _G.pcall(inner, ...)
  return settled(xpcall(inner, placed, ...))
end

local function handled(handler, well, ...)
  if well then
    return well, ...
  end
  check()
  return well, handler(...)
end

-- The handler is called when the error has been caught: where it was raised, C would call it.
function _G.xpcall(inner, handler, ...)
  return handled(handler, xpcall(inner, placed, ...))
end

-- Raises where the script called whatever is running in here.
local function fail(message)
  local position = native.position()
  error(position and position .. ": " .. message or message, 0)
end

local function bad(index, name, expected, value)
  local given = value == nil and "no value" or type(value)
  fail("bad argument #" .. index .. " to '" .. name .. "' (" .. expected .. " expected, got " .. given .. ")")
end

-- Coroutines pass a call that waits on to the host, and go on when it has its answer.
local function relay(thread, well, first, ...)
  check()
  if well and first == pending then
    return relay(thread, resume(thread, yield(first, ...)))
  end
  return well, first, ...
end

local function unwrap(well, ...)
  if well then
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

-- Source text only, whatever the caller asks for: bytecode can break the interpreter.
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

-- What runs while memory is freed cannot be stopped.
function _G.setmetatable(target, metatable)
  if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then
    fail("a metatable with `__gc` cannot be set; free what you hold with `__close` or by hand")
  end
  return setmetatable(target, metatable)
end

