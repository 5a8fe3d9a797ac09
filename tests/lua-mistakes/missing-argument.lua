local sent = app.integrations.plivo.send_sms{src = "+14155552671", dst = "+14155551234"} -- mistake: param-type-mismatch
print(sent.message_uuid)
