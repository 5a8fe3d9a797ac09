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

-- Texts ------------------------------------------------------------------------------------------

local function text(value, index, name)
  local kind = type(value)
  if kind == "string" then
    return value
  elseif kind == "number" then
    return tostring(value)
  end
  bad(index, name, "string", value)
end

-- Where a search begins; none where that is behind the end.
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

function string.find(subject, pattern, init, as_it_is)
  subject, pattern = text(subject, 1, "find"), text(pattern, 2, "find")
  init = beginning(subject, init)
  if not init then
    return nil
  elseif as_it_is then
    local first = native.find_plain(subject, pattern, init)
    if first then
      return first, first + #pattern - 1
    end
    return nil
  end
  return checked(native.find(subject, pattern, init, nil, true))
end

-- The captures of a match, or all of it where there are none.
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
  local function go_on(first, last, ...)
    if first then
      from, previous = last + 1, last
      return captures(subject, first, last, ...)
    end
    from = nil
  end
  return function()
    if from then
      return go_on(checked(native.find(subject, pattern, from, previous, false)))
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

-- The text of a value whose metatable makes one.
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

-- Texts that hold numbers can be computed with.
local of_texts = getmetatable("")
for name, compute in pairs(native.arithmetic) do
  if rawget(of_texts, name) then
    of_texts[name] = function(left, right)
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

local function looking_first(library, name)
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
  looking_first(string, name)
end
for _, name in ipairs({ "codepoint", "len", "offset" }) do
  looking_first(utf8, name)
end

-- Tables -----------------------------------------------------------------------------------------

-- Whether C may work on it: a length or a value that a metatable makes up can be without end.
local function is_plain(list)
  if type(list) ~= "table" or (getmetatable(list) ~= nil and not plain(list)) then
    return false
  elseif rawlen and rawlen(list) > LARGE then
    check()
  end
  return true
end

local function needs_table(list, name)
  if type(list) ~= "table" then
    bad(1, name, "table", list)
  end
end

local function step(list, index)
  index = index + 1
  local value = list[index]
  if value ~= nil then
    return index, value
  end
end

function _G.ipairs(list)
  if list == nil then
    bad(1, "ipairs", "table", list)
  end
  return step, list, 0
end

local unpack = table.unpack
if unpack then
  function table.unpack(list, first, last)
    first, last = first or 1, last or #list
    if is_plain(list) then
      return unpack(list, first, last)
    end
    local values = {}
    for index = first, last do
      values[index] = list[index]
    end
    return unpack(values, first, last)
  end
end

function table.concat(list, between, first, last)
  needs_table(list, "concat")
  if is_plain(list) then
    return concat(list, between, first, last)
  end
  local parts = {}
  for index = first or 1, last or #list do
    parts[#parts + 1] = list[index]
  end
  return concat(parts, between)
end

function table.insert(list, ...)
  needs_table(list, "insert")
  if is_plain(list) then
    return insert(list, ...)
  end
  local last, count = #list + 1, select("#", ...)
  if count == 1 then
    list[last] = (...)
    return
  end
  local at, value = ...
  for index = last, at + 1, -1 do
    list[index] = list[index - 1]
  end
  list[at] = value
end

function table.remove(list, at)
  needs_table(list, "remove")
  if is_plain(list) then
    if at == nil then
      return remove(list)
    end
    return remove(list, at)
  end
  local last = #list
  at = at or last
  local value = list[at]
  for index = at, last - 1 do
    list[index] = list[index + 1]
  end
  list[last] = nil
  return value
end

function table.move(from, first, last, to, target)
  needs_table(from, "move")
  target = target or from
  if to > last or to <= first or target ~= from then
    for index = 0, last - first do
      target[to + index] = from[first + index]
    end
  else
    for index = last - first, 0, -1 do
      target[to + index] = from[first + index]
    end
  end
  return target
end

local function in_order(left, right)
  return left < right
end

-- Merges, so that any comparison ends, may wait for the host, and leaves equals as they were.
function table.sort(list, before)
  needs_table(list, "sort")
  if before ~= nil and type(before) ~= "function" then
    bad(2, "sort", "function", before)
  end
  before = before or in_order
  local count, sorted, other = #list, {}, {}
  for index = 1, count do
    sorted[index] = list[index]
  end
  local width = 1
  while width < count do
    for start = 1, count, 2 * width do
      local left, right = start, start + width
      local middle, stop = right, start + 2 * width
      if middle > count + 1 then
        middle, right = count + 1, count + 1
      end
      if stop > count + 1 then
        stop = count + 1
      end
      for index = start, stop - 1 do
        if left < middle and (right >= stop or not before(sorted[right], sorted[left])) then
          other[index], left = sorted[left], left + 1
        else
          other[index], right = sorted[right], right + 1
        end
      end
    end
    sorted, other = other, sorted
    width = 2 * width
  end
  for index = 1, count do
    list[index] = sorted[index]
  end
end

return xpcall, placed
