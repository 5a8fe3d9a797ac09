local number = app.integrations.plivo.get_number{number = "+14155552671"}
print(number.alias:upper()) -- mistake: need-check-nil
