---The functions on the default account, and each account by its name. Declare an account of yours in a
---file of your own:
---
---```lua
------@class (partial) {slug}.namespace
------@field NAME {slug}.account
---```
---@class (partial) {slug}.namespace: {slug}.account
---@field default {slug}.account # The default account, spelled out.
---@field {example} {slug}.account # The account named `{example}`.

---@class (partial) app.integrations
---@field {slug} {slug}.namespace # {brief}

---@class (partial) app
---@field integrations app.integrations # Every integration that the host offers.
app = {}

---What a failed call raises, and `pcall` returns: `local failure = raised --[[@as {slug}.error]]`. Where a
---text is wanted, it turns into its message.
---@class (exact) {slug}.error
---@field code string # What went wrong, as a word to compare with.
---@field status integer? # The HTTP status, where the service answered.
---@field message string # What went wrong, for people.
---@field retryable boolean # Whether the same call may succeed later.
---@field request_id string? # The name under which the service knows the request.
---@field effect "none"|"done"|"unknown" # What the call did; `unknown` where the answer was lost.
---@operator concat(any): string

---Returns a page of the documentation, such as `integrations.{slug}`.
---@param page string
---@return string
function lua_read_doc(page) end

---Returns the index of the documentation.
---@return string
function lua_list_docs() end

---Returns what the documentation says about something.
---@param query string
---@return string
function lua_search_docs(query) end

---Prints a value with all that is in it, and returns it.
---@generic T
---@param value T
---@return T
function dump(value) end

---JSON, to and from Lua's values.
json = {}

---Returns a value as JSON.
---@param value any
---@return string
function json.encode(value) end

---Returns what a JSON text holds; `null` is `nil`.
---@param text string
---@return any
function json.decode(text) end
