//! Rust examples for documentation, derived from the model.

use super::lua::quoted;
use super::rust::statement;
use crate::model::{Api, Literal, Operation, Parameter, ParameterType, Returns};

/// The number of optional parameters in an example.
const SHOWN: usize = 2;

/// Returns the manifest's example, or one that calls a function in a fallible async function with a variable `client`.
/// Enums are imported from `client_module`.
pub(in crate::emit) fn example(api: &Api, function: &Operation, client_module: &str) -> String {
    if let Some(example) = &function.rust_example {
        return example.clone();
    }
    let mut lines = uses(api, shown(api, function), client_module);
    let (required, optional): (Vec<_>, Vec<_>) =
        shown(api, function).partition(|parameter| parameter.required);
    let arguments: Vec<String> = required.iter().map(|one| shown_value(api, one)).collect();
    let variable = match function.returns {
        Returns::Page(_) => "page",
        Returns::Record(_) => "answer",
    };
    lines.push(format!("let {variable} = client"));
    lines.push(format!("    .{}({})", function.rust, arguments.join(", ")));
    for parameter in optional {
        lines.push(format!(
            "    .{}({})",
            parameter.rust,
            shown_value(api, parameter)
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

/// Returns the parameters of the derived example.
pub(in crate::emit) fn shown<'a>(
    api: &'a Api,
    function: &'a Operation,
) -> impl Iterator<Item = &'a Parameter> {
    let optional = optional(api, function).take(SHOWN);
    function.required().chain(optional)
}

/// Returns an example of an object, or of a list or map of them, as a variable of the parameter's name.
pub(in crate::emit) fn object(
    api: &Api,
    parameter: &Parameter,
    client_module: &str,
) -> Option<String> {
    api.input_of(&parameter.kind)?;
    let mut lines = uses(api, std::iter::once(parameter), client_module);
    let value = shown_value(api, parameter);
    let variable = format!("let {} = {value};", parameter.rust);
    lines.push(statement(&variable));
    // Without a type, the example is empty.
    (lines.len() > 1).then(|| lines.join("\n"))
}

fn shown_value(api: &Api, parameter: &Parameter) -> String {
    value(api, &parameter.kind, &parameter.example, &mut Vec::new())
}

/// Returns the documented optional parameters that look the same in Rust.
fn optional<'a>(api: &'a Api, function: &'a Operation) -> impl Iterator<Item = &'a Parameter> {
    let paging = api.paging_of(function);
    function.parameters.iter().filter(|parameter| {
        let is_position = paging.position.parameter() == Some(parameter.name.as_str());
        let is_plain = !matches!(
            parameter.kind,
            ParameterType::DateTime | ParameterType::Date | ParameterType::List { .. }
        ) && !parameter.kind.is_structured();
        let is_word = !parameter.rust.to_string().starts_with("r#");
        let is_extra = parameter.extension || function.is_alternative(parameter);
        !parameter.required && !is_extra && !is_position && is_plain && is_word
    })
}

/// Returns the imports of the types in a call.
fn uses<'a>(api: &Api, shown: impl Iterator<Item = &'a Parameter>, module: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for parameter in shown {
        value(api, &parameter.kind, &parameter.example, &mut names);
    }
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

/// Converts an example to Rust, and adds the names of the types that it uses.
fn value(api: &Api, kind: &ParameterType, example: &Literal, names: &mut Vec<String>) -> String {
    match (kind, example) {
        (ParameterType::Enum(index), Literal::Text(text)) => {
            let list = api.enums.get(*index);
            let variant = list.and_then(|list| {
                let value = list.values.iter().find(|value| value.wire == *text)?;
                names.push(list.rust.to_string());
                Some(format!("{}::{}", list.rust, value.rust))
            });
            variant.unwrap_or_else(|| quoted(text))
        }
        (ParameterType::DateTime | ParameterType::Date, Literal::Text(text)) => {
            format!("{}.parse()?", quoted(text))
        }
        (ParameterType::Input(index), Literal::Object(values)) => {
            let Some(input) = api.inputs.get(*index) else {
                return String::new();
            };
            names.push(input.rust.to_string());
            let fields = input.fields.iter().filter_map(|field| {
                let value = self::value(api, &field.kind, values.get(&field.name)?, names);
                Some((field, value))
            });
            let (required, optional): (Vec<_>, Vec<_>) =
                fields.partition(|(field, _)| field.required);
            let required: Vec<_> = required.into_iter().map(|(_, value)| value).collect();
            let optional = optional.iter();
            let optional = optional.map(|(field, value)| format!(".{}({value})", field.rust));
            format!(
                "{}::new({}){}",
                input.rust,
                required.join(", "),
                optional.collect::<String>()
            )
        }
        (ParameterType::Object, _) => "Default::default()".to_owned(),
        (ParameterType::Map(item), Literal::Object(values)) => {
            let entries = values.iter();
            let entries: Vec<_> = entries
                .map(|(key, value)| {
                    format!(
                        "({}, {})",
                        quoted(key),
                        self::value(api, item, value, names)
                    )
                })
                .collect();
            format!("[{}]", entries.join(", "))
        }
        (ParameterType::List { item, .. }, Literal::Values(values)) => {
            let values: Vec<_> = values
                .iter()
                .map(|value| self::value(api, item, value, names))
                .collect();
            format!("[{}]", values.join(", "))
        }
        (_, Literal::Boolean(value)) => value.to_string(),
        (_, Literal::Integer(value)) => value.to_string(),
        (_, Literal::Text(text)) => quoted(text),
        (_, Literal::List(texts)) => {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            format!("[{}]", texts.join(", "))
        }
        (_, Literal::Values(_) | Literal::Object(_)) => "Default::default()".to_owned(),
    }
}
