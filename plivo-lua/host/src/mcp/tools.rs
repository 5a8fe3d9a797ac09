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

/// The most tools that an error lists.
const MAX_LISTED: usize = 20;

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
                let default = service
                    .accounts
                    .first()
                    .map(|account| account.name.as_str());
                add_account(&mut tool, binding.function, &accounts, default);
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
        return Err(unknown(host, name)?);
    };
    let parameter = account_parameter(binding.function);
    let account = match given.remove(&parameter) {
        None | Some(Value::Null) => DEFAULT_ACCOUNT.to_owned(),
        Some(Value::String(account)) => account,
        Some(_) => {
            let message = format!("{name}: `{parameter}` is not a string");
            let failure = Failure::new("invalid_arguments", message)
                .hint("pass the name of an account; no request was made");
            return Ok(answer::failed(&failure));
        }
    };
    arguments::convert(binding.function, &mut given);
    let called = match service.target(&account, binding) {
        Ok(target) => host.call_target(&target, &given).await,
        Err(failure) => Err(*failure),
    };
    let paging = service.integration.service.paging_of(binding.function);
    Ok(match called {
        Ok(value) => answer::structured(value, paging, binding, &given),
        Err(failure) => answer::failed(&failure),
    })
}

/// Returns the error for a name that no tool has. A function's own name leads to its tools, also where no account permits it.
fn unknown(host: &Host, name: &str) -> Result<ErrorData, ErrorData> {
    let services = || host.services().iter();
    let bindings = services().flat_map(|service| service.integration.functions);
    let of_function = bindings.filter(|binding| binding.function.name == name);
    let of_function: Vec<_> = of_function.map(|binding| binding.tool_name).collect();
    let instead = || services().find_map(|service| service.integration.instead_of(name));
    let near = || {
        services().find_map(|service| {
            let bare = name.strip_prefix(&format!("{}_", service.integration.slug));
            let bare = bare.unwrap_or(name);
            let meant = service.integration.nearest(bare)?;
            Some(format!("did you mean `{}`?", meant.tool_name))
        })
    };
    let hint = match of_function.as_slice() {
        [] => instead().or_else(near),
        tools => Some(format!("did you mean {}?", listed(tools.iter().copied()))),
    };
    let hint = if let Some(hint) = hint {
        hint
    } else {
        let tools = list(host)?;
        let names = tools.iter().take(MAX_LISTED);
        let names = listed(names.map(|tool| tool.name.as_ref()));
        let more = if tools.len() > MAX_LISTED {
            " and more"
        } else {
            ""
        };
        format!("the tools are {names}{more}")
    };
    let message = format!("no tool is called `{}`; {hint}", quoted(name));
    Ok(ErrorData::invalid_params(message, None))
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
fn add_account(tool: &mut Tool, function: &Operation, accounts: &[&str], default: Option<&str>) {
    let schema = Arc::make_mut(&mut tool.input_schema);
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        let mut account = json!({ "type": "string", "enum": accounts });
        // Every tool has it, so it says only what the names do not.
        let description = match default.filter(|name| accounts.contains(name)) {
            Some(DEFAULT_ACCOUNT) => None,
            Some(name) => Some(format!("Default: `{name}`.")),
            None => Some("Account to use.".to_owned()),
        };
        if let Some(description) = description {
            account["description"] = description.into();
        }
        properties.insert(account_parameter(function), account);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use plivo_runtime::{Access, Method, Parameter, ParameterLocation, ParameterType};

    use super::*;
    use crate::Accounts;
    use crate::integration::Integration;
    use crate::lighthouse::{Client, lua::BEACON};

    /// Returns an integration with the functions of `BEACON` and another slug, as the generator would write it.
    fn like_beacon(slug: &'static str) -> &'static Integration {
        let renamed = |name: &str| name.replacen(BEACON.slug, slug, 1);
        let functions = BEACON.functions.iter().map(|binding| {
            let name = String::leak(renamed(binding.tool_name));
            binding.names(name, binding.title)
        });
        let tools = BEACON.tools.replace(
            &format!("\"name\": \"{}_", BEACON.slug),
            &format!("\"name\": \"{slug}_"),
        );
        Box::leak(Box::new(
            Integration::new(slug, "Other", BEACON.service)
                .functions(Vec::leak(functions.collect()))
                .tools(String::leak(tools)),
        ))
    }

    /// Returns a host of these services and the names of the functions that were called, with their services.
    fn host(services: &[&'static Integration]) -> (Host, Arc<Mutex<Vec<String>>>) {
        let client = Client::builder("oslo", "a token")
            .base_address("http://127.0.0.1:9")
            .build()
            .unwrap();
        let called: Arc<Mutex<Vec<String>>> = Arc::default();
        let paths = Arc::clone(&called);
        let mut builder = Host::builder();
        for service in services {
            builder = builder.integration(service, Accounts::new(client.api().clone()));
        }
        let builder = builder.observe(move |call| paths.lock().unwrap().push(call.path.clone()));
        (builder.build().unwrap(), called)
    }

    #[tokio::test]
    async fn a_tool_calls_the_service_whose_tool_it_is() {
        let (host, called) = host(&[&BEACON, like_beacon("quay")]);
        let names: Vec<_> = list(&host)
            .unwrap()
            .into_iter()
            .map(|tool| tool.name)
            .collect();
        assert_eq!(names.len(), 2 * BEACON.functions.len(), "{names:?}");
        // A refused call is reported without a request.
        let wrong = JsonObject::from_iter([("unknown".to_owned(), Value::from(1))]);
        for slug in ["quay", "beacon"] {
            let name = format!("{slug}_list_lighthouses");
            call(&host, &name, wrong.clone()).await.unwrap();
            let path = called.lock().unwrap().pop().unwrap();
            assert_eq!(path, format!("integrations.{slug}.list_lighthouses"));
            let _ = host.call(DEFAULT_ACCOUNT, &name, &wrong).await;
            assert_eq!(called.lock().unwrap().pop(), Some(path));
        }
        let ambiguous = host.call(DEFAULT_ACCOUNT, "list_lighthouses", &wrong);
        let failure = ambiguous.await.unwrap_err();
        assert_eq!(failure.code, "unknown_name");
        assert!(
            failure.message.contains("`quay_list_lighthouses`"),
            "{failure}"
        );
        assert_eq!(called.lock().unwrap().len(), 0);
    }

    #[test]
    fn a_parameter_of_a_function_does_not_hide_the_account() {
        const ACCOUNT: Parameter = Parameter::optional(
            "account",
            ParameterType::String,
            ParameterLocation::Query("account"),
        );
        let own = Operation::new("pay", Access::Read, Method::Get, "/").parameters(&[ACCOUNT]);
        assert_eq!(account_parameter(&own), "account_name");
        let none = Operation::new("pay", Access::Read, Method::Get, "/");
        assert_eq!(account_parameter(&none), "account");
    }

    #[test]
    fn two_services_cannot_have_a_tool_of_the_same_name() {
        let other = like_beacon("quay");
        let same = Integration::new("other", "Other", BEACON.service).functions(other.functions);
        let client = Client::new("oslo", "a token").unwrap();
        let accounts = || Accounts::new(client.api().clone());
        let built = Host::builder()
            .integration(other, accounts())
            .integration(Box::leak(Box::new(same)), accounts())
            .build();
        let error = built.unwrap_err().to_string();
        assert!(error.contains("`quay_list_lighthouses`"), "{error}");
    }

    #[test]
    fn a_service_cannot_hide_the_pages_of_the_host() {
        let (host, _) = host(&[like_beacon("errors"), like_beacon("index"), &BEACON]);
        let read = |page: &str| host.documentation().read(page).unwrap();
        assert!(read("errors").starts_with("# Errors"), "{}", read("errors"));
        assert!(
            read("index").starts_with("# Documentation"),
            "{}",
            read("index")
        );
        assert_ne!(read("integrations.errors"), read("errors"));
        assert!(read("integrations.errors.switch_lamp").contains("switch_lamp"));
    }
}
