local plivo = app.integrations.plivo
plivo.send_sms = nil -- fault: read-only
