local page = app.integrations.twilio.list_numbers{} -- fault: undefined-field
print(#page.objects)
