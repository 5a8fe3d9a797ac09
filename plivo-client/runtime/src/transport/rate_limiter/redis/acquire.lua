-- Takes a place in each sorted set, or in none. Returns 0, or how many microseconds to wait before the next try.
-- KEYS: a sorted set for each limit; its members are requests, their scores when they stop counting.
-- ARGV: the request, how long it may take, then for each limit its requests and its length.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local wait = 0
for index, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  -- It asks again where the answer was lost.
  redis.call('ZREM', key, ARGV[1])
  if redis.call('ZCARD', key) >= tonumber(ARGV[2 * index + 1]) then
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')
    -- A request that ends now counts for the length of the limit. Without a length, a place may be free at any time.
    local length = tonumber(ARGV[2 * index + 2])
    wait = math.max(wait, length > 0 and math.min(first[2] - now, length) or 20000)
  end
end
if wait > 0 then return math.ceil(wait) end
for index, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + ARGV[2] + ARGV[2 * index + 2], ARGV[1])
  local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
  redis.call('PEXPIREAT', key, math.ceil(last[2] / 1000) + 1000)
end
return 0
