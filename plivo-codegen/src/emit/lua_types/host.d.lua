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
---@field accounts table<string, {slug}.account> # All accounts by their names, the default one first.

---@class (partial) app.integrations
---@field {slug} {slug}.namespace # {brief}

---@class (partial) app
---@field integrations app.integrations # Every integration that the host offers.
app = {}

---The kind of a failure.
---@alias {slug}.error.code
---| "invalid_arguments" # An argument is missing, unknown or invalid; no request was made.
---| "permission_denied" # The host does not permit the call; no request was made.
---| "configuration" # A credential or an address is missing or invalid.
---| "authentication" # The service rejected the credentials.
---| "forbidden" # The account is not allowed to do this.
---| "not_found" # The service has no such record.
---| "rate_limited" # The service received too many requests.
---| "rejected" # The service rejected the request for another reason.
---| "service" # The service failed.
---| "timeout" # The request timed out.
---| "connection" # The service could not be reached, or the connection broke.
---| "decode" # The response cannot be decoded.
---| "out_of_memory" # The response does not fit into the script's memory.
---| "rate_limiter" # The server with which processes share the rate limits is away.
---| "too_large" # The response exceeds the size limit.
---| "redirect" # The service answered with a redirect, which is not followed.
---| "unknown_name" # A namespace has no such name.
---| "read_only" # A namespace is read-only.
---| "method_call" # A function was called with a colon.
---| "cannot_wait" # A function was called inside `string.gsub`, `table.sort` or another function where Lua cannot wait.
---| "not_a_function" # A namespace was called.
---| "not_a_list" # A page was used as the list of its records.
---| "unknown_page" # The documentation has no such page.
---| "invalid_json" # A string is not JSON, or a value cannot be encoded as JSON.
---| "output_failed" # The output of the script could not be written.
---| "missing_signature" # A webhook is not signed.
---| "wrong_signature" # A webhook is not signed by the service for this account.
---| "expired" # A webhook was signed too long ago.
---| "replayed" # A webhook was accepted before.
---| "unsupported_body" # The body of a webhook is neither a form nor JSON.
---| "invalid_fields" # The fields of a webhook are repeated, or others than expected.

---The error that a failed call raises and `pcall` returns. As a string, it is the position in the script and the
---message.
---@class (exact) {slug}.error: string
---@field code {slug}.error.code # The kind of the failure.
---@field message string # What went wrong and how to fix it.
---@field hint string # How to fix it.
---@field status integer? # The HTTP status, if the service responded.
---@field retryable boolean # Whether the same call may succeed later without repeating an effect.
---@field retry_after number? # Seconds to wait before a retry.
---@field service_code string? # The service's own code of the failure.
---@field details any # What else the service said about the failure.
---@field request_id string? # The request's ID in the service's response headers.
---@field api_id string? # The request's ID for the service's support.
---@field effect "none"|"done"|"unknown" # Whether the call changed anything; `unknown` if the response was lost.
---@field operation string? # The name of the called function.
---@field faults {slug}.fault[]? # All errors in the arguments.
---@field position string? # The script and line of the call.
---@operator concat(any): string

---Checkers take what `pcall` returns for a string, so the fields of a failure are declared here as well:
---`if not ok and err.code == …`. Write `local failure = err --[[@as {slug}.error]]` to get the exact type.
---@class string
---@field code {slug}.error.code? # Of a failure: its kind.
---@field message string? # Of a failure: what went wrong and how to fix it.
---@field hint string? # Of a failure: how to fix it.
---@field status integer? # Of a failure: the HTTP status, if the service responded.
---@field retryable boolean? # Of a failure: whether the same call may succeed later without repeating an effect.
---@field retry_after number? # Of a failure: seconds to wait before a retry.
---@field service_code string? # Of a failure: the service's own code.
---@field details any # Of a failure: what else the service said.
---@field request_id string? # Of a failure: the request's ID in the service's response headers.
---@field api_id string? # Of a failure: the request's ID for the service's support.
---@field effect ("none"|"done"|"unknown")? # Of a failure: whether the call changed anything; `unknown` if the response was lost.
---@field operation string? # Of a failure: the name of the called function.
---@field faults {slug}.fault[]? # Of a failure: all errors in the arguments.
---@field position string? # Of a failure: the script and line of the call.

---An error in the arguments of a call.
---@class (exact) {slug}.fault
---@field parameter string? # The parameter.
---@field message string # What is wrong.
---@field hint string? # How to fix it.

{meta}

---Returns a page of the documentation, such as `integrations.{slug}`.
---@param page string
---@return string
function lua_read_doc(page) end

---Returns the index of the documentation.
---@return string
function lua_list_docs() end

---Searches the documentation.
---@param query string
---@return string
function lua_search_docs(query) end

---The same functions under short names.
---@class (exact) {slug}.docs
---@field read fun(page: string): string # Returns a page of the documentation.
---@field list fun(): string # Returns the index of the documentation.
---@field search fun(query: string): string # Searches the documentation.
docs = {}

---Runs functions concurrently and returns a list of their results, in order. If one raises an error, the others
---still run to their end; then the first error is raised.
---@generic T
---@param functions (fun(): T)[]
---@return T[]
function parallel(functions) end

---Prints values; tables with their contents.
---@param ... any
function print(...) end

---Prints a value with its contents, and returns it.
---@generic T
---@param value T
---@return T
function dump(value) end

---Encodes and decodes JSON.
---@class {slug}.json
json = {}

---Encodes a value as JSON.
---@param value any
---@return string
function json.encode(value) end

---Decodes a JSON string; `null` is `nil`.
---@param text string
---@return any
function json.decode(text) end

---Marks a table as a list, so that it is encoded and sent as `[]` if it is empty, and returns it.
---@generic T
---@param list? T[]
---@return T[]
function json.array(list) end

---Waits until the time has moved on by `seconds`, and lets other functions in `parallel` run. On the sandbox it moves the
---sandbox's clock and takes no real time.
---@param seconds number
function os.sleep(seconds) end

-- `require "{slug}"` returns the namespace in plain Lua; the other globals exist only in the host's interpreter.
return app.integrations.{slug}
