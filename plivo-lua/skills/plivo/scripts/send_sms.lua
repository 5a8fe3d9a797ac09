local result = app.integrations.plivo.send_sms{
  src = "+14155552671",
  dst = "+14155551234",
  text = "Your order has been shipped.",
}
print("queued, not yet sent:", result.message_uuid)
for _, number in ipairs(result.invalid_number or {}) do
  print("refused: " .. number)
end
