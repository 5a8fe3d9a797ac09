for call in app.integrations.plivo.list_calls.each{call_state = "ended"} do
  print(call.uuid) -- mistake: undefined-field
end
