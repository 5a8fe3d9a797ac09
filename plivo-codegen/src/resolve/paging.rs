//! Paging, and the parameters that every list needs for it.

use crate::code::Code;
use crate::model::{
    Paging, Parameter, ParameterLocation, ParameterType, Position, Record, Returns,
};
use crate::spans::join;

use super::scope::Scope;

/// The default key of the total.
const TOTAL: &str = "total_count";

/// Resolves the paging settings.
pub(super) fn paging(scope: &mut Scope<'_>) -> Paging {
    let given = &scope.manifest.service.paging;
    let offset = given.offset.clone().map(Position::Offset);
    let page = given.page.as_ref().map(|page| Position::Page {
        parameter: page.parameter.clone(),
        first: page.first.unwrap_or(1),
    });
    let cursor = given.cursor.as_ref().map(|cursor| Position::Cursor {
        parameter: cursor.parameter.clone(),
        next: cursor.next.clone(),
    });
    let positions: Vec<Position> = [offset, page, cursor].into_iter().flatten().collect();
    if positions.len() > 1 {
        scope.key(
            Code::PagingStrategy,
            "service.paging",
            "there is more than one paging strategy",
            "keep one of `offset:`, `page:` and `cursor:`",
        );
    }
    let position = positions.into_iter().next().unwrap_or(Position::Whole);
    let is_whole = position == Position::Whole;
    match (given.page_size, is_whole) {
        (Some(1..), false) | (None, true) => {}
        (Some(_), false) => scope.value(
            Code::PagingStrategy,
            "service.paging.page_size",
            "`page_size` is 0",
            "write the maximum number of records in one response",
        ),
        (None, false) => scope.key(
            Code::PagingStrategy,
            "service.paging",
            "the page size is missing",
            "add `page_size:`, the maximum number of records in one response",
        ),
        (Some(_), true) => scope.key(
            Code::PagingStrategy,
            "service.paging.page_size",
            "there is a page size but no paging strategy",
            "add `offset:`, `page:` or `cursor:`, or remove `page_size:` if lists have no pages",
        ),
    }
    if given.limit.is_none() && !is_whole {
        scope.key(
            Code::PagingStrategy,
            "service.paging",
            "the limit is missing",
            "add `limit:`, the parameter that sets the number of records",
        );
    }
    check_keys(scope);
    Paging {
        limit: given.limit.clone(),
        position,
        page_size: given.page_size,
        items: given.items.clone(),
        items_optional: given.items_optional,
        meta: given.meta.clone(),
        total: given.total.clone().unwrap_or_else(|| TOTAL.to_owned()),
    }
}

/// Checks that the keys of a response are keys of one object, and that no two of them are the same.
fn check_keys(scope: &mut Scope<'_>) {
    let given = &scope.manifest.service.paging;
    let next = given.cursor.as_ref().map(|cursor| cursor.next.as_str());
    let keys = [
        ("items", Some(given.items.as_str())),
        ("meta", given.meta.as_deref()),
        ("total", Some(given.total.as_deref().unwrap_or(TOTAL))),
        ("cursor.next", next),
    ];
    // With `meta`, the last two are keys of another object.
    let beside = if given.meta.is_some() { 2 } else { 4 };
    for (index, (name, key)) in keys.iter().enumerate() {
        let Some(key) = key else { continue };
        let path = format!("service.paging.{name}");
        if key.contains(['.', '[']) {
            scope.value(
                Code::InvalidWireName,
                &path,
                format!("`{key}` is one key of the response, and not a key in another object"),
                "write the name of a key at the top of the response, and of `meta` for its keys",
            );
        }
        let mut earlier = keys.iter().take(index.min(beside));
        let is_beside = index < beside;
        if is_beside && earlier.any(|(_, other)| *other == Some(*key)) {
            scope.value(
                Code::InvalidWireName,
                &path,
                format!("`{key}` cannot be two things of a response"),
                "name the key of the records in `items:`, and that of the metadata in `meta:`",
            );
        }
    }
}

/// Checks that a list has the parameters that paging uses, and that its records have an id.
pub(super) fn check_list(
    scope: &mut Scope<'_>,
    path: &str,
    paging: &Paging,
    (returns, records): (Returns, &[Record]),
    parameters: &[Parameter],
) {
    let Returns::Page(index) = returns else {
        return;
    };
    let (key, kind) = match paging.position {
        Position::Offset(_) => ("offset", ParameterType::Integer),
        Position::Page { .. } => ("page.parameter", ParameterType::Integer),
        Position::Cursor { .. } => ("cursor.parameter", ParameterType::String),
        Position::Whole => ("items", ParameterType::String),
    };
    let limit = paging.limit.as_deref();
    let needed = [
        ("limit", limit, ParameterType::Integer),
        (key, paging.position.parameter(), kind),
    ];
    for (key, needed, kind) in needed {
        let Some(needed) = needed else { continue };
        let found = parameters.iter().find(|parameter| parameter.name == needed);
        match found {
            None => {
                scope.key(
                    Code::MissingPagingParameter,
                    path,
                    format!("a list needs the parameter `{needed}`"),
                    format!("add `{needed}` to its parameters, or change `service.paging`"),
                );
            }
            // The runtime sets this parameter in the query. One without a location belongs to an operation
            // that makes its own requests.
            Some(parameter)
                if parameter.kind != kind
                    || matches!(
                        parameter.location,
                        ParameterLocation::Body(_)
                            | ParameterLocation::Path(_)
                            | ParameterLocation::Header(_)
                    ) =>
            {
                let word = match kind {
                    ParameterType::Integer => "integer",
                    _ => "string",
                };
                scope.key(
                    Code::MissingPagingParameter,
                    &join(&join(path, "parameters"), needed),
                    format!("paging cannot use the parameter `{needed}` as declared"),
                    format!("write `type: {word}` and its name in the query in `query:`"),
                );
            }
            Some(_) => continue,
        }
        let span = scope.spans.value(&format!("service.paging.{key}"));
        scope.add_related(span, "paging uses it");
    }
    let given = scope.manifest.records.get_index(index);
    if let Some(record) = records.get(index)
        && given.is_some_and(|(_, given)| given.id.is_none())
        && paging.position != Position::Whole
    {
        scope.value(
            Code::MissingRecordId,
            &join(path, "returns"),
            format!("the record `{}` has no id", record.name),
            format!(
                "name the field that identifies a record in `records.{}.id`",
                record.name
            ),
        );
        let span = scope.spans.key(&join("records", &record.name));
        scope.add_related(span, "the record");
    }
}
