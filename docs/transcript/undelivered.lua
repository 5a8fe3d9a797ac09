-- Which numbers got no delivery in the last week, and why?
local failures, delivered = {}, {}
for message in app.integrations.plivo.list_messages.each{
  start_time = "2026-01-25T12:00:00Z",
  message_direction = "outbound",
} do
  local to, code = message.to, message.error_code
  if code == "000" then
    delivered[to] = true
  elseif code then
    local key = to .. "  " .. code .. " " .. (message.error_reason or "unknown"):match("[^:]+")
    failures[key] = failures[key] or { to = to, count = 0 }
    failures[key].count = failures[key].count + 1
  end
end

local lines = {}
for key, failure in pairs(failures) do
  local others = delivered[failure.to] and "others arrived" or "none arrived"
  lines[#lines + 1] = key .. ": " .. failure.count .. " (" .. others .. ")"
end
table.sort(lines)
print(table.concat(lines, "\n"))
