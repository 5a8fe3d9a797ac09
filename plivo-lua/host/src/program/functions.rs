//! Functions of the integration, by the names that a person types.

use plivo_runtime::did_you_mean;

use super::cli_error::{CliError, Result};
use crate::integration::{Binding, Integration};
use crate::lua::listed;

/// Finds a function under any of its names. An account in front of it is refused: the call would use another one.
pub(super) fn find(integration: &Integration, name: &str) -> Result<&'static Binding> {
    let slug = integration.slug;
    let (namespace, last) = name.rsplit_once('.').unwrap_or(("", name));
    let functions = integration.functions.iter();
    let mut matching =
        functions.filter(|known| known.function.name == last || known.tool_name == last);
    if let Some(binding) = matching.next() {
        let namespaces = [
            String::new(),
            slug.to_owned(),
            format!("integrations.{slug}"),
            format!("app.integrations.{slug}"),
        ];
        if namespaces.iter().any(|known| known == namespace) {
            return Ok(binding);
        }
        return Err(CliError::usage(format!(
            "`{name}` is not just a function; write `{}`, and choose the account with `--account`",
            binding.function.name
        )));
    }
    let names = integration
        .functions
        .iter()
        .map(|known| known.function.name);
    Err(CliError::usage(match did_you_mean(last, names.clone()) {
        Some(hint) => format!("no function is called `{name}`; {hint}"),
        // It may be a misplaced secret.
        None => format!(
            "no function has that name; the functions are {}",
            listed(names)
        ),
    }))
}
