local well, raised = pcall(app.integrations.plivo.get_number, "+14155552671")
if not well and raised.code == "not_found" then
  print(raised.mesage) -- mistake: undefined-field
end
