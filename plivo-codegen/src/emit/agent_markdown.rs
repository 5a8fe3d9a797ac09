//! The page that agents read before they write a script: every function with its documented parameters and an
//! example.

use crate::model::{Api, Operation, Parameter};

use super::fragments::{lua, markdown};

/// Emits the page. Its skeleton is fixed, which is why no line says that it is generated.
#[must_use]
pub(super) fn emit(api: &Api) -> String {
    let mut blocks = vec![format!("# {} — Lua API Reference", api.integration.name)];
    for function in &api.functions {
        blocks.extend(section(api, function));
    }
    blocks.push("## Multi-Account Usage".to_owned());
    blocks.extend(lua::account_spellings(api).map(|script| markdown::fenced("lua", &script)));
    markdown::page(&blocks)
}

fn section(api: &Api, function: &Operation) -> [String; 7] {
    [
        format!("## {}", function.name),
        function.summary.clone(),
        "### Parameters".to_owned(),
        parameters(api, function),
        "### Example".to_owned(),
        markdown::fenced("lua", &function.example),
        "---".to_owned(),
    ]
}

/// Returns the documented parameters. Only the reference shows extensions.
fn parameters(api: &Api, function: &Operation) -> String {
    let rows: Vec<[String; 4]> = function
        .parameters
        .iter()
        .filter(|parameter| !parameter.extension)
        .map(|parameter| {
            [
                markdown::code(&parameter.name),
                api.documented_type(&parameter.kind).to_owned(),
                if parameter.required { "yes" } else { "no" }.to_owned(),
                description(api, function, parameter),
            ]
        })
        .collect();
    if rows.is_empty() {
        return "This function needs no parameters.".to_owned();
    }
    markdown::table(["Name", "Type", "Required", "Description"], &rows)
}

/// Returns the summary and the documented values of an enum, and whether there are others. The limit explains how to get the whole list.
fn description(api: &Api, function: &Operation, parameter: &Parameter) -> String {
    if function.is_list() && api.paging_of(function).limit.as_ref() == Some(&parameter.name) {
        return format!(
            "{} All: {}.",
            markdown::sentence(&parameter.summary),
            markdown::code(&lua::each_line(function))
        );
    }
    let values: Vec<String> = api
        .documented_values(&parameter.kind)
        .into_iter()
        .map(markdown::quoted)
        .collect();
    if values.is_empty() {
        return parameter.summary.clone();
    }
    let list = api.enum_of(&parameter.kind);
    let has_others = list.is_some_and(|list| list.values.iter().any(|value| !value.documented));
    format!(
        "{} Values: {}{}.",
        markdown::sentence(&parameter.summary),
        values.join(", "),
        if has_others { ", and others" } else { "" }
    )
}
