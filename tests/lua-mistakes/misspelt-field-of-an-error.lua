local well, raised = pcall(app.integrations.plivo.get_number, {number = "+14155552671"})
if not well then
  local failure = raised --[[@as plivo.error]]
  print("failed: " .. failure, failure.retryafter) -- mistake: undefined-field
end
