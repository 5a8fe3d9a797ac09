for call in app.integrations.plivo.list_calls.each{call_sate = "ended"} do -- mistake: param-type-mismatch
  print(call.call_uuid)
end
