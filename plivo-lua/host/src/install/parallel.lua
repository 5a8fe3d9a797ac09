-- `parallel`, which scripts call to wait for several responses at once.
local native, raise, paths, functions = ...

local error, next, rawequal, type = error, next, rawequal, type
local create, resume, status = native.coroutine.create, native.coroutine.resume, native.coroutine.status
local yield, pending, paused = native.coroutine.yield, native.pending, native.paused

-- Resumes a coroutine until it waits for a response or ends. Anything else that it yields is passed on to the caller
-- of `parallel`; one that the hook has paused yields `paused`, since no values would look like the script's.
local function advance(thread, ok, first, ...)
  if not ok or first == pending or status(thread) ~= "suspended" then
    return ok, first
  elseif paused[thread] and not rawequal(first, paused) then
    paused[thread] = nil
    return advance(thread, resume(thread, yield(paused)))
  end
  return advance(thread, resume(thread, yield(first, ...)))
end

-- Runs functions concurrently, and returns a list of their results, in order, with their number as `n`. If some raise an error, the others run
-- to their end; then the first error is raised.
return function(list)
  if type(list) ~= "table" or functions[list] or paths[list] then
    raise(list, native.no_functions(nil, list))
  end
  local count = #list
  local threads, results, failed, problem = {}, native.list(), nil, nil
  for index = 1, count do
    local inner = list[index]
    inner = functions[inner] or inner
    if type(inner) ~= "function" then
      raise(inner, native.no_functions(index, inner))
    end
    threads[index] = create(inner)
  end
  for name in next, list do
    if not threads[name] then
      raise(nil, native.no_functions(name, nil))
    end
  end
  local running = count
  while true do
    for index = 1, count do
      local thread = threads[index]
      if thread then
        local ok, value = advance(thread, resume(thread))
        if not ok or status(thread) == "dead" then
          threads[index], running = false, running - 1
          if ok then
            results[index] = value
          elseif not failed or index < failed then
            failed, problem = index, value
          end
        end
      end
    end
    if running == 0 then
      break
    end
    local cancelled = yield(pending)
    if cancelled ~= nil then
      -- The host drops the script: cancel each request, and never resume.
      for index = 1, count do
        if threads[index] then
          resume(threads[index], cancelled)
        end
      end
      yield()
    end
  end
  if failed then
    error(problem, 0)
  end
  results.n = count
  return results
end
