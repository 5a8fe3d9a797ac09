-- The Lua half of the host: read-only namespaces, and functions that raise errors at the script's line. The Rust
-- half is a table of functions, each of which returns `true` and its results, or `false` and the failure to raise.
local native = ...

local error, next, rawequal, rawget, rawset, select, setmetatable, tostring, type =
  error, next, rawequal, rawget, rawset, select, setmetatable, tostring, type
local string = string
local create, resume, status = native.coroutine.create, native.coroutine.resume, native.coroutine.status
local yield, isyieldable, pending = native.coroutine.yield, native.coroutine.isyieldable, native.pending
local paused = native.paused

-- Failures ---------------------------------------------------------------------------------------

local Failure = { __name = "failure", __metatable = false }

function Failure.__tostring(failure)
  local position, message = rawget(failure, "position"), tostring(rawget(failure, "message"))
  return position and tostring(position) .. ": " .. message or message
end

function Failure.__concat(left, right)
  return tostring(left) .. tostring(right)
end

-- Scripts treat what they caught as a string: `err:find("429")`.
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

local function settle(ok, ...)
  if ok then
    return ...
  end
  raise((...))
end

-- Fails where Lua cannot wait for a response: inside a C function such as `string.gsub` or `table.sort`.
local function check_wait(path)
  if native.waits and isyieldable and not isyieldable() then
    raise(native.cannot_wait(path))
  end
end

-- Makes a function raise failures at the script's line. One with a path may have to wait.
local function raising(inner, path)
  return function(...)
    if path then
      check_wait(path)
    end
    return settle(inner(...))
  end
end

-- Responses --------------------------------------------------------------------------------------

local checks = native.checks

-- The names that a script has set on each table, which it may read there even after it has set them to nil.
local set_names = setmetatable({}, { __mode = "k" })

local function set(table, name, value)
  rawset(table, name, value)
  if value ~= nil then
    local own = set_names[table] or {}
    own[name], set_names[table] = true, own
  end
end

local function is_set(table, name)
  local own = set_names[table]
  return own and own[name]
end

-- Creates the metatable of tables that raise an error if a name is read that is not among `names`.
if checks then
  function checks.checked(kind, names, unknown)
    return {
      __name = kind,
      __metatable = false,
      __index = function(table, name)
        if not names[name] and not is_set(table, name) then
          raise(unknown(table, name))
        end
      end,
      __newindex = set,
      -- Luau would call the table otherwise.
      __iter = function(table)
        return next, table
      end,
      -- `pcall(f{…})` calls what `f` returned without arguments, and `for x in f{…} do` with some.
      __call = function(table, ...)
        raise(select("#", ...) == 0 and native.not_called(kind) or unknown(table, 1))
      end,
    }
  end
end

-- A list in a response has no names.
if checks then
  function native.responses.__index(_, name)
    if type(name) == "string" then
      raise(native.unknown_in_list(name))
    end
  end
end

-- A page is not a list, and raises an error if it is used as one: `ipairs` would find nothing in it.
local Page, page_names = native.page, native.page_names
Page.__name, Page.__metatable, Page.__newindex = "page", false, set

-- The path of the function that returned each page.
local page_paths = setmetatable({}, { __mode = "k" })

local function page_of(path, page)
  page_paths[page] = path
  return page
end

function Page.__index(page, name)
  if type(name) == "number" then
    raise(native.not_a_list(page, page_paths[page]))
  elseif checks and not page_names[name] and not is_set(page, name) then
    raise(native.unknown_in_page(page, name, page_paths[page]))
  end
end

function Page.__len(page)
  raise(native.not_a_list(page, page_paths[page]))
end

-- `for record in page do` calls the page, or asks it for an iterator.
Page.__iter = Page.__len

function Page.__call(page, ...)
  raise(select("#", ...) == 0 and native.not_called("page") or native.not_a_list(page, page_paths[page]))
end

-- Namespaces -------------------------------------------------------------------------------------

-- The path of each namespace, which also identifies a table as one.
local paths = setmetatable({}, { __mode = "k" })

-- Creates a namespace of `members`, of which `names` are enumerated, in order.
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

-- Creates what stands for a global that scripts do not have: any use of it raises an error that says what there is instead.
local function missing(name)
  local function fail(_, member)
    raise(native.missing(name, type(member) == "string" and member or nil))
  end
  local function fail_whole()
    fail()
  end
  return setmetatable({}, {
    __name = "missing",
    __metatable = false,
    __index = fail,
    __newindex = fail,
    __call = fail_whole,
    __len = fail_whole,
    __pairs = fail_whole,
    __iter = fail_whole,
    __concat = fail_whole,
    __tostring = function()
      return "nil"
    end,
  })
