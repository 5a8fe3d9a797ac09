//! Functions of the integration, by the names that a person types.

use super::cli_error::{CliError, Result};
use crate::integration::{Binding, Integration};
use crate::lua::listed;

/// Finds a function under any of its names, as scripts write them: `list_orders`, `acme.us.list_orders`. Returns it with the account
/// that the name chooses, if any.
pub(super) fn find<'n>(
    integration: &Integration,
    name: &'n str,
) -> Result<(&'static Binding, Option<&'n str>)> {
    let slug = integration.slug;
    let mut functions = integration.functions.iter();
    let (namespace, last) = name.rsplit_once('.').unwrap_or(("", name));
    let Some(binding) =
        functions.find(|known| known.function.name == last || known.tool_name == last)
    else {
        let functions = integration.functions.iter();
        let names = functions.map(|known| known.function.name);
        let near = || {
            let meant = integration.nearest(last)?;
            Some(format!("did you mean `{}`?", meant.function.name))
        };
        // The name may be a misplaced secret, unless it is like one of these.
        return Err(CliError::usage(
            match (integration.instead_of(last), near()) {
                (Some(hint), _) | (None, Some(hint)) => {
                    format!("no function is called `{name}`; {hint}")
                }
                (None, None) => format!(
                    "no function has that name; the functions are {}",
                    listed(names)
                ),
            },
        ));
    };
    let namespace = namespace.strip_prefix("app.").unwrap_or(namespace);
    let namespace = namespace.strip_prefix("integrations.").unwrap_or(namespace);
    let account = match namespace.strip_prefix(slug) {
        Some("") => "",
        Some(below) => below.strip_prefix('.').unwrap_or(namespace),
        None => namespace,
    };
    match account {
        "" => Ok((binding, None)),
        account if account.contains('.') => Err(CliError::usage(format!(
            "`{name}` is not a function of {slug}; write `{}`, with an account as `ACCOUNT.{0}`",
            binding.function.name
        ))),
        account => Ok((binding, Some(account))),
    }
}
