//! The pages about what every host has: errors and helpers.

use plivo_runtime::Parameter;

use crate::integration::{Binding, Integration, Returns};

/// One line about the page `errors`.
pub(super) const ERRORS_BRIEF: &str =
    "What failed calls raise: codes, hints, effects, when to retry.";

/// One line about the page `helpers`.
pub(super) const HELPERS_BRIEF: &str = "Whole lists with `each`, time and `os.sleep`, concurrent calls with `parallel`, `print`, `dump`, `json`.";

/// One line about the page `accounts`.
pub(super) const ACCOUNTS_BRIEF: &str =
    "How a script names an account, and loops over all accounts.";

const ERRORS: &str = "# Errors

A failed call raises a table. As a string, in `tostring(err)` and `\"failed: \" .. err`, it is the script's line and the message.

```lua
local ok, err = pcall(NAMESPACE.LIST, {unknown_name = 1})
if not ok and err.code == \"invalid_arguments\" then
  print(err.message)
end
```

| Name | Type | May be nil | Description |
| --- | --- | --- | --- |
| `code` | string | no | One of the codes below. |
| `message` | string | no | What went wrong and how to fix it. |
| `effect` | string | no | `none`: nothing happened. `done`: it was done. `unknown`: it may have been done, so check before a retry. |
| `retryable` | boolean | no | Whether the same call may succeed later, without doing anything twice. |
| `retry_after` | number | yes | Seconds to wait before a retry. |
| `hint` | string | no | How to fix it. |
| `status` | integer | yes | The HTTP status, if the service responded. |
| `service_code` | string | yes | The service's own code of the failure, if it sent one. |
| `details` | any | yes | What else the service said about the failure. |
| `faults` | list | yes | All invalid arguments: `parameter`, `message`, `hint`. |
| `request_id`, `api_id` | string | yes | Ids of the request, for the service's support. |
| `operation` | string | yes | The function that was called. |
| `position` | string | yes | The position in the script: `script.lua:3`. |

The codes are stable:

| Code | Meaning |
| --- | --- |
| `invalid_arguments` | the arguments are invalid; no request was made |
| `permission_denied` | the host does not permit the call; no request was made |
| `configuration` | the host is not set up: for example, a credential is missing |
| `authentication` | the service does not accept the credentials |
| `forbidden` | the account may not do this |
| `not_found` | not found |
| `rate_limited` | too many requests |
| `rejected` | the service refused the request for another reason |
| `service` | the service failed |
| `timeout` | no response in time |
| `connection` | the service could not be reached, or the connection was lost |
| `decode` | the response could not be decoded |
| `out_of_memory` | the response does not fit into the script's memory |
| `rate_limiter` | the server with which processes share the rate limits is away; no request was made |
| `too_large` | the response is larger than the host accepts |
| `redirect` | the service redirected the request |
| `unknown_name` | there is no such variable, or no such name in a namespace, a page or a record |
| `read_only` | a namespace cannot be changed |
| `method_call` | a function was called with a colon |
| `cannot_wait` | a function was called inside `string.gsub`, `table.sort` or another function where Lua cannot wait |
| `not_a_function` | a namespace was called |
| `not_a_list` | a page was used as the list in it |
| `unknown_page` | the documentation has no such page |
| `invalid_json` | a string is not JSON, or a value cannot be encoded as JSON |
| `output_failed` | the script's output could not be written |
| `missing_signature` | a webhook is not signed |
| `wrong_signature` | a webhook is not signed by the service for this account |
| `expired` | a webhook was signed too long ago |
| `replayed` | a webhook was accepted before |
| `unsupported_body` | the body of a webhook is neither a form nor JSON |
| `invalid_fields` | the fields of a webhook are repeated, or others than expected |

The program's `--json` has four more:

- `script`: the script has a mistake, or raised an error that is not a table.
- `usage`: the command line is invalid.
- `failed`: the command failed for another reason.
- `interrupted`: the command was interrupted.
";

