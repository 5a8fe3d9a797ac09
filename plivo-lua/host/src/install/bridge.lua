-- The Lua half of the host: read-only namespaces, and functions that raise errors at the script's line. The Rust
-- half is a table of functions, each of which returns `true` and its results, or `false` and the failure to raise.
local native = ...

local error, next, rawget, rawset, select, setmetatable, tostring, type =
  error, next, rawget, rawset, select, setmetatable, tostring, type
local string, isyieldable, current = string, native.coroutine.isyieldable, native.coroutine.running

-- Failures ---------------------------------------------------------------------------------------

local Failure = { __name = "failure", __metatable = false }

function Failure.__tostring(failure)
  local position, message = rawget(failure, "position"), tostring(rawget(failure, "message"))
  return position and tostring(position) .. ": " .. message or message
end

function Failure.__concat(left, right)
  return tostring(left) .. tostring(right)
end

local function raise(failure)
  failure.position = native.position()
  error(setmetatable(failure, Failure), 0)
end

-- The name of the write that returned each record, and what it did.
local writes = setmetatable({}, { __mode = "k" })

-- Adds to a failure about a value that a write returned it: the call must not be repeated.
local function about(value, failure)
  local write = writes[value]
  return write and native.was_done(failure, write.name, write.done) or failure
end

local function settle(value, ok, ...)
  if ok then
    return ...
  end
  raise(about(value, (...)))
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
    return settle((...), inner(...))
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

Failure.__newindex = set

-- Scripts treat what they caught as a string: `err:find("429")`.
function Failure.__index(failure, name)
  local method = string and rawget(string, name)
  if method then
    return function(failure, ...)
      return method(tostring(failure), ...)
    end
  elseif checks and not native.failure_names[name] and not is_set(failure, name) then
    raise(native.after(native.unknown_in_failure(name), failure))
  end
end

-- Creates the metatable of tables that raise an error if a name is read that is not among `names`.
if checks then
  function checks.checked(kind, names, unknown)
    return {
      __name = kind,
      __metatable = false,
      __index = function(table, name)
        if not names[name] and not is_set(table, name) then
          raise(about(table, unknown(table, name)))
        end
      end,
      __newindex = set,
      -- Luau would call the table otherwise.
      __iter = function(table)
        return next, table
      end,
      -- `pcall(f{…})` calls what `f` returned without arguments, and `for x in f{…} do` with some.
      __call = function(table, ...)
        raise(about(table, select("#", ...) == 0 and native.not_called(kind) or native.not_looped(kind)))
      end,
    }
  end

  -- A list in a response has no names, and counts from 1. Scripts look for element 0 as the one before the first.
  function native.responses.__index(list, name)
    local kind = type(name)
    if kind == "string" or kind == "number" and name < 0 then
      raise(about(list, native.unknown_in_list(name)))
    end
  end
end

-- A page is not a list, and raises an error if it is used as one: `ipairs` would find nothing in it.
local Page, page_names = native.page, native.page_names
Page.__name, Page.__metatable, Page.__newindex = "page", false, set

-- The path of the function that returned each page.
local page_paths = setmetatable({}, { __mode = "k" })

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

-- The path of each namespace and function, which also identifies a table as one of them.
local paths = setmetatable({}, { __mode = "k" })

-- Makes `members` raise an error for any other name than these.
local function closed(path, names, members)
  return setmetatable(members, {
    __index = function(_, name)
      raise(native.unknown_name(path, name, names, members))
    end,
  })
end

-- Creates what makes a table read-only.
local function read_only(path)
  return function(_, name)
    raise(native.read_only(path, name))
  end
end

-- Creates a namespace of `members`, of which `names` are enumerated, in order.
local function namespace(path, names, members)
  local space = {}
  paths[space] = path
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
    __index = closed(path, names, members),
    __newindex = read_only(path),
    __pairs = walk,
    __iter = walk,
    __len = function()
      return #names
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
local function bind(native_call, path, service, account, index, is_write, is_list)
  local function call(first, ...)
    if paths[first] then
      raise(native.method_call(path))
    end
    check_wait(path)
    local result = settle(first, native_call(service, account, index, first, ...))
    if is_list then
      page_paths[result] = path
    elseif is_write and type(result) == "table" then
      local name, done = native.done(path, result)
      local write = { name = name, done = done }
      writes[result] = write
      for _, value in next, result do
        if type(value) == "table" then
          writes[value] = write
        end
      end
    end
    return result
  end
  paths[call] = path
  return call
end

-- The function behind each callable table.
local functions = setmetatable({}, { __mode = "k" })

-- Creates a callable table, with what else its metatable has.
local function callable(path, call, metatable)
  metatable.__name, metatable.__metatable = "function", false
  function metatable.__call(_, ...)
    return call(...)
  end
  function metatable.__tostring()
    return "function: " .. path
  end
  local self = setmetatable({}, metatable)
  functions[self] = call
  return self
end

-- Creates a callable table from a function that iterates, which raises an error if it is used as a list.
local function iterator(path, call)
  local function fail()
    raise(native.not_iterable(path))
  end
  return callable(path, call, { __index = fail, __newindex = fail, __len = fail, __pairs = fail })
end

-- Returns an iterator over the records of a list, from a function that fetches pages, and a function that lets it go on
-- after an error, which ends it. Several coroutines may call it at the same time, so pages are queued.
local function records(path, next_page)
  local waiting, first, last, stopped = {}, 1, 0, false
  -- The coroutines that know of the end. Another loop of theirs would be empty, which is a mistake if one loop had it all.
  local told, loops = setmetatable({}, { __mode = "k" }), 0
  local function next_record(...)
    -- A loop begins with two nils.
    local thread, begins = current() or told, select("#", ...) == 2 and select(2, ...) == nil
    local is_told = first > last and told[thread]
    loops = loops + (begins and not is_told and 1 or 0)
    while first > last do
      local ok, page = true, nil
      if not stopped then
        ok, page = next_page()
        stopped = not ok
      end
      told[thread] = told[thread] or not ok or page == nil
      page = settle(nil, ok, page)
      if page == nil and is_told and begins and loops == 1 then
        raise(stopped and native.stopped(path) or native.used_up(path))
      elseif page == nil then
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
    stopped, told = false, setmetatable({}, { __mode = "k" })
  end
end

-- Creates a function that returns a list: it is callable, and has `each`, which iterates over the whole list.
local function list(path, call, service, account, index)
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
      return records(each, settle(first, native.each(service, account, index, first, ...)))
    end),
  }
  local self = callable(path, call, {
    __index = closed(path, { "each" }, members),
    __newindex = read_only(path),
    __len = function()
      raise(native.unknown_name(path, "length", { "each" }, members))
    end,
  })
  paths[self] = path
  return self
end

-- Creates the namespace of the service at `position`: every function under both of its names, every estimate and every
-- verifier of webhooks, on every account, and on the first account without its name; then `accounts` and each account.
local function service(slug, position, accounts, offered, tool_names, lists, is_write, estimate_names, estimates, verifiers)
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
      local call =
        bind(native.call, full(name), position - 1, account - 1, index - 1, is_write[index], lists[index])
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

return Failure, namespace, service, raising, paths, functions, function(value, failure)
  raise(about(value, failure))
end, missing
