//! The time range of a list.

use crate::code::Code;
use crate::manifest::{self, TimeRange};
use crate::model::{
    FieldType, Paging, Parameter, ParameterLocation, ParameterType, Position, Record, Returns,
};
use crate::spans::join;

use super::scope::Scope;

/// Resolves the time range of a function: its field gets the name that it has on the wire.
pub(super) fn time_range(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Operation,
    paging: &Paging,
    (returns, records): (Returns, &[Record]),
    parameters: &[Parameter],
) -> Option<TimeRange> {
    let mut range = given.time_range.clone()?;
    let base = join(path, "parameters");
    let names = parameters.iter().map(|parameter| &parameter.name);
    let untyped: Vec<_> = names
        .filter(|name| scope.is_untyped(&join(&base, name)))
        .collect();
    let path = join(path, "time_range");
    let Returns::Page(record) = returns else {
        // An unknown record has an error of its own.
        if !given.returns.starts_with("page of") {
            let hint = "remove it, or return a page";
            scope.key(Code::TimeRange, &path, "the function returns no list", hint);
        }
        return None;
    };
    if !matches!(paging.position, Position::Offset(_)) {
        let hint = "remove it, or page by `offset:`";
        let message = "a list that is not paged by offset is not read by time";
        scope.key(Code::TimeRange, &path, message, hint);
    }
    let record = records.get(record);
    let field = record.and_then(|record| {
        let mut fields = record.fields.iter();
        let field = fields.find(|field| field.name == range.field)?;
        let at = format!("records.{}.fields.{}", record.name, field.name);
        Some((field, scope.is_untyped(&at)))
    });
    match field {
        Some((field, is_untyped)) if field.kind == FieldType::DateTime || is_untyped => {
            range.field.clone_from(&field.wire);
        }
        _ => scope.value(
            Code::TimeRange,
            &join(&path, "field"),
            format!("the record has no datetime `{}`", range.field),
            "name the field of its record that the list is ordered by",
        ),
    }
    let exclusive = [("after", &range.after), ("before", &range.before)];
    let exclusive = exclusive.into_iter().filter(|(_, names)| !names.is_empty());
    for (key, names) in [("from", &range.from), ("until", &range.until)]
        .into_iter()
        .chain(exclusive)
    {
        let known = |name: &String| {
            let parameter = parameters
                .iter()
                .find(|parameter| parameter.name == *name)?;
            let fits = parameter.kind == ParameterType::DateTime || untyped.contains(&name);
            fits.then_some(parameter)
        };
        if let Some(name) = names.iter().find(|name| known(name).is_none()) {
            scope.value(
                Code::TimeRange,
                &join(&path, key),
                format!("the function has no datetime parameter `{name}`"),
                "name parameters of this function",
            );
        } else if !names.iter().filter_map(known).any(is_sent) {
            scope.value(
                Code::TimeRange,
                &join(&path, key),
                "none of the parameters is sent in the query",
                "add `query:` to one of them",
            );
        }
    }
    let mut unless = range.default_unless.keys();
    if let Some(name) = unless.find(|name| parameters.iter().all(|known| known.name != **name)) {
        scope.key(
            Code::TimeRange,
            &join(&join(&path, "default_unless"), name),
            format!("the function has no parameter `{name}`"),
            "name a parameter of this function",
        );
    }
    if range.window_days.is_some() && range.kept_days.is_none() {
        scope.value(
            Code::TimeRange,
            &join(&path, "window_days"),
            "nothing says how far back the windows go",
            "add `kept_days:`",
        );
    }
    Some(range)
}

fn is_sent(parameter: &Parameter) -> bool {
    matches!(parameter.location, ParameterLocation::Query(_))
}
