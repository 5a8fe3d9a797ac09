local call = app.integrations.plivo.get_call{call_id = "8e3c7a55-21f6-4b38-9a01-5d8b52a4ce11"}
print(math.floor(call.total_amount or "0")) -- mistake: param-type-mismatch
