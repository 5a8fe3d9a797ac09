app.integrations.plivo.fax = true -- mistake: inject-field
