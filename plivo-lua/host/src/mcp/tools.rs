//! Offers each function of the host as a tool.

use std::sync::Arc;

use rmcp::model::{CallToolResult, ErrorData, JsonObject, Tool};
use serde_json::{Value, json};

use super::answer;
use crate::failure::Failure;
use crate::host::{DEFAULT_ACCOUNT, Host, Permission, Service};
use crate::integration::Binding;
use crate::lua::listed;

/// The parameter that names the account. No function has a parameter of that name.
const ACCOUNT: &str = "account";

/// Returns the tools that some account permits, with the schemas of the integrations.
pub(super) fn list(host: &Host) -> Result<Vec<Tool>, ErrorData> {
    let mut tools = Vec::new();
    for service in host.services() {
        let emitted: Vec<Tool> = serde_json::from_str(service.integration.tools)
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        for mut tool in emitted {
            let Some(binding) = binding(service, &tool.name) else {
                continue;
            };
            let accounts = accounts(service, binding);
            if !accounts.is_empty() {
                name_accounts(&mut tool, &accounts);
                tools.push(tool);
            }
        }
    }
    Ok(tools)
}

/// Calls a tool. A function that no account permits is still found, so that the refusal can say why.
pub(super) async fn call(
    host: &Host,
    name: &str,
    mut arguments: JsonObject,
) -> Result<CallToolResult, ErrorData> {
    let mut services = host.services().iter();
    let found = services.find_map(|service| Some((service, binding(service, name)?)));
    let Some((service, binding)) = found else {
        let tools = list(host)?;
        let names = listed(tools.iter().map(|tool| tool.name.as_ref()));
        let message = format!("no tool is called `{name}`; the tools are {names}");
        return Err(ErrorData::invalid_params(message, None));
    };
    let account = match arguments.remove(ACCOUNT) {
        None | Some(Value::Null) => DEFAULT_ACCOUNT.to_owned(),
        Some(Value::String(account)) => account,
        Some(_) => {
            let message = format!("{name}: `account` is not a string");
            let failure = Failure::new("invalid_arguments", message)
                .hint("pass the name of an account; no request was made");
            return Ok(answer::failed(&failure));
        }
    };
    let called = host.call(&account, binding.function.name, &arguments).await;
    Ok(match called {
        Ok(value) => answer::structured(value, &service.integration.service.paging),
        Err(failure) => answer::failed(&failure),
    })
}

/// Returns the function of a tool.
fn binding(service: &Service, tool: &str) -> Option<&'static Binding> {
    let mut functions = service.integration.functions.iter();
    functions.find(|binding| binding.tool_name == tool)
}

/// Returns the accounts that do not deny the function.
fn accounts<'a>(service: &'a Service, binding: &Binding) -> Vec<&'a str> {
    let operation = binding.function.access;
    let accounts = service.accounts.iter();
    let permitted = accounts.filter(|account| account.permission(operation) != Permission::Deny);
    permitted.map(|account| account.name.as_str()).collect()
}

/// Lists the accounts in the schema, whose emitted form does not know them.
fn name_accounts(tool: &mut Tool, accounts: &[&str]) {
    let schema = Arc::make_mut(&mut tool.input_schema);
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let Some(Value::Object(account)) = properties.get_mut(ACCOUNT) else {
        return;
    };
    account.remove("examples");
    account.insert("enum".to_owned(), json!(accounts));
    if !accounts.contains(&DEFAULT_ACCOUNT) {
        account.remove("default");
        let description = "The name of the account to use.";
        account.insert("description".to_owned(), json!(description));
    }
}
