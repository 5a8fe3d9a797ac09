-- The Lua half of the host: namespaces that can only be read, and functions that raise where the
-- script called them. The Rust half comes in as a table of functions, each of which answers `true`
-- and its results, or `false` and the failure to raise.
local native = ...

local error, next, rawget, setmetatable, tostring, type = error, next, rawget, setmetatable, tostring, type
local string = string
local create, resume, status = native.coroutine.create, native.coroutine.resume, native.coroutine.status
local yield, pending = native.coroutine.yield, native.pending

-- Failures ---------------------------------------------------------------------------------------

local Failure = { __name = "failure", __metatable = false }

function Failure.__tostring(failure)
  local position, message = rawget(failure, "position"), tostring(rawget(failure, "message"))
  return position and tostring(position) .. ": " .. message or message
end

function Failure.__concat(left, right)
  return tostring(left) .. tostring(right)
end

-- Scripts search in what they caught as if it were a text: `err:find("429")`.
function Failure.__index(_, name)
  local method = string and string[name]
  if method then
    return function(failure, ...)
      return method(tostring(failure), ...)
    end
  end
end

local function raise(failure)
  failure.position = native.position()
  error(setmetatable(failure, Failure), 0)
end

local function settle(well, ...)
  if well then
    return ...
  end
  raise((...))
end

local function raising(inner)
  return function(...)
    return settle(inner(...))
  end
end

-- A page is no list, and says so where it is taken for one: `ipairs` would find nothing in it.
local Page = native.page
Page.__name, Page.__metatable = "page", false

function Page.__index(page, name)
  if type(name) == "number" then
    raise(native.not_a_list(page))
  end
end

function Page.__len(page)
  raise(native.not_a_list(page))
end

-- Namespaces -------------------------------------------------------------------------------------

-- The path of each namespace, to know one when it is met where it should not be.
local paths = setmetatable({}, { __mode = "k" })

-- A namespace of `members`, of which `names` are listed, in order.
local function namespace(path, names, members)
  local space = {}
  paths[space] = path
  setmetatable(members, {
    __index = function(_, name)
      raise(native.unknown_name(path, name, names, members))
    end,
  })
  local function walk()
    local index = 0
    return function()
      index = index + 1
      local name = names[index]
      if name ~= nil then
        return name, members[name]
      end
    end
  end
  return setmetatable(space, {
    __name = "namespace",
    __metatable = false,
    __index = members,
    __pairs = walk,
    __iter = walk,
    __newindex = function(_, name)
      raise(native.read_only(path, name))
    end,
    __call = function()
      raise(native.not_a_function(path, names))
    end,
    __tostring = function()
      return native.describe(path, names)
    end,
  })
end

-- One function on one account.
local function bind(path, service, account, index)
  return function(first, ...)
    if paths[first] then
      raise(native.method_call(path))
    end
    return settle(native.call(service, account, index, first, ...))
  end
end

-- The records of a list one after another, from what gives them a page at a time. Pages wait in line:
-- several coroutines may ask at a time.
local function records(next_page)
  local waiting, first, last = {}, 1, 0
  return function()
    while first > last do
      local page = settle(next_page())
      if page == nil then
        return nil
      end
      for index = 1, #page do
        waiting[last + index] = page[index]
      end
      last = last + #page
    end
    local record = waiting[first]
    waiting[first] = nil
    first = first + 1
    return record
  end
end

-- The function behind each table that can be called.
local functions = setmetatable({}, { __mode = "k" })

local EACH = { "each" }

-- A function that lists: it can be called, and has `each`, which goes through the whole list.
local function list(path, call, service, account, index)
  local space, members = {}, {}
  paths[space], functions[space] = path, call
  function members.each(first, ...)
    if paths[first] then
      raise(native.method_call(path .. ".each"))
    end
    return records(settle(native.each(service, account, index, first, ...)))
  end
  setmetatable(members, {
    __index = function(_, name)
      raise(native.unknown_name(path, name, EACH, members))
    end,
  })
  return setmetatable(space, {
    __name = "function",
    __metatable = false,
    __index = members,
    __newindex = function(_, name)
      raise(native.read_only(path, name))
    end,
    __call = function(_, ...)
      return call(...)
    end,
    __tostring = function()
      return "function: " .. path
    end,
  })
end

-- A service, the one at `position`: every function under both of its names, on every account, and on
-- the first account without naming it.
local function service(slug, position, offered, tool_names, lists, accounts)
  local path = "app.integrations." .. slug
  local names, members = {}, {}
  for account = 1, #accounts do
    local own_path = path .. "." .. accounts[account]
    local own_names, own = {}, {}
    for index = 1, #offered do
      local name = offered[index]
      local full = (account == 1 and path or own_path) .. "." .. name
      local call = bind(full, position - 1, account - 1, index - 1)
      if lists[index] then
        call = list(full, call, position - 1, account - 1, index - 1)
      end
      own[name], own[tool_names[index]] = call, call
      own_names[#own_names + 1] = name
      if account == 1 then
        members[name], members[tool_names[index]] = call, call
        names[#names + 1] = name
      end
    end
    members[accounts[account]] = namespace(own_path, own_names, own)
  end
  for account = 1, #accounts do
    names[#names + 1] = accounts[account]
  end
  return namespace(path, names, members)
end

-- Side by side ------------------------------------------------------------------------------------

-- Goes on with a coroutine until it waits for an answer or ends. What it yields itself is for whoever
-- runs all of this.
local function advance(thread, well, first, ...)
  if well and first ~= pending and status(thread) == "suspended" then
    return advance(thread, resume(thread, yield(first, ...)))
  end
  return well, first
end

-- Runs functions side by side, and returns a list of what each returned, in order. Where some of them
-- raise, the others go on to their end, and then the first error is raised.
local function parallel(given)
  if type(given) ~= "table" or functions[given] or paths[given] then
    raise(native.no_functions(nil, given))
  end
  local count = #given
  local threads, results, failed, problem = {}, native.list(), nil, nil
  for index = 1, count do
    local inner = given[index]
    inner = functions[inner] or inner
    if type(inner) ~= "function" then
      raise(native.no_functions(index, inner))
    end
    threads[index] = create(inner)
  end
  for name in next, given do
    if not threads[name] then
      raise(native.no_functions(name, nil))
    end
  end
  local running = count
  while true do
    for index = 1, count do
      local thread = threads[index]
      if thread then
        local well, value = advance(thread, resume(thread))
        if not well or status(thread) == "dead" then
          threads[index], running = false, running - 1
          if well then
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
      -- The host drops the script: each request is told, and nothing goes on.
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
  return results
end

return Failure, namespace, service, raising, paths, functions, parallel