end

-- Creates one function on one account; `native_call` is the function behind it.
local function bind(native_call, path, service, account, index, is_list)
  local function call(first, ...)
    if paths[first] then
      raise(native.method_call(path))
    end
    check_wait(path)
    if is_list then
      return page_of(path, settle(native_call(service, account, index, first, ...)))
    end
    return settle(native_call(service, account, index, first, ...))
  end
  paths[call] = path
  return call
end

-- The function behind each callable table.
local functions = setmetatable({}, { __mode = "k" })

-- Creates a callable table from a function that iterates, which raises an error if it is used as a list.
local function iterator(path, call)
  local function fail()
    raise(native.not_iterable(path))
  end
  local self = setmetatable({}, {
    __name = "function",
    __metatable = false,
    __index = fail,
    __newindex = fail,
    __len = fail,
    __pairs = fail,
    __call = function(_, ...)
      return call(...)
    end,
    __tostring = function()
      return "function: " .. path
    end,
  })
  functions[self] = call
  return self
end

-- Returns an iterator over the records of a list, from a function that fetches pages, and a function that lets it go on
-- after an error, which ends it. Several coroutines may call it at the same time, so pages are queued.
local function records(path, next_page)
  local waiting, first, last, stopped = {}, 1, 0, false
  local function next_record()
    while first > last do
      if stopped then
        return nil
      end
      local ok, page = next_page()
      stopped = not ok
      page = settle(ok, page)
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
  return iterator(path, next_record), function()
    stopped = false
  end
end

local EACH = { "each" }

-- Creates a function that returns a list: it is callable, and has `each`, which iterates over the whole list.
local function list(path, call, service, account, index)
  local space = {}
  paths[space], functions[space] = path, call
  local each = path .. ".each"
  local members = {
    each = iterator(each, function(first, ...)
      if paths[first] then
        raise(native.method_call(each))
      end
      -- `for record in each do` calls it with two nils.
      if first == nil and select("#", ...) == 1 and (...) == nil then
        raise(native.each_not_called(path))
      end
      check_wait(each)
      return records(each, settle(native.each(service, account, index, first, ...)))
    end),
  }
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

-- Creates the namespace of the service at `position`: every function under both of its names, every estimate and every
-- verifier of webhooks, on every account, and on the first account without its name; then `accounts` and each account.
local function service(slug, position, accounts, offered, tool_names, lists, estimate_names, estimates, verifiers)
  local path = "app.integrations." .. slug
  local names, members, all = {}, {}, {}
  for account = 1, #accounts do
    local own_path = path .. "." .. accounts[account]
    local own_names, own = {}, {}
    local function add(name, call)
      own[name], own_names[#own_names + 1] = call, name
      if account == 1 then
        members[name], names[#names + 1] = call, name
      end
    end
    local function full(name)
      return (account == 1 and path or own_path) .. "." .. name
    end
    for index = 1, #offered do
      local name = offered[index]
      local call = bind(native.call, full(name), position - 1, account - 1, index - 1, lists[index])
      if lists[index] then
        call = list(full(name), call, position - 1, account - 1, index - 1)
      end
      add(name, call)
      own[tool_names[index]] = call
      if account == 1 then
        members[tool_names[index]] = call
      end
    end
    for index = 1, #estimates do
      add(estimate_names[index], raising(estimates[index]))
    end
    for index = 1, #verifiers do
      local name = verifiers[index]
      add(name, bind(native.verify, full(name), position - 1, account - 1, index - 1))
    end
    all[accounts[account]] = namespace(own_path, own_names, own)
  end
  -- The accounts are last: the error for a missing name tells them apart.
  names[#names + 1] = "accounts"
  for account = 1, #accounts do
    local name = accounts[account]
    names[#names + 1], members[name] = name, all[name]
  end
  members.default = all[accounts[1]]
  members.accounts = namespace(path .. ".accounts", accounts, all)
  return namespace(path, names, members)
end

-- Concurrency -------------------------------------------------------------------------------------

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
local function parallel(list)
  if type(list) ~= "table" or functions[list] or paths[list] then
    raise(native.no_functions(nil, list))
  end
  local count = #list
  local threads, results, failed, problem = {}, native.list(), nil, nil
  for index = 1, count do
    local inner = list[index]
    inner = functions[inner] or inner
    if type(inner) ~= "function" then
      raise(native.no_functions(index, inner))
    end
    threads[index] = create(inner)
  end
  for name in next, list do
    if not threads[name] then
      raise(native.no_functions(name, nil))
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

return Failure, namespace, service, raising, paths, functions, parallel, missing
