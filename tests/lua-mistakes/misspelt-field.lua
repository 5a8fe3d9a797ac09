for _, message in ipairs(app.integrations.plivo.list_messages().objects) do
  print(message.messageuuid) -- mistake: undefined-field
end
