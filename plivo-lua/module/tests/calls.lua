-- Calls block everywhere, also where Lua cannot yield.
local plivo = require "plivo"

local numbers = plivo.list_numbers{limit = 3}.objects
assert(#numbers > 0 and plivo.get_number(numbers[1].number).number == numbers[1].number)
assert(plivo.plivo_get_number{number = numbers[1].number}.alias == numbers[1].alias)
assert(plivo.default.list_numbers().objects[1].number == numbers[1].number)

-- In a comparator.
local compared = 0
table.sort(numbers, function(left, right)
  compared = compared + 1
  return plivo.get_number(left.number).number < plivo.get_number(right.number).number
end)
assert(compared > 0)

-- In the callback of a pattern.
local shown = (numbers[1].number):gsub("%d+", function(number)
  return "number " .. plivo.get_number(number).number
end)
assert(shown == "number " .. numbers[1].number)

-- In a coroutine that is an iterator.
local each = coroutine.wrap(function()
  for _, number in ipairs(plivo.list_numbers().objects) do
    coroutine.yield(number.number)
  end
end)
assert(each() ~= nil and each() ~= nil)

-- In a metamethod.
local lazy = setmetatable({}, {
  __index = function(_, number)
    return plivo.get_number(number)
  end,
})
assert(lazy[numbers[1].number].number == numbers[1].number)

-- Over several pages.
local counted = 0
for number in plivo.list_numbers.each() do
  counted = counted + 1
  assert(number.number)
end
assert(counted > 20 and counted == plivo.list_numbers{limit = 1}.meta.total_count, counted)

-- A sent message is listed once.
local sent = plivo.send_sms("+14155552671", "+14155551234", "Hi")
local found = 0
for _, message in ipairs(plivo.list_messages{limit = 20}.objects) do
  found = found + (message.message_uuid == sent.message_uuid and 1 or 0)
end
assert(found == 1, found)
