-- What a script has beyond Lua's own functions and the host's, and how it is run.
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
  return native.write(concat(parts, "\t") .. "\n")
end

function dump(value)
  native.write(text_of(value) .. "\n")
  return value
end

json = { encode = native.encode, decode = native.decode, array = native.array }

-- A namespace is empty by itself, so a raw write would put something in front of it.
function _G.rawset(target, name, value)
  if namespaces[target] then
    target[name] = value
  end
  return rawset(target, name, value)
end

-- Some of the host's functions are tables, for what they have beside the call.
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

-- Runs no function of the script's: where an error is handled nothing can stop it.
local function caught(value)
  return {
    value = placed(value),
    position = native.position(),
    traceback = native.traceback(),
  }
end

local function ended(well, ...)
  local caught = ...
  if not well and type(caught) == "table" then
    local shown, text = pcall(text_of, caught.value)
    caught.text = shown and text or type(caught.value)
  end
  return well, ...
end

return function(script)
  return ended(xpcall(script, caught))
end
