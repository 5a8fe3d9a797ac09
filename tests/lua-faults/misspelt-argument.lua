local page = app.integrations.plivo.list_messages{limt = 5} -- fault: param-type-mismatch
print(#page.objects)
