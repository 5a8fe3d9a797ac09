local number = app.integrations.plivo.get_number() -- mistake: missing-parameter
print(number.alias or "none")
