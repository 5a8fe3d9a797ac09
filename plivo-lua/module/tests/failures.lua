-- A failed call raises a table with every detail, at the caller's line.
local plivo = require "plivo"

local ok, err = pcall(function()
  plivo.send_sms{src = "+14155552671", dts = "+14155551234"}
end)
assert(not ok and err.code == "invalid_arguments" and err.effect == "none")
assert(#err.faults == 2, #err.faults)
assert(err.position:find("failures.lua:5$"), err.position)
assert(("failed: " .. err):find("did you mean `dst`"), tostring(err))

ok, err = pcall(plivo.get_number, "+19995550000")
assert(not ok and err.code == "not_found" and err.status == 404, tostring(err))

ok, err = pcall(function() return plivo.list_mesages end)
assert(not ok and err.hint == "did you mean `list_messages`?", tostring(err))

ok, err = pcall(function() return plivo:list_messages{} end)
assert(not ok and err.code == "method_call", tostring(err))
