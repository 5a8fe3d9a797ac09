local page = app.integrations.plivo.list_calls{limit = "5"} -- mistake: param-type-mismatch
print(#page.objects)
