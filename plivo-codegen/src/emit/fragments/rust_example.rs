//! Rust as it is written in documentation: a call of the client, derived from the model.

use super::lua::quoted;
use crate::model::{Api, Enum, Function, Literal, Parameter, ParameterKind, Returns};

/// How many parameters that may be left out an example shows.
const SHOWN: usize = 2;

/// A call of a function, inside an async function that may fail, with a `client` there. The lists of values are
/// those of the module `client_module`.
pub(in crate::emit) fn example(api: &Api, function: &Function, client_module: &str) -> String {
    let required = function.parameters.iter().filter(|one| one.required);
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

/// The documented parameters that an example may show: those whose examples are what Rust takes,
/// under names that look the same in it.
fn optional<'a>(api: &'a Api, function: &'a Function) -> impl Iterator<Item = &'a Parameter> {
    let paging = &api.service.paging;
    function.parameters.iter().filter(|parameter| {
        let is_position = paging.position.parameter() == Some(parameter.name.as_str());
        let is_plain = !matches!(
            parameter.kind,
            ParameterKind::DateTime | ParameterKind::Date | ParameterKind::List { .. }
        );
        let is_word = !parameter.rust.to_string().starts_with("r#");
        !parameter.required && !parameter.extension && !is_position && is_plain && is_word
    })
}

/// A line for the lists of values that the call names.
fn uses(api: &Api, function: &Function, shown: &[&Parameter], module: &str) -> Vec<String> {
    let required = function.parameters.iter().filter(|one| one.required);
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

/// The list that a parameter's example is from, and the variant that it is.
fn variant<'a>(api: &'a Api, parameter: &Parameter) -> Option<(&'a Enum, String)> {
    let (ParameterKind::Enum(index), Literal::Text(text)) = (&parameter.kind, &parameter.example)
    else {
        return None;
    };
    let list = api.enums.get(*index)?;
    let value = list.values.iter().find(|value| value.wire == *text)?;
    Some((list, format!("{}::{}", list.rust, value.rust)))
}

/// A parameter's example as Rust writes it.
fn value(api: &Api, parameter: &Parameter) -> String {
    if let Some((_, variant)) = variant(api, parameter) {
        return variant;
    }
    match (&parameter.kind, &parameter.example) {
        (ParameterKind::DateTime | ParameterKind::Date, Literal::Text(text)) => {
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
