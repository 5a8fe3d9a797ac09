local sent = app.integrations.plivo.send_sms{src = "+14155552671", text = "Hi"} -- mistake: param-type-mismatch
print(sent.message_uuid)
