local plivo = app.integrations.plivo
local sent = plivo.send_sms{src = "+14155552671", dst = {14155551234}, text = "hi"} -- mistake: param-type-mismatch
print(sent.message_uuid)
