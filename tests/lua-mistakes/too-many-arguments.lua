local number = app.integrations.plivo.get_number("+14155552671", "+14155551234") -- mistake: redundant-parameter
print(number.alias or "none")
