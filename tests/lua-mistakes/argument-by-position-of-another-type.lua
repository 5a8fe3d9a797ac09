local call = app.integrations.plivo.get_call(42) -- mistake: param-type-mismatch
print(call.call_status)