/// What every script has besides the services.
const HELPERS: &str = "# Helpers

## Whole lists

Every function that returns a page has `each`, which takes the same arguments and iterates over the records: `limit` of them, or all.

```lua
local count = 0
for record in NAMESPACE.LIST.each{} do
  count = count + 1
end
print(count)
```

Calls wait for the service's rate limits by themselves, and retry what can be retried without doing anything twice: a script
needs no retries of its own. An error ends the iteration. `each` also returns a function that lets it go on: after `resume()`,
the page that failed is requested again, or the list goes on behind a record that cannot be decoded.

```lua
local next_record, resume = NAMESPACE.LIST.each{}
print(next_record())
```

A page is a table with its records in `ITEMS`, not a list itself: write `ipairs(page.ITEMS)`.

## Time

`os` has Lua's `time`, `date`, `difftime` and `clock`, in UTC, and `os.sleep(seconds)`. Times in answers are text such as
`2026-01-31T23:59:59Z`: they compare and sort as text, and can be passed back as they are.

```lua
local yesterday = os.date(\"!%Y-%m-%dT%H:%M:%SZ\", os.time() - 24 * 3600)
print(os.time() - os.time(yesterday)) -- `os.time` takes such a text as well: 86400
```

To wait for something, ask again until it is there, for a limited time:

```lua
local deadline, page = os.time() + 60, nil
repeat
  page = NAMESPACE.LIST{}
  local is_done = #page.ITEMS > 0
  if not is_done then
    os.sleep(5)
  end
until is_done or os.time() >= deadline
print(#page.ITEMS)
```

Sleeps count against the script's time limit, 300 seconds unless the host sets another, and let other functions in `parallel` run.
On the sandbox `os` follows the sandbox's clock: a sleep moves it and takes no real time.

## Concurrent calls

`parallel` runs functions concurrently and returns a list of their results, in order, with their number as `n`: a result may be nil.
If some raise an error, the others run to their end; then the first error is raised. Use `pcall` inside to keep the other results.
At most 16 calls of a script are made at a time.

```lua
local results = parallel{
  function() return NAMESPACE.LIST{} end,
  function() return NAMESPACE.LIST{} end,
}
print(#results[1].ITEMS, #results[2].ITEMS)
```

## Printing and JSON

`print` shows the content of tables; `dump(v)` prints `v` and returns it. `json.encode(v)` sorts keys; `json.decode(text)` is its inverse.
`json.array(t)` marks a list, so that an empty one is encoded and sent as `[]`; `{}` is an object. A decoded list that contains null has its length as `n`.

```lua
local records = NAMESPACE.LIST{}.ITEMS
print(json.encode{count = #records, first = records[1]})
```
";

/// Returns the page `errors`.
pub(super) fn errors(integrations: impl Iterator<Item = &'static Integration>) -> String {
    with_examples(ERRORS, integrations)
}

/// Returns the page `helpers`.
pub(super) fn helpers(integrations: impl Iterator<Item = &'static Integration>) -> String {
    with_examples(HELPERS, integrations)
}

/// Fills in the examples with the first function that returns a page without required parameters.
pub(super) fn with_examples(
    text: &str,
    mut integrations: impl Iterator<Item = &'static Integration>,
) -> String {
    let lists = |binding: &&Binding| {
        let needs = |parameter: &Parameter| parameter.required;
        matches!(binding.returns, Returns::Page(_))
            && !binding.function.parameters.iter().any(needs)
    };
    let found = integrations.find_map(|integration| {
        let list = integration.functions.iter().find(lists)?;
        Some((
            integration.slug,
            list.function.name,
            integration.service.paging_of(list.function).items_key(),
        ))
    });
    let (slug, list, items) = found.unwrap_or(("service", "list", "records"));
    text.replace("NAMESPACE", &format!("app.integrations.{slug}"))
        .replace("LIST", list)
        .replace("ITEMS", items)
}
