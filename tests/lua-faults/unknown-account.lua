local page = app.integrations.plivo.eu.list_numbers{} -- fault: undefined-field
print(#page.objects)
