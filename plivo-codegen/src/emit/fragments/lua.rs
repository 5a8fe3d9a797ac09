//! Lua as it is written in documentation: literals, calls, and the scripts that are derived from the
//! model rather than quoted from it.

use crate::model::{Api, Function, Literal, Operation, Parameter, Returns};

/// The namespace that scripts reach the functions under.
pub(in crate::emit) fn namespace(api: &Api) -> String {
    format!("app.integrations.{}", api.integration.slug)
}

/// A call of the first function, under its second name, with every documented parameter.
///
/// The values are the manifest's examples, so that even a script which nobody wrote runs.
pub(in crate::emit) fn derived_example(api: &Api) -> Option<String> {
    let function = api.functions.first()?;
    let path = format!("{}.{}", namespace(api), function.prefixed);
    let parameters = function
        .parameters
        .iter()
        .filter(|parameter| !parameter.extension);
    Some(format!(
        "local result = {}\nprint(result)",
        call(&path, parameters)
    ))
}

/// One call a spelling of an account: the default one, the same by name, and a named one.
///
/// The call is the first that changes nothing, so that nobody copies three writes.
pub(in crate::emit) fn account_spellings(api: &Api) -> Option<String> {
    let reads = |function: &&Function| function.operation == Operation::Read;
    let function = api.functions.iter().find(reads).or(api.functions.first())?;
    let (namespace, example) = (namespace(api), &api.accounts.example);
    let spelling = |comment: &str, account: &str| {
        let path = format!("{namespace}{account}.{}", function.name);
        let required = function
            .parameters
            .iter()
            .filter(|parameter| parameter.required);
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

/// How a script goes through all that a function lists: `for r in list_messages.each{…} do`.
pub(in crate::emit) fn each_line(function: &Function) -> String {
    format!("for r in {}.each{{…}} do", function.name)
}

/// A script that goes through a whole list, the first there is.
pub(in crate::emit) fn each_example(api: &Api) -> Option<String> {
    let lists = |function: &&Function| matches!(function.returns, Returns::Page(_));
    let function = api.functions.iter().find(lists)?;
    let path = format!("{}.{}.each", namespace(api), function.name);
    let required = function
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    Some(format!(
        "for record in {} do\n  print(record)\nend",
        call(&path, required)
    ))
}

/// A script that asks two accounts side by side.
pub(in crate::emit) fn parallel_example(api: &Api) -> Option<String> {
    let reads = |function: &&Function| function.operation == Operation::Read;
    let function = api.functions.iter().find(reads)?;
    let one = |account: &str| {
        let path = format!("{}{account}.{}", namespace(api), function.name);
        let required = function
            .parameters
            .iter()
            .filter(|parameter| parameter.required);
        format!("  function() return {} end,", call(&path, required))
    };
    Some(format!(
        "local results = parallel{{\n{}\n{}\n}}\nprint(#results)",
        one(""),
        one(&format!(".{}", api.accounts.example))
    ))
}

/// A call with example values: on one line for one parameter, on a line each for more.
fn call<'a>(path: &str, parameters: impl Iterator<Item = &'a Parameter>) -> String {
    let arguments: Vec<String> = parameters
        .map(|parameter| format!("{} = {}", parameter.name, literal(&parameter.example)))
        .collect();
    match arguments.as_slice() {
        [] => format!("{path}{{}}"),
        [argument] => format!("{path}{{ {argument} }}"),
        _ => format!("{path}{{\n  {},\n}}", arguments.join(",\n  ")),
    }
}

/// A value of the manifest as Lua writes it.
pub(in crate::emit) fn literal(value: &Literal) -> String {
    match value {
        Literal::Boolean(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Text(text) => quoted(text),
        Literal::List(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("{{ {} }}", texts.join(", "))
        }
    }
}

/// A text between double quotes, with what would end it escaped.
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
