local page = app.integrations.plivo.eu.list_numbers{} -- mistake: undefined-field
print(#page.objects)
