//! Tables with a name and its type on the left, and all that is said about it on the right.

use super::markup::Markup;
use crate::emit::fragments::{lua, markdown, parameters, returns, script_view};
use crate::model::{Api, Field, FieldType, Input, Operation, Parameter, Record};

/// One name and what is said about it, as Markdown.
#[derive(Default)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) tag: &'static str,
    pub(super) description: String,
    pub(super) facts: Vec<String>,
    /// The values, each with its meaning.
    pub(super) values: Vec<(String, String)>,
}

/// Returns a table.
pub(super) fn table(label: &str, rows: impl IntoIterator<Item = Row>) -> Markup {
    let rows = rows.into_iter().map(|one| row(&one));
    let attributes = [("class", "rows"), ("aria-label", label)];
    let body = Markup::element("tbody", &[], rows);
    Markup::element("table", &attributes, [body])
}

fn row(row: &Row) -> Markup {
    let span = |class, text: &str| {
        let text = Markup::inline(text);
        (!text.is_empty()).then(|| Markup::element("span", &[("class", class)], [text]))
    };
    let name = Markup::element("code", &[], [Markup::text(&row.name)]);
    let parts = [span("kind", &row.kind), span("tag", row.tag)];
    let parts = parts.into_iter().flatten();
    let name = std::iter::once(name).chain(parts.flat_map(|part| [Markup::text(" "), part]));
    let name = Markup::element("th", &[("scope", "row")], name);
    let facts = Markup::inline(&row.facts.join(" · "));
    let facts = (!facts.is_empty()).then(|| Markup::element("p", &[("class", "facts")], [facts]));
    let values = row.values.iter().map(|(value, meaning)| {
        let text = Markup::inline(&format!("{value} {meaning}"));
        Markup::element("li", &[], [text])
    });
    let values = (!row.values.is_empty())
        .then(|| Markup::element("ul", &[("class", "values")], values.collect::<Vec<_>>()));
    let description = Markup::element("p", &[], [Markup::inline(&row.description)]);
    let cell = std::iter::once(description).chain(facts).chain(values);
    Markup::element("tr", &[], [name, Markup::element("td", &[], cell)])
}

/// Returns the parameters of a function, and the objects that they take.
pub(super) fn parameters(api: &Api, function: &Operation) -> Vec<Markup> {
    let label = format!("Parameters of {}", function.name);
    let rows = function.parameters.iter().map(|one| parameter(api, one));
    let inputs = parameters::inputs(api, function);
    let inputs = inputs.into_iter().flat_map(|one| input(api, one));
    if function.parameters.is_empty() {
        return vec![Markup::markdown("This function needs no parameters.")];
    }
    std::iter::once(table(&label, rows)).chain(inputs).collect()
}

fn input(api: &Api, input: &Input) -> [Markup; 2] {
    let rows = input.fields.iter().map(|field| parameter(api, field));
    let intro = format!("{}: {}", markdown::code(&input.name), input.description);
    [Markup::markdown(&intro), table(&input.name, rows)]
}

fn parameter(api: &Api, parameter: &Parameter) -> Row {
    let list = api.enum_of(&parameter.kind);
    // The values say what is accepted.
    let accepted = parameters::accepted(api, parameter);
    let accepted = (list.is_none() && !accepted.is_empty()).then(|| format!("Accepts {accepted}"));
    let default = parameter.default.as_ref();
    let default = default.map(|value| format!("Default {}", markdown::code(&lua::literal(value))));
    let values = list.into_iter().flat_map(|list| {
        let either = (
            markdown::code("true"),
            format!("or {}", markdown::code("false")),
        );
        let values = list.values.iter();
        let values = values.map(|one| (markdown::quoted(&one.wire), one.description.clone()));
        list.boolean.then_some(either).into_iter().chain(values)
    });
    Row {
        name: parameter.name.clone(),
        kind: api.documented_type(&parameter.kind).to_owned(),
        tag: if parameter.required { "required" } else { "" },
        description: parameter.description.clone(),
        facts: accepted.into_iter().chain(default).collect(),
        values: values.collect(),
    }
}

/// Returns the fields of a record and of the records in it.
pub(super) fn records(api: &Api, record: &Record) -> Vec<Markup> {
    let records = script_view::reachable(api, record).into_iter();
    let tables = records.flat_map(|record| {
        let intro = format!("{}: {}", markdown::code(&record.name), record.description);
        let fields = record.fields.iter().map(|one| field(api, record, one));
        let computed = record.computed_fields.iter().map(|computed| {
            let [_, kind, nil, sources, description] = returns::computed(api, record, computed);
            Row {
                name: computed.name.clone(),
                kind,
                tag: may_be_nil(nil == "yes"),
                description,
                facts: vec![format!("Computed from {sources}")],
                ..Row::default()
            }
        });
        let rows = fields.chain(computed);
        [Markup::markdown(&intro), table(&record.name, rows)]
    });
    tables.collect()
}

fn field(api: &Api, record: &Record, field: &Field) -> Row {
    let list = match &field.kind {
        FieldType::Enum(index) => api.enums.get(*index),
        _ => None,
    };
    let kind = match list {
        Some(list) if list.boolean => "boolean or string".to_owned(),
        Some(_) => "string".to_owned(),
        None => returns::kind(api, &field.kind),
    };
    let values = list.map(|list| format!("One of {}", returns::values(list)));
    Row {
        name: field.name.clone(),
        kind,
        tag: may_be_nil(script_view::field_may_be_nil(field)),
        description: returns::description(record, field),
        facts: values.into_iter().collect(),
        ..Row::default()
    }
}

fn may_be_nil(answer: bool) -> &'static str {
    if answer { "may be nil" } else { "" }
}
