for number in app.integrations.plivo.get_number.each{number = "+14155552671"} do -- mistake: undefined-field
  print(number)
end
