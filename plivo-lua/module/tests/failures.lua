-- What fails raises a table that says all of it, at the line of the caller.
local plivo = require "plivo"

local well, failure = pcall(function()
  plivo.send_sms{src = "+14155552671", dts = "+14155551234"}
end)
assert(not well and failure.code == "invalid_arguments" and failure.effect == "none")
assert(#failure.faults == 3, #failure.faults)
assert(failure.position:find("failures.lua:5$"), failure.position)
assert(("failed: " .. failure):find("did you mean `dst`"), tostring(failure))

well, failure = pcall(plivo.get_number, "+19995550000")
assert(not well and failure.code == "not_found" and failure.status == 404, tostring(failure))

well, failure = pcall(function() return plivo.list_mesages end)
assert(not well and failure.hint == "did you mean `list_messages`?", tostring(failure))

well, failure = pcall(function() return plivo:list_messages{} end)
assert(not well and failure.code == "method_call", tostring(failure))
