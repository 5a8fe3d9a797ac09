local call = app.integrations.plivo.get_call(42) -- fault: param-type-mismatch
print(call.call_status)
