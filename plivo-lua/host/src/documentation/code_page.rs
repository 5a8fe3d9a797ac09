//! The page of a table of codes.

use std::fmt::Write as _;

use plivo_runtime::CodeTable;

use crate::integration::{ComputedField, Integration};

/// Returns the page in Markdown.
pub(super) fn write(integration: &Integration, table: &CodeTable) -> String {
    let mut text = format!(
        "# {}.{}: codes\n\n{}\n",
        integration.slug, table.name, table.description
    );
    let mut fields: Vec<String> = Vec::new();
    for binding in integration.functions {
        let record = binding.returns.record();
        let explained = record
            .computed
            .iter()
            .filter(|field| explains(field, table));
        let explained = explained.map(|field| format!("`{}` of {}", field.name, record.name));
        fields.extend(explained);
    }
    let mut seen = Vec::new();
    fields.retain(|field| {
        let new = !seen.contains(field);
        seen.push(field.clone());
        new
    });
    if !fields.is_empty() {
        let _ = writeln!(text, "\nScripts read it as {}.", fields.join(" and "));
    }
    text.push_str(
        "\n| Code | Name | Meaning | Who can fix it | Retry |\n| --- | --- | --- | --- | --- |\n",
    );
    for reason in table.reasons {
        let retry = match reason.retryable {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not known",
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {retry} |",
            reason.code,
            reason.name.unwrap_or_default(),
            reason.description.replace('\n', " ").replace('|', "\\|"),
            reason.fixed_by.map_or("", |who| who.as_str()),
        );
    }
    text
}

fn explains(field: &ComputedField, table: &CodeTable) -> bool {
    field.codes().is_some_and(|codes| codes.name == table.name)
}
