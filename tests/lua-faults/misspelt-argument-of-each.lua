for call in app.integrations.plivo.list_calls.each{call_sate = "ended"} do -- fault: param-type-mismatch
  print(call.call_uuid)
end
