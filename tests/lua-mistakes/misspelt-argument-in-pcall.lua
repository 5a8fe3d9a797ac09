local well, raised = pcall(app.integrations.plivo.get_number, {numbr = "+14155552671"}) -- mistake: param-type-mismatch
print(well, raised)
