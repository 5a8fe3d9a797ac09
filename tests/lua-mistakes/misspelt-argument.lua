local page = app.integrations.plivo.list_messages{limt = 5} -- mistake: param-type-mismatch
print(#page.objects)
