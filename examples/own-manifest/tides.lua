local tides = app.integrations.tides

for _, tide in ipairs(tides.list_tides({ harbour = "Bergen" }).tides) do
  print("Lua", tide.at, tide.height)
end

-- A misspelt name is found before anything is sent.
print(select(2, pcall(tides.list_tides, { harbor = "Bergen" })))
