local page = app.integrations.plivo.list_messages{limit = 1}
print(page.messages) -- mistake: undefined-field
