local plivo = app.integrations.plivo
plivo.send_sms = nil -- mistake: read-only
