//! The parameters of a function: the documented ones, the extensions, and the values of enums.

use crate::model::{Api, Input, Operation, Parameter, ParameterType};

use super::{lua, markdown};

/// Returns the tables of parameters, and a list for each enum.
pub(in crate::emit) fn blocks(api: &Api, function: &Operation) -> Vec<String> {
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
        blocks.push("Additional parameters, beyond the documented ones:".to_owned());
        blocks.push(table(api, &additions));
    }
    blocks.extend(
        function
            .parameters
            .iter()
            .filter_map(|parameter| values(api, parameter)),
    );
    for input in inputs(api, function) {
        blocks.push(format!(
            "{}: {}",
            markdown::code(&input.name),
            input.description
        ));
        blocks.push(table(api, &input.fields.iter().collect::<Vec<_>>()));
        blocks.extend(input.fields.iter().filter_map(|field| values(api, field)));
    }
    blocks
}

/// Returns the objects that parameters take, each once.
pub(in crate::emit) fn inputs<'a>(api: &'a Api, function: &'a Operation) -> Vec<&'a Input> {
    let mut inputs = Vec::new();
    for parameter in &function.parameters {
        reach(api, &parameter.kind, &mut inputs);
    }
    inputs
}

/// Adds the inputs that a type refers to, each once.
fn reach<'a>(api: &'a Api, kind: &ParameterType, inputs: &mut Vec<&'a Input>) {
    if let Some(input) = api.input_of(kind)
        && !inputs.iter().any(|known| known.name == input.name)
    {
        inputs.push(input);
        for field in &input.fields {
            reach(api, &field.kind, inputs);
        }
    }
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
                accepted(api, parameter),
                lua::description(api, parameter),
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

/// Describes the format and the bounds of a parameter.
pub(in crate::emit) fn accepted(api: &Api, parameter: &Parameter) -> String {
    let form = form(api, &parameter.kind);
    let bounds = match (parameter.minimum, parameter.maximum) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) if parameter.kind == ParameterType::Integer => format!("{most} or less"),
        (None, Some(most)) => format!("at most {most} characters"),
        (None, None) => String::new(),
    };
    if form.is_empty() || bounds.is_empty() {
        form + &bounds
    } else {
        format!("{form}, {bounds}")
    }
}

fn form(api: &Api, kind: &ParameterType) -> String {
    match kind {
        ParameterType::Integer
        | ParameterType::String
        | ParameterType::Boolean
        | ParameterType::Decimal => String::new(),
        ParameterType::Object => "any object".to_owned(),
        ParameterType::Input(_) => match api.input_of(kind) {
            Some(input) => {
                let vowel = input.name.starts_with(['A', 'E', 'I', 'O', 'U']);
                let article = if vowel { "an" } else { "a" };
                format!("{article} {}, see below", markdown::code(&input.name))
            }
            None => String::new(),
        },
        ParameterType::Map(item) => match form(api, item).as_str() {
            "" => "an object with any keys".to_owned(),
            item => format!("an object with any keys, each value {item}"),
        },
        ParameterType::DateTime => "an ISO 8601 datetime".to_owned(),
        ParameterType::Date => "an ISO 8601 date".to_owned(),
        ParameterType::PhoneNumber => "a phone number".to_owned(),
        ParameterType::Sender => "a phone number, a short code or an alphanumeric name".to_owned(),
        ParameterType::Endpoint => "a phone number or a SIP address".to_owned(),
        ParameterType::Url => "a URL".to_owned(),
        ParameterType::Enum(_) => "a value listed below".to_owned(),
        ParameterType::List { item, separator } => {
            let item = match **item {
                ParameterType::Integer => "an integer".to_owned(),
                ParameterType::String => "a string".to_owned(),
                ParameterType::Boolean => "a boolean".to_owned(),
                ParameterType::Decimal => "a number".to_owned(),
                _ => form(api, item),
            };
            match separator {
                Some(between) => format!(
                    "{item}, several joined by {}, or a list of them",
                    markdown::code(between)
                ),
                None => format!("a list, each item {item}"),
            }
        }
    }
}

/// Lists the values of a parameter.
fn values(api: &Api, parameter: &Parameter) -> Option<String> {
    let list = api.enum_of(&parameter.kind)?;
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
            " (undocumented, but accepted)"
        };
        lines.push(format!(
            "- {}{mark}: {}",
            markdown::quoted(&value.wire),
            value.description
        ));
    }
    Some(lines.join("\n"))
}
