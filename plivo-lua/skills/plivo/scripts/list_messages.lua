local page = app.integrations.plivo.list_messages{
  message_direction = "outbound",
  start_time = "2026-01-25T00:00:00Z",
  end_time = "2026-01-31T23:59:59Z",
  limit = 5,
}
for _, message in ipairs(page.objects) do
  print(message.message_uuid, message.from .. " to " .. message.to, message.message_state)
end
