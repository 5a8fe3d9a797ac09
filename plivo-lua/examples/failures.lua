-- What can go wrong, and how a script tells.
--   plivo-lua run --sandbox failures.lua
local plivo = app.integrations.plivo

-- By position or by name, what is raised is a failure; `code` is the word to compare with.
local well, raised = pcall(plivo.get_number, "+19995550000")
if not well and raised.code == "not_found" then
  print("not one of ours: " .. raised.message)
end

-- Everything that is wrong with the arguments is there at once, and no request was made.
well, raised = pcall(plivo.send_sms, {src = "+14155552671", dst = "+14155551234", text = "", log = true})
if not well then
  for _, fault in ipairs(raised.faults or {}) do
    print((fault.parameter or "call") .. ": " .. fault.message)
  end
end

-- A send that may have arrived must not be repeated; one that did nothing may be.
local function send(text)
  local sent, answer = pcall(plivo.send_sms, "+14155552671", "+14155551234", text)
  if sent then
    return answer.message_uuid
  elseif answer.effect == "none" and answer.retryable then
    return send(text)
  end
  print("not sent, or perhaps: " .. answer)
end
print("queued: " .. (send("Your table is ready.") or "nothing"))

-- Where a text is wanted, a failure is one.
well, raised = pcall(function() return plivo.list_messages{limit = 1000} end)
if not well and raised:find("100", 1, true) then
  print("at most 100 at a time")
end
