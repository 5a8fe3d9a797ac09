-- Sends a message, and prints the state of the last ones:
--   PLIVO_AUTH_ID=… PLIVO_AUTH_TOKEN=… lua5.4 messages.lua
local plivo = require "plivo"

local sent = plivo.send_sms{
  src = "+14155552671",
  dst = "+14155551234",
  text = "Your table is ready.",
}
print("queued, not yet sent: " .. sent.message_uuid)

for _, message in ipairs(plivo.list_messages{limit = 5}.objects) do
  print(message.from .. " to " .. message.to, message.message_state)
end

local ok, err = pcall(plivo.get_number, "+19995550000")
if not ok then
  print(err.code, err.message)
end
