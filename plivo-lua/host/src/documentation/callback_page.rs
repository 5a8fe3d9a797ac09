//! The page of a callback, and of the function that verifies it.

use super::entry::{Detail, Entry, fields};
use crate::integration::{CallbackBinding, Integration};

/// Returns the page in Markdown.
pub(super) fn write(integration: &Integration, callback: &CallbackBinding) -> String {
    let Integration { slug, name, .. } = integration;
    let (function, record) = (callback.function(), callback.record);
    let entries = fields(record, None, Detail::Short);
    let fields: String = entries.iter().map(Entry::line).collect();
    format!(
        "# {slug}.{}: a request by {name}

`app.integrations.{slug}.{function}{{url, method, headers, body}} -> {{fields, scheme, covers_fields}}`

{}

The function verifies that {name} made a request, which your host received, and returns its fields. It makes no request.

## Parameters

- `url` string: The URL that {name} called: the public one, with its query.
- `headers` table: The headers as they arrived. A value is a string, or a list of strings.
- `method` string?: The HTTP method. Default `POST`.
- `body` string?: The body as it arrived, undecoded.

## Returns

- `fields` table: {}. {}
- `scheme` string: The scheme that it was signed by.
- `covers_fields` boolean: Whether the fields were signed too. If not, anybody who saw one request can invent them: look up what they \
         say before you act on it.

`fields` has:

{fields}
## Errors

Raises `missing_signature`, `wrong_signature`, `unsupported_body` or `invalid_fields`; see the page `errors`. Do not act on the \
         request then. A captured request can be repeated, so handle each once.

## Example

```lua
local function receive(request)
  local webhook = app.integrations.{slug}.{function}{{
    url = request.url,
    method = request.method,
    headers = request.headers,
    body = request.body,
  }}
  print(webhook.covers_fields, webhook.fields)
end
```
",
        callback.name, callback.description, record.name, record.description,
    )
}
