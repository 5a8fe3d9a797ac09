-- Ends a request, which counts for the length of each limit from now on. Without a length it counts no longer.
-- KEYS: the sorted set of each limit. ARGV: the request, then the length of each limit.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for index, key in ipairs(KEYS) do
  local length = tonumber(ARGV[index + 1])
  if length > 0 then
    redis.call('ZADD', key, 'XX', now + length, ARGV[1])
  else
    redis.call('ZREM', key, ARGV[1])
  end
end
return 0
