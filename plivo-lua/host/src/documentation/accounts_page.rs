//! The page about accounts.

use super::host_pages::with_examples;
use super::page::Documented;
use crate::host::DEFAULT_ACCOUNT;

const TEXT: &str = "# Accounts

All accounts of a service have the same functions, each with its own data. A call that names no account uses the default one, and
sees nothing of the others.

SERVICES
Write the account's name after the service's, or use a text as the key:

```lua
local name = \"EXAMPLE\"
print(#NAMESPACE.EXAMPLE.LIST{}.ITEMS, #NAMESPACE[name].LIST{}.ITEMS)
```

A multi-account script loops over `accounts`, which has every account once, the default one first:

```lua
for name, account in pairs(NAMESPACE.accounts) do
  local count = 0
  for record in account.LIST.each{} do
    count = count + 1
  end
  print(name, count)
end
```
";

/// Returns the page `accounts`.
pub(super) fn write(services: &[Documented]) -> String {
    let lines = services
        .iter()
        .map(|service| format!("- {}\n", line(service)));
    let integrations = services.iter().map(|service| service.integration);
    let example = services.iter().find_map(|service| service.accounts.last());
    let example = example.map_or(DEFAULT_ACCOUNT, String::as_str);
    let text = TEXT.replace("EXAMPLE", example);
    with_examples(&text, integrations).replace("SERVICES", &lines.collect::<String>())
}

/// Returns the accounts of a service, and how to name one.
pub(super) fn line(service: &Documented) -> String {
    let slug = service.integration.slug;
    let accounts = service.accounts.join(", ");
    let default = service
        .accounts
        .first()
        .map_or(DEFAULT_ACCOUNT, String::as_str);
    let other = service.accounts.get(1).map_or(String::new(), |other| {
        format!(", `app.integrations.{slug}.{other}` the account {other}")
    });
    format!("`app.integrations.{slug}` is the account {default}{other}; accounts: {accounts}")
}
