local page = app.integrations.plivo.list_mesages{limit = 5} -- fault: undefined-field
print(#page.objects)
