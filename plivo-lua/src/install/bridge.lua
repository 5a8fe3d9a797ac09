-- The Lua half of the host: namespaces that can only be read, and functions that raise where the
-- script called them. The Rust half comes in as a table of functions, each of which answers `true`
-- and its results, or `false` and the failure to raise.
local native = ...

local error, rawget, setmetatable, tostring = error, rawget, setmetatable, tostring
local string = string

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

-- A service, the one at `position`: every function under both of its names, on every account, and on
-- the first account without naming it.
local function service(slug, position, functions, accounts)
  local path = "app.integrations." .. slug
  local names, members = {}, {}
  for account = 1, #accounts do
    local own_path = path .. "." .. accounts[account]
    local own_names, own = {}, {}
    for index = 1, #functions do
      local name = functions[index]
      local prefixed = slug .. "_" .. name
      local call = bind((account == 1 and path or own_path) .. "." .. name, position - 1, account - 1, index - 1)
      own[name], own[prefixed] = call, call
      own_names[#own_names + 1] = name
      if account == 1 then
        members[name], members[prefixed] = call, call
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

return Failure, namespace, service, raising, paths
