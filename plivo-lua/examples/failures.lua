-- Handling failures.
--   plivo-lua run --sandbox failures.lua
local plivo = app.integrations.plivo

-- A failed call raises a table; compare its `code`.
local ok, err = pcall(plivo.get_number, "+19995550000")
if not ok and err.code == "not_found" then
  print("not one of ours: " .. err.message)
end

-- All argument errors are reported together, before any request.
ok, err = pcall(plivo.send_sms, {src = "+14155552671", dst = "+14155551234", text = "", log = true})
if not ok then
  for _, fault in ipairs(err.faults or {}) do
    print((fault.parameter or "call") .. ": " .. fault.message)
  end
end

-- Retry a send only if nothing happened: a send that may have arrived must not be repeated.
local function send(text)
  local sent, result = pcall(plivo.send_sms, "+14155552671", "+14155551234", text)
  if sent then
    return result.message_uuid
  elseif result.effect == "none" and result.retryable then
    return send(text)
  end
  print("not sent, or unknown: " .. result)
end
print("queued: " .. (send("Your table is ready.") or "nothing"))

-- A failure also works as a string.
ok, err = pcall(function() return plivo.list_messages{limit = 1000} end)
if not ok and err:find("100", 1, true) then
  print("at most 100 at a time")
end
