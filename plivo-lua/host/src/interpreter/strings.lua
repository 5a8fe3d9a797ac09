-- Continues guards.lua, with its locals.

-- Strings ----------------------------------------------------------------------------------------

local function text(value, index, name)
  local kind = type(value)
  if kind == "string" then
    return value
  elseif kind == "number" then
    return tostring(value)
  end
  bad(index, name, "string", value)
end

-- Returns where a search begins, or nil after the end of the subject.
local function beginning(subject, init)
  init = init or 1
  if init < 0 then
    init = #subject + init + 1
  end
  if init < 1 then
    return 1
  elseif init <= #subject + 1 then
    return init
  end
end

local function checked(first, ...)
  if first == false then
    fail((...))
  end
  return first, ...
end

function string.find(subject, pattern, init, is_plain)
  subject, pattern = text(subject, 1, "find"), text(pattern, 2, "find")
  init = beginning(subject, init)
  if not init then
    return nil
  elseif is_plain or not native.find(pattern, "[%^%$%*%+%?%.%(%[%%%-]", 1, nil, false) then
    local first = native.find_plain(subject, pattern, init)
    if first then
      return first, first + #pattern - 1
    end
    return nil
  end
  return checked(native.find(subject, pattern, init, nil, true))
end

-- Returns the captures of a match, or the whole match if there are none.
local function captures(subject, first, last, ...)
  if not first then
    return nil
  elseif select("#", ...) == 0 then
    return sub(subject, first, last)
  end
  return ...
end

function string.match(subject, pattern, init)
  subject, pattern = text(subject, 1, "match"), text(pattern, 2, "match")
  init = beginning(subject, init)
  if init then
    return captures(subject, checked(native.find(subject, pattern, init, nil, true)))
  end
end

function string.gmatch(subject, pattern, init)
  subject, pattern = text(subject, 1, "gmatch"), text(pattern, 2, "gmatch")
  local from, previous = beginning(subject, init), nil
  local function advance(first, last, ...)
    if first then
      from, previous = last + 1, last
      return captures(subject, first, last, ...)
    end
    from = nil
  end
  return function()
    if from then
      return advance(checked(native.find(subject, pattern, from, previous, false)))
    end
  end
end

local function replaced(subject, with, first, last, ...)
  local whole = sub(subject, first, last)
  if type(with) == "string" then
    if not native.find_plain(with, "%", 1) then
      return with
    end
    local parts, at = {}, 1
    while true do
      local mark = native.find_plain(with, "%", at)
      parts[#parts + 1] = sub(with, at, (mark or 0) - 1)
      if not mark then
        return concat(parts)
      end
      local name = sub(with, mark + 1, mark + 1)
      local index = tonumber(name)
      if name == "%" then
        parts[#parts + 1] = "%"
      elseif index == 0 or (index == 1 and select("#", ...) == 0) then
        parts[#parts + 1] = whole
      elseif index and index <= select("#", ...) then
        parts[#parts + 1] = tostring((select(index, ...)))
      elseif index then
        fail("invalid capture index %" .. index .. " in replacement string")
      else
        fail("invalid use of '%' in replacement string")
      end
      at = mark + 2
    end
  end
  local value
  if type(with) == "table" then
    value = with[captures(subject, first, last, ...)]
  else
    value = with(captures(subject, first, last, ...))
  end
  if not value then
    return whole
  elseif type(value) == "string" or type(value) == "number" then
    return value
  end
  fail("invalid replacement value (a " .. type(value) .. ")")
end

function string.gsub(subject, pattern, with, most)
  subject, pattern = text(subject, 1, "gsub"), text(pattern, 2, "gsub")
  local kind = type(with)
  if kind == "number" then
    with = tostring(with)
  elseif kind ~= "string" and kind ~= "table" and kind ~= "function" then
    bad(3, "gsub", "string/function/table", with)
  end
  most = most or 1 / 0
  local anchored = sub(pattern, 1, 1) == "^"
  local parts, count, from, previous = {}, 0, 1, nil
  local function step(first, last, ...)
    if not first then
      return false
    end
    count = count + 1
    parts[#parts + 1] = sub(subject, from, first - 1)
    parts[#parts + 1] = replaced(subject, with, first, last, ...)
    from, previous = last + 1, last
    return true
  end
  while count < most and step(checked(native.find(subject, pattern, from, previous, true))) do
    if anchored then
      break
    end
  end
  if count == 0 then
    return subject, 0
  end
  parts[#parts + 1] = sub(subject, from)
  return concat(parts), count
end

local rep = string.rep
function string.rep(subject, count, between)
  if type(subject) == "string" and (type(between) == "string" or between == nil) then
    if #subject + #(between or "") == 0 then
      return ""
    end
    check()
  end
  return rep(subject, count, between)
end

-- Calls `__tostring` from Lua.
function _G.tostring(...)
  local make = method((...), "__tostring")
  if make == nil then
    return tostring(...)
  end
  local made = make((...))
  if type(made) ~= "string" then
    fail("'__tostring' must return a string")
  end
  return made
end

local make_text, format = _G.tostring, string.format
function string.format(form, ...)
  check()
  local values, count = { ... }, select("#", ...)
  for index = 1, count do
    if type(values[index]) == "table" then
      values[index] = make_text(values[index])
    end
  end
  return format(form, table.unpack(values, 1, count))
end

-- Arithmetic on strings that contain numbers.
local string_metatable = getmetatable("")
for name, compute in pairs(native.arithmetic) do
  if rawget(string_metatable, name) then
    string_metatable[name] = function(left, right)
      local one, other = tonumber(left), tonumber(right)
      if one and other then
        return compute(one, other)
      end
      local own = method(right, name)
      if own and type(right) ~= "string" then
        return own(left, right)
      end
      local wrong = one and right or left
      fail("attempt to perform arithmetic on a " .. type(wrong) .. " value")
    end
  end
end

local function check_first(library, name)
  local inner = library and library[name]
  if inner then
    library[name] = function(subject, ...)
      if type(subject) == "string" and #subject > LARGE then
        check()
      end
      return inner(subject, ...)
    end
  end
end

for _, name in ipairs({ "lower", "reverse", "upper" }) do
  check_first(string, name)
end
for _, name in ipairs({ "codepoint", "len", "offset" }) do
  check_first(utf8, name)
end

