dmp(app.integrations.plivo.list_applications{}) -- fault: undefined-global
