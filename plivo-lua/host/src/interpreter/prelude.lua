-- The interpreter's functions for scripts, and the function that runs a script.
local native, namespaces, functions, xpcall, placed = ...

local rawset, select, tostring, type, pcall = rawset, select, tostring, type, pcall
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
  native.write(concat(parts, "\t") .. "\n")
end

function dump(value)
  native.write(text_of(value) .. "\n")
  return value
end

json = { encode = native.encode, decode = native.decode, array = native.array }

-- A namespace is an empty table with a metatable, so a raw write would hide its members.
function _G.rawset(target, name, value)
  if namespaces[target] then
    target[name] = value
  end
  return rawset(target, name, value)
end

-- Some of the host's functions are callable tables, because they have members.
function _G.type(...)
  local name = type(...)
  return name == "table" and functions[(...)] and "function" or name
end

local create, wrap = coroutine.create, coroutine.wrap

function coroutine.create(inner)
  return create(functions[inner] or inner)
end

function coroutine.wrap(inner)
  return wrap(functions[inner] or inner)
end

-- Running ----------------------------------------------------------------------------------------

-- Calls no function of the script: nothing can stop an error handler.
local function caught(value)
  return {
    value = placed(value),
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
