-- What a script has beyond Lua's own functions and the host's, and how it is run.
local native, namespaces, pending = ...

local error, load, rawset, select, tostring, type, pcall, xpcall = error, load, rawset, select, tostring, type, pcall, xpcall
local concat = table.concat

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
  return native.write(concat(parts, "\t") .. "\n")
end

function dump(value)
  native.write(text_of(value) .. "\n")
  return value
end

json = { encode = native.encode, decode = native.decode, array = native.array }

-- Lua's own functions, kept to what is allowed ----------------------------------------------------

-- Source text only, whatever the caller asks for: bytecode can break the interpreter.
if load then
  function _G.load(chunk, name, mode, ...)
    if mode == "b" then
      return nil, "only source text can be loaded, not bytecode"
    end
    return load(chunk, name, "t", ...)
  end
end

-- A namespace is empty by itself, so a raw write would put something in front of it.
function _G.rawset(target, name, value)
  if namespaces[target] then
    target[name] = value
  end
  return rawset(target, name, value)
end

-- Coroutines pass a call that waits on to the host, and go on when it has its answer.
local create, resume, yield, close = coroutine.create, coroutine.resume, coroutine.yield, coroutine.close

local function relay(thread, well, first, ...)
  if well and first == pending then
    return relay(thread, resume(thread, yield(first, ...)))
  end
  return well, first, ...
end

local function unwrap(thread, well, ...)
  if well then
    return ...
  end
  if close then
    close(thread)
  end
  error((...), 0)
end

function coroutine.resume(thread, ...)
  return relay(thread, resume(thread, ...))
end

function coroutine.wrap(inner)
  local thread = create(inner)
  return function(...)
    return unwrap(thread, relay(thread, resume(thread, ...)))
  end
end

-- Running ----------------------------------------------------------------------------------------

local function caught(value)
  local shown, text = pcall(text_of, value)
  return {
    value = value,
    text = shown and text or type(value),
    position = native.position(),
    traceback = native.traceback(),
  }
end

return function(script)
  return xpcall(script, caught)
end
