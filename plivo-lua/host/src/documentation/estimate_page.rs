//! The page of an estimate: what a string means before it is sent.

use super::entry::{Detail, Entry, fields};
use crate::integration::{Estimate, Integration};

/// Returns the page in Markdown.
pub(super) fn write(integration: &Integration, estimate: &Estimate) -> String {
    let (slug, Estimate { name, result, .. }) = (integration.slug, estimate);
    let entries = fields(result, None, Detail::Full);
    let fields: String = entries.iter().map(Entry::line).collect();
    let shown = result.fields.first().map_or("", |field| field.name);
    format!(
        "# {slug}.{name}: an estimate

`app.integrations.{slug}.{name}(text)` returns a table; it makes no request.

{}

## Returns

{fields}
## Example

```lua
local estimate = app.integrations.{slug}.{name}(\"Hello\")
print(estimate.{shown})
```
",
        result.description,
    )
}
