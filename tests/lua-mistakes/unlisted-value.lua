local page = app.integrations.plivo.list_messages{message_state = "deliverd"} -- mistake: param-type-mismatch
print(#page.objects)
