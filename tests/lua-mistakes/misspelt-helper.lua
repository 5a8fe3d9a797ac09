dmp(app.integrations.plivo.list_applications{}) -- mistake: undefined-global
