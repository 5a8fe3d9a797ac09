for call in app.integrations.plivo.list_calls.each{call_state = "ended"} do
  print(call.uuid) -- fault: undefined-field
end
