app.integrations.plivo.fax = true -- fault: inject-field
