-- Continues strings.lua, with its locals.

-- Tables -----------------------------------------------------------------------------------------

-- Returns whether C functions may use a table: a metatable can make its length or values endless.
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

-- A merge sort: it ends whatever the comparison returns, the comparison may yield, and the order of equal values stays.
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
