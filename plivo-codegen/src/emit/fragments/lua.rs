//! Lua for documentation: literals, calls, and scripts that are derived from the model.

use super::markdown::code;
use crate::ident::is_lua_name;
use crate::model::{Access, Api, Literal, Operation, Parameter};

/// Returns the namespace of the functions in scripts.
pub(in crate::emit) fn namespace(api: &Api) -> String {
    format!("app.integrations.{}", api.integration.slug)
}

/// Returns a script that calls the first function by its tool name with every documented parameter.
///
/// The values are the examples of the manifest, so the script runs.
pub(in crate::emit) fn derived_example(api: &Api) -> Option<String> {
    let function = api.functions.first()?;
    let path = format!("{}.{}", namespace(api), function.tool_name);
    let parameters = function
        .parameters
        .iter()
        .filter(|parameter| !parameter.extension);
    Some(format!(
        "local result = {}\nprint(result)",
        call(&path, parameters)
    ))
}

/// Returns a script that calls a function on the default account, on the same by name, and on a named account.
///
/// It calls the first function that changes nothing, so that nobody copies three writes.
pub(in crate::emit) fn account_spellings(api: &Api) -> Option<String> {
    let reads = |function: &&Operation| function.access == Access::Read;
    let function = api.functions.iter().find(reads).or(api.functions.first())?;
    let (namespace, example) = (namespace(api), &api.accounts.example);
    let spelling = |comment: &str, account: &str| {
        let path = format!("{namespace}{account}.{}", function.name);
        let required = function.required();
        format!("-- {comment}\n{}", call(&path, required))
    };
    let spellings = [
        spelling("The default account", ""),
        spelling("The default account, spelled out", ".default"),
        spelling(
            &format!("The account named \"{example}\""),
            &format!(".{example}"),
        ),
    ];
    Some(spellings.join("\n\n"))
}

/// Returns the start of a loop over a whole list: `for r in list_messages.each{…} do`.
pub(in crate::emit) fn each_line(function: &Operation) -> String {
    format!("for r in {}.each{{…}} do", function.name)
}

/// Returns a script that loops over the first list.
pub(in crate::emit) fn each_example(api: &Api) -> Option<String> {
    let lists = |function: &&Operation| function.is_list();
    let function = api.functions.iter().find(lists)?;
    let path = format!("{}.{}.each", namespace(api), function.name);
    let required = function.required();
    Some(format!(
        "for record in {} do\n  print(record)\nend",
        call(&path, required)
    ))
}

/// Returns a script that calls a function on two accounts in parallel.
pub(in crate::emit) fn parallel_example(api: &Api) -> Option<String> {
    let reads = |function: &&Operation| function.access == Access::Read;
    let function = api.functions.iter().find(reads)?;
    let one = |account: &str| {
        let path = format!("{}{account}.{}", namespace(api), function.name);
        let required = function.required();
        format!("  function() return {} end,", call(&path, required))
    };
    Some(format!(
        "local results = parallel{{\n{}\n{}\n}}\nprint(#results)",
        one(""),
        one(&format!(".{}", api.accounts.example))
    ))
}

/// Returns a call with example values, on one line if there is at most one.
pub(in crate::emit) fn call<'a>(
    path: &str,
    parameters: impl Iterator<Item = &'a Parameter>,
) -> String {
    let arguments: Vec<String> = parameters
        .map(|parameter| format!("{} = {}", parameter.name, literal(&parameter.example)))
        .collect();
    match arguments.as_slice() {
        [] => format!("{path}{{}}"),
        [argument] => format!("{path}{{ {argument} }}"),
        _ => format!("{path}{{\n  {},\n}}", arguments.join(",\n  ")),
    }
}

/// Returns the description of a parameter for scripts: with what estimates it, and the example of an object.
pub(in crate::emit) fn description(api: &Api, parameter: &Parameter) -> String {
    let Parameter { name, example, .. } = parameter;
    let estimate = parameter.estimate.as_ref().map(|estimate| {
        let path = format!("{}.{}({name})", namespace(api), estimate.name);
        format!(" In Lua, {} estimates what it comes to.", code(&path))
    });
    let example = match example {
        Literal::Object(_) | Literal::Values(_) => {
            let argument = format!("{name} = {}", literal(example));
            Some(format!(" Example: {}.", code(&argument)))
        }
        Literal::Boolean(_) | Literal::Integer(_) | Literal::Text(_) | Literal::List(_) => None,
    };
    let more = estimate.into_iter().chain(example).collect::<String>();
    format!("{}{more}", parameter.description)
}

/// Converts a value to a Lua literal.
pub(in crate::emit) fn literal(value: &Literal) -> String {
    match value {
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Text(text) => quoted(text),
        Literal::List(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("{{ {} }}", texts.join(", "))
        }
        Literal::Values(values) => {
            let values: Vec<String> = values.iter().map(literal).collect();
            format!("{{ {} }}", values.join(", "))
        }
        Literal::Object(values) => {
            let values = values.iter();
            let values = values.map(|(name, value)| format!("{} = {}", key(name), literal(value)));
            format!("{{ {} }}", values.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Returns a key of a table: a name, or a text in brackets.
fn key(name: &str) -> String {
    if is_lua_name(name) {
        name.to_owned()
    } else {
        format!("[{}]", quoted(name))
    }
}

/// Returns a text as a string literal with double quotes.
pub(in crate::emit) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
