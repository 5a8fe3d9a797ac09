//! The pages about what every host has, whatever its services: errors and helpers.

use std::fmt::Write as _;

use plivo_runtime::Parameter;

use super::Documented;
use crate::integration::{Binding, Returns};

/// Every code of a failure, and when it is raised.
const CODES: [(&str, &str); 23] = [
    (
        "invalid_arguments",
        "the arguments are wrong; no request was made",
    ),
    (
        "permission_denied",
        "the host does not permit the call; no request was made",
    ),
    (
        "configuration",
        "the host is not set up: a credential or an address is missing",
    ),
    (
        "authentication",
        "the service does not accept the credentials",
    ),
    ("forbidden", "the account may not do this"),
    ("not_found", "there is no such thing"),
    ("rate_limited", "too many requests in too short a time"),
    (
        "rejected",
        "the service refused the request for another reason",
    ),
    ("service", "the service failed"),
    ("timeout", "no answer came in time"),
    (
        "connection",
        "the service could not be reached, or the connection broke",
    ),
    ("decode", "the answer cannot be read"),
    (
        "out_of_memory",
        "the answer does not fit into the memory of the script",
    ),
    ("too_large", "the answer is larger than the host takes"),
    ("redirect", "the service pointed to another address"),
    ("unknown_name", "a namespace has no such name"),
    ("read_only", "a namespace cannot be written to"),
    ("method_call", "a function was called with a colon"),
    ("not_a_function", "a namespace was called"),
    ("not_a_list", "a page was taken for the list in it"),
    ("unknown_page", "there is no such page of documentation"),
    (
        "invalid_json",
        "a text is not JSON, or a value cannot be written as JSON",
    ),
    (
        "output_failed",
        "what a script printed could not be written",
    ),
];

/// One line about the page of errors.
pub(super) const ERRORS_BRIEF: &str = "What failed calls raise: codes, retries, effects.";

/// One line about the page of helpers.
pub(super) const HELPERS_BRIEF: &str =
    "Whole lists with `each`, calls side by side with `parallel`, `print`, `dump`, `json`.";

const ERRORS: &str = "# Errors

A call that fails raises a table. `tostring(e)` and `\"failed: \" .. e` are its message behind the script's line.

```lua
local well, e = pcall(NAMESPACE.LIST, {nothing_of_this_kind = 1})
if not well and e.code == \"invalid_arguments\" then
  print(e.message)
end
```

| Name | Type | May be nil | Description |
| --- | --- | --- | --- |
| `code` | string | no | What went wrong, one of the words below. |
| `message` | string | no | What went wrong and what to do about it. |
| `effect` | string | no | `none`: nothing happened. `done`: it was done. `unknown`: it may have been done, so look before repeating it. |
| `retryable` | boolean | no | Whether the same call may succeed later, without doing anything twice. |
| `retry_after` | number | yes | Seconds to wait before that. |
| `hint` | string | yes | What to do about it, alone. |
| `status` | integer | yes | The HTTP status, where the service answered. |
| `faults` | list | yes | Everything that is wrong with the arguments: `parameter`, `message`, `hint`. |
| `request_id`, `api_id` | string | yes | Names of the request, for the service's support. |
| `operation` | string | yes | The function that was called. |
| `position` | string | yes | The place in the script: `script.lua:3`. |

The codes, the same in every version:

| Code | When |
| --- | --- |
";

/// What every script has beside the services.
const HELPERS: &str = "# Helpers

## Whole lists

Every function that lists has `each`: the same arguments, and one record after another, `limit` of them or all.

```lua
local count = 0
for record in NAMESPACE.LIST.each{} do
  count = count + 1
end
print(count)
```

A page is a table with its records in `ITEMS`, and not itself a list: write `ipairs(page.ITEMS)`.

## Side by side

`parallel` runs functions at the same time and returns a list of what each returned, in order. Where some raise, the others go
on to their end; then the first error is raised. Use `pcall` inside to keep what went well.

```lua
local results = parallel{
  function() return NAMESPACE.LIST{} end,
  function() return NAMESPACE.LIST{} end,
}
print(#results[1].ITEMS, #results[2].ITEMS)
```

## Printing and JSON

`print` shows tables with all that is in them, `dump(v)` prints and returns `v`. `json.encode(v)` and `json.decode(text)` keep the
order of names; `json.array(t)` marks a list, so that an empty one is `[]`.

```lua
local records = NAMESPACE.LIST{}.ITEMS
print(json.encode{count = #records, first = records[1]})
```
";

/// The page of errors.
pub(super) fn errors(services: &[Documented]) -> String {
    let mut text = of_service(ERRORS, services);
    for (code, when) in CODES {
        // Writing to a text does not fail.
        let _ = writeln!(text, "| `{code}` | {when} |");
    }
    text
}

/// The page of helpers.
pub(super) fn helpers(services: &[Documented]) -> String {
    of_service(HELPERS, services)
}

/// A text whose examples are of the first service that lists anything.
fn of_service(text: &str, services: &[Documented]) -> String {
    let lists = |binding: &&Binding| {
        let needs = |parameter: &Parameter| parameter.required;
        matches!(binding.returns, Returns::Page(_))
            && !binding.function.parameters.iter().any(needs)
    };
    let found = services.iter().find_map(|service| {
        let integration = service.integration;
        let list = integration.functions.iter().find(lists)?;
        Some((
            integration.slug,
            list.function.name,
            integration.service.paging.items,
        ))
    });
    let (slug, list, items) = found.unwrap_or(("service", "list", "records"));
    text.replace("NAMESPACE", &format!("app.integrations.{slug}"))
        .replace("LIST", list)
        .replace("ITEMS", items)
}
