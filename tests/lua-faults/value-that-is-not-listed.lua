local page = app.integrations.plivo.list_messages{message_state = "deliverd"} -- fault: param-type-mismatch
print(#page.objects)
