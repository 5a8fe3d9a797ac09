local sent = app.integrations.plivo.send_sms("+14155552671", "+14155551234") -- mistake: missing-parameter
print(sent.message_uuid)
