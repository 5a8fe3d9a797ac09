local page = app.integrations.twilio.list_numbers{} -- mistake: undefined-field
print(#page.objects)
