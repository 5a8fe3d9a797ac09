//! Rust examples for documentation, derived from the model.

use super::lua::quoted;
use crate::model::{Api, Enum, Literal, Operation, Parameter, ParameterType, Returns};

/// The number of optional parameters in an example.
const SHOWN: usize = 2;

/// Returns an example that calls a function in a fallible async function with a variable `client`. Enums are
/// imported from `client_module`.
pub(in crate::emit) fn example(api: &Api, function: &Operation, client_module: &str) -> String {
    let required = function.required();
    let arguments: Vec<String> = required.map(|one| value(api, one)).collect();
    let shown: Vec<&Parameter> = optional(api, function).take(SHOWN).collect();
    let mut lines = uses(api, function, &shown, client_module);
    let variable = match function.returns {
        Returns::Page(_) => "page",
        Returns::Record(_) => "answer",
    };
    lines.push(format!("let {variable} = client"));
    lines.push(format!("    .{}({})", function.rust, arguments.join(", ")));
    for parameter in shown {
        lines.push(format!(
            "    .{}({})",
            parameter.rust,
            value(api, parameter)
        ));
    }
    lines.extend(["    .send()".to_owned(), "    .await?;".to_owned()]);
    lines.extend(match function.returns {
        Returns::Page(_) => vec![
            "for record in &page {".to_owned(),
            "    println!(\"{record:?}\");".to_owned(),
            "}".to_owned(),
        ],
        Returns::Record(_) => vec!["println!(\"{answer:?}\");".to_owned()],
    });
    lines.join("\n")
}

/// Returns the documented optional parameters that look the same in Rust.
fn optional<'a>(api: &'a Api, function: &'a Operation) -> impl Iterator<Item = &'a Parameter> {
    let paging = api.paging_of(function);
    function.parameters.iter().filter(|parameter| {
        let is_position = paging.position.parameter() == Some(parameter.name.as_str());
        let is_plain = !matches!(
            parameter.kind,
            ParameterType::DateTime | ParameterType::Date | ParameterType::List { .. }
        );
        let is_word = !parameter.rust.to_string().starts_with("r#");
        let is_extra = parameter.extension || function.is_alternative(parameter);
        !parameter.required && !is_extra && !is_position && is_plain && is_word
    })
}

/// Returns the imports of the enums in a call.
fn uses(api: &Api, function: &Operation, shown: &[&Parameter], module: &str) -> Vec<String> {
    let required = function.required();
    let parameters = required.chain(shown.iter().copied());
    let mut names: Vec<String> = parameters
        .filter_map(|parameter| {
            let (list, _) = variant(api, parameter)?;
            Some(list.rust.to_string())
        })
        .collect();
    names.sort();
    names.dedup();
    match names.as_slice() {
        [] => Vec::new(),
        [name] => vec![format!("use {module}::{name};"), String::new()],
        names => vec![
            format!("use {module}::{{{}}};", names.join(", ")),
            String::new(),
        ],
    }
}

/// Returns the enum and the variant of the example of a parameter.
fn variant<'a>(api: &'a Api, parameter: &Parameter) -> Option<(&'a Enum, String)> {
    let (ParameterType::Enum(index), Literal::Text(text)) = (&parameter.kind, &parameter.example)
    else {
        return None;
    };
    let list = api.enums.get(*index)?;
    let value = list.values.iter().find(|value| value.wire == *text)?;
    Some((list, format!("{}::{}", list.rust, value.rust)))
}

/// Converts the example of a parameter to Rust.
fn value(api: &Api, parameter: &Parameter) -> String {
    if let Some((_, variant)) = variant(api, parameter) {
        return variant;
    }
    match (&parameter.kind, &parameter.example) {
        (ParameterType::DateTime | ParameterType::Date, Literal::Text(text)) => {
            format!("{}.parse()?", quoted(text))
        }
        (_, Literal::Text(text)) => quoted(text),
        (_, Literal::Boolean(value)) => value.to_string(),
        (_, Literal::Integer(value)) => value.to_string(),
        (_, Literal::List(texts)) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        }
    }
}
