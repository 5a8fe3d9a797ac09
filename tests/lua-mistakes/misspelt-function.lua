local page = app.integrations.plivo.list_mesages{limit = 5} -- mistake: undefined-field
print(#page.objects)
