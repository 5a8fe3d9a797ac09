//! Offers each function of the host as a tool.

use std::sync::Arc;

use plivo_runtime::Operation;
use rmcp::model::{CallToolResult, ErrorData, JsonObject, Tool};
use serde_json::{Value, json};

use super::size::quoted;
use super::{answer, arguments};
use crate::failure::Failure;
use crate::host::{DEFAULT_ACCOUNT, Host, Permission, Service};
use crate::integration::Binding;
use crate::lua::listed;

/// Returns the tools that some account permits, with the input schemas of the integrations. They have no output schemas: a client
/// refuses an answer that does not fit one, and the answers of services do not always fit.
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
                tool.output_schema = None;
                add_account(&mut tool, binding.function, &accounts);
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
    mut given: JsonObject,
) -> Result<CallToolResult, ErrorData> {
    let mut services = host.services().iter();
    let found = services.find_map(|service| Some((service, binding(service, name)?)));
    let Some((service, binding)) = found else {
        let tools = list(host)?;
        let names = listed(tools.iter().map(|tool| tool.name.as_ref()));
        let name = quoted(name);
        let message = format!("no tool is called `{name}`; the tools are {names}");
        return Err(ErrorData::invalid_params(message, None));
    };
    let parameter = account_parameter(binding.function);
    let account = match given.remove(&parameter) {
        None | Some(Value::Null) => DEFAULT_ACCOUNT.to_owned(),
        Some(Value::String(account)) => account,
        Some(_) => {
            let message = format!("{name}: `{parameter}` is not a string; no request was made");
            let failure = Failure::new("invalid_arguments", message);
            return Ok(answer::failed(&failure));
        }
    };
    arguments::convert(binding.function, &mut given);
    let called = match service.target(&account, binding) {
        Ok(target) => host.call_target(&target, &given).await,
        Err(failure) => Err(*failure),
    };
    let paging = &service.integration.service.paging;
    Ok(match called {
        Ok(value) => answer::structured(value, paging, binding.returns, &given),
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

/// Returns the name of the parameter that names the account: one that the function does not have.
fn account_parameter(function: &Operation) -> String {
    let mut name = "account".to_owned();
    while function.parameter(&name).is_some() {
        name.push_str("_name");
    }
    name
}

/// Adds the parameter that names the account to a tool's schema.
fn add_account(tool: &mut Tool, function: &Operation, accounts: &[&str]) {
    let schema = Arc::make_mut(&mut tool.input_schema);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        let description = match accounts.contains(&DEFAULT_ACCOUNT) {
            true => "Account to use; default `default`.",
            false => "Account to use.",
        };
        let account = json!({ "type": "string", "description": description, "enum": accounts });
        properties.insert(account_parameter(function), account);
    }
}
