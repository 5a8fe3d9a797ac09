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

---What went wrong, as a word to compare with.
---@alias {slug}.error.code
---| "invalid_arguments" # The arguments are wrong; no request was made.
---| "permission_denied" # The host does not permit the call; no request was made.
---| "configuration" # The host is not set up: a credential or an address is missing.
---| "authentication" # The service does not accept the credentials.
---| "forbidden" # The account may not do this.
---| "not_found" # There is no such thing.
---| "rate_limited" # Too many requests in too short a time.
---| "rejected" # The service refused the request for another reason.
---| "service" # The service failed.
---| "timeout" # No answer came in time.
---| "connection" # The service could not be reached, or the connection broke.
---| "decode" # The answer cannot be read.
---| "out_of_memory" # The answer does not fit into the memory of the script.
---| "too_large" # The answer is larger than the host takes.
---| "redirect" # The service pointed to another address.
---| "unknown_name" # A namespace has no such name.
---| "read_only" # A namespace cannot be written to.
---| "method_call" # A function was called with a colon.
---| "not_a_function" # A namespace was called.
---| "not_a_list" # A page was taken for the list of its records.
---| "unknown_page" # There is no such page of documentation.
---| "invalid_json" # A text is not JSON, or a value cannot be written as JSON.
---| "output_failed" # What a script printed could not be written.

---What a failed call raises, and `pcall` returns. Where a text is wanted, it is its message behind the place
---in the script.
---@class (exact) {slug}.error: string
---@field code {slug}.error.code # What went wrong, as a word to compare with.
---@field message string # What went wrong and what to do about it, for people.
---@field hint string? # What to do about it, alone.
---@field status integer? # The HTTP status, where the service answered.
---@field retryable boolean # Whether the same call may succeed later, without doing anything twice.
---@field retry_after number? # Seconds to wait before it is made again.
---@field request_id string? # The name under which the service's edge knows the request.
---@field api_id string? # The name under which the service's support knows the request.
---@field effect "none"|"done"|"unknown" # What the call changed; `unknown` where the answer was lost.
---@field operation string? # The function that was called.
---@field faults {slug}.fault[]? # Everything that is wrong with the arguments.
---@field position string? # The place in the script that made the call.
---@operator concat(any): string

---What `pcall` returns is a text to checkers, and here it may be a failure: `if not well and raised.code == …`.
---With `local failure = raised --[[@as {slug}.error]]` it is known to be one.
---@class string
---@field code {slug}.error.code? # Of a failure: what went wrong, as a word to compare with.
---@field message string? # Of a failure: what went wrong and what to do about it, for people.
---@field hint string? # Of a failure: what to do about it, alone.
---@field status integer? # Of a failure: the HTTP status, where the service answered.
---@field retryable boolean? # Of a failure: whether the same call may succeed later, without doing anything twice.
---@field retry_after number? # Of a failure: seconds to wait before it is made again.
---@field request_id string? # Of a failure: the name under which the service's edge knows the request.
---@field api_id string? # Of a failure: the name under which the service's support knows the request.
---@field effect ("none"|"done"|"unknown")? # Of a failure: what the call changed; `unknown` where the answer was lost.
---@field operation string? # Of a failure: the function that was called.
---@field faults {slug}.fault[]? # Of a failure: everything that is wrong with the arguments.
---@field position string? # Of a failure: the place in the script that made the call.

---One thing that is wrong with the arguments of a call.
---@class (exact) {slug}.fault
---@field parameter string? # The parameter that it is wrong with.
---@field message string # What is wrong with it.
---@field hint string? # What to do about it.

---Where a page stands in its list.
---@class (exact) {slug}.meta
---@field limit integer # How many records were wanted.
---@field offset integer # How many records were skipped.
---@field total_count integer? # How many records there are, where the service counts them.
---@field next string? # The address of the next page.
---@field previous string? # The address of the page before.

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

---The same functions under short names.
---@class (exact) {slug}.docs
---@field read fun(page: string): string # Returns a page of the documentation.
---@field list fun(): string # Returns the index of the documentation.
---@field search fun(query: string): string # Returns what the documentation says about something.
docs = {}

---Runs functions side by side, and returns a list of what each returned, in order. Where some of them raise,
---the others go on to their end, and then the first error is raised.
---@generic T
---@param functions (fun(): T)[]
---@return T[]
function parallel(functions) end

---Prints values, tables with all that is in them.
---@param ... any
function print(...) end

---Prints a value with all that is in it, and returns it.
---@generic T
---@param value T
---@return T
function dump(value) end

---JSON, to and from Lua's values.
---@class {slug}.json
json = {}

---Returns a value as JSON.
---@param value any
---@return string
function json.encode(value) end

---Returns what a JSON text holds; `null` is `nil`.
---@param text string
---@return any
function json.decode(text) end

---Marks a table as a list, so that it is written as `[]` where it is empty, and returns it.
---@generic T
---@param list? T[]
---@return T[]
function json.array(list) end

-- What `require "{slug}"` returns to plain Lua, where there is nothing else of the above but the types.
return app.integrations.{slug}
