local page = app.integrations.plivo.list_calls{limit = "5"} -- fault: param-type-mismatch
print(#page.objects)
