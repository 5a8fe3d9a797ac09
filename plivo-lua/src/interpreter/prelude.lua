-- What a script has beyond Lua's own functions and the host's, and how it is run.
local native = ...

local select, tostring, type, pcall, xpcall = select, tostring, type, pcall, xpcall
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
