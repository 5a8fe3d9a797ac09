//! What a function takes: its documented parameters, then the additions, then the listed values.

use crate::model::{Api, Function, Parameter, ParameterKind};

use super::{lua, markdown};

/// The tables of a function's parameters, and a list for each that takes listed values.
pub(in crate::emit) fn blocks(api: &Api, function: &Function) -> Vec<String> {
    let (additions, documented): (Vec<&Parameter>, Vec<&Parameter>) = function
        .parameters
        .iter()
        .partition(|parameter| parameter.extension);
    let mut blocks = Vec::new();
    if documented.is_empty() {
        blocks.push("This function needs no parameters.".to_owned());
    } else {
        blocks.push(table(api, &documented));
    }
    if !additions.is_empty() {
        blocks.push("Additions, which the documented surface does not have:".to_owned());
        blocks.push(table(api, &additions));
    }
    blocks.extend(
        function
            .parameters
            .iter()
            .filter_map(|parameter| values(api, parameter)),
    );
    blocks
}

fn table(api: &Api, parameters: &[&Parameter]) -> String {
    let rows: Vec<[String; 6]> = parameters
        .iter()
        .map(|parameter| {
            [
                markdown::code(&parameter.name),
                api.documented_type(&parameter.kind).to_owned(),
                if parameter.required { "yes" } else { "no" }.to_owned(),
                parameter
                    .default
                    .as_ref()
                    .map(|value| markdown::code(&lua::literal(value)))
                    .unwrap_or_default(),
                accepted(parameter),
                parameter.description.clone(),
            ]
        })
        .collect();
    markdown::table(
        [
            "Name",
            "Type",
            "Required",
            "Default",
            "Accepts",
            "Description",
        ],
        &rows,
    )
}

/// What the type alone does not say: the form of a text, and the bounds.
fn accepted(parameter: &Parameter) -> String {
    let form = form(&parameter.kind);
    let bounds = match (parameter.minimum, parameter.maximum) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) if parameter.kind == ParameterKind::Integer => format!("{most} or less"),
        (None, Some(most)) => format!("at most {most} characters"),
        (None, None) => String::new(),
    };
    if form.is_empty() || bounds.is_empty() {
        form + &bounds
    } else {
        format!("{form}, {bounds}")
    }
}

fn form(kind: &ParameterKind) -> String {
    match kind {
        ParameterKind::Integer | ParameterKind::String | ParameterKind::Boolean => String::new(),
        ParameterKind::DateTime => "a datetime, ISO 8601".to_owned(),
        ParameterKind::Date => "a date, ISO 8601".to_owned(),
        ParameterKind::PhoneNumber => "a phone number".to_owned(),
        ParameterKind::Sender => "a phone number, a short code or an alphanumeric name".to_owned(),
        ParameterKind::Endpoint => "a phone number or a SIP address".to_owned(),
        ParameterKind::Url => "an address of the web".to_owned(),
        ParameterKind::Enum(_) => "a value listed below".to_owned(),
        ParameterKind::List { item, joined_by } => {
            let item = match **item {
                ParameterKind::Integer => "an integer".to_owned(),
                ParameterKind::String => "a text".to_owned(),
                ParameterKind::Boolean => "a boolean".to_owned(),
                _ => form(item),
            };
            match joined_by {
                Some(between) => format!(
                    "{item}, several joined by {}, or a list of them",
                    markdown::code(between)
                ),
                None => format!("a list, each {item}"),
            }
        }
    }
}

/// The listed values of a parameter, each with its meaning.
fn values(api: &Api, parameter: &Parameter) -> Option<String> {
    let list = api.list_of_values(&parameter.kind)?;
    let mut lines = vec![
        format!("Values of {}:", markdown::code(&parameter.name)),
        String::new(),
    ];
    if list.boolean {
        lines.push("- `true` or `false`".to_owned());
    }
    for value in &list.values {
        let mark = if value.documented {
            ""
        } else {
            " (undocumented, accepted too)"
        };
        lines.push(format!(
            "- {}{mark}: {}",
            markdown::quoted(&value.wire),
            value.description
        ));
    }
    Some(lines.join("\n"))
}
