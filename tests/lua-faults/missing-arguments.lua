local number = app.integrations.plivo.get_number() -- fault: missing-parameter
print(number.alias or "none")
