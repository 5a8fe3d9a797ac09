local number = app.integrations.plivo.get_number{number = "+14155552671"}
number.owner = "sales" -- mistake: inject-field
print(number.number)
