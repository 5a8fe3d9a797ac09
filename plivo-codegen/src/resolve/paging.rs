//! Paging: one way of asking for pages, and what every list needs for it.

use crate::code::Code;
use crate::model::{Paging, Parameter, ParameterKind, Place, Position, Record, Returns};
use crate::places::join;

use super::Scope;

/// The total's key where the manifest names none.
const TOTAL: &str = "total_count";

/// Resolves how lists are cut into pages.
pub(super) fn resolve(scope: &mut Scope<'_>) -> Paging {
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
    let ways: Vec<Position> = [offset, page, cursor].into_iter().flatten().collect();
    if ways.len() > 1 {
        scope.key(
            Code::PagingWay,
            "service.paging",
            "pages are asked for in several ways",
            "keep one of `offset:`, `page:` and `cursor:`",
        );
    }
    let position = ways.into_iter().next().unwrap_or(Position::Whole);
    let is_whole = position == Position::Whole;
    match (given.page_size, is_whole) {
        (Some(1..), false) | (None, true) => {}
        (Some(_), false) => scope.value(
            Code::PagingWay,
            "service.paging.page_size",
            "a page of no records",
            "write the most records that one request may ask for",
        ),
        (None, false) => scope.key(
            Code::PagingWay,
            "service.paging",
            "nothing says how many records a page holds",
            "add `page_size:`, the most records that one request may ask for",
        ),
        (Some(_), true) => scope.key(
            Code::PagingWay,
            "service.paging.page_size",
            "pages have a size, and nothing says how the next one is asked for",
            "add `offset:`, `page:` or `cursor:`, or leave `page_size:` out where lists come whole",
        ),
    }
    if given.limit.is_none() && !is_whole {
        scope.key(
            Code::PagingWay,
            "service.paging",
            "nothing says how many records are asked for",
            "add `limit:`, the parameter that says so",
        );
    }
    Paging {
        limit: given.limit.clone(),
        position,
        page_size: given.page_size,
        items: given.items.clone(),
        meta: given.meta.clone(),
        total: given.total.clone().unwrap_or_else(|| TOTAL.to_owned()),
    }
}

/// A list needs what pages are asked for with, and what tells its records apart.
pub(super) fn list(
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
        Position::Offset(_) => ("offset", ParameterKind::Integer),
        Position::Page { .. } => ("page.parameter", ParameterKind::Integer),
        Position::Cursor { .. } => ("cursor.parameter", ParameterKind::String),
        Position::Whole => ("items", ParameterKind::String),
    };
    let limit = paging.limit.as_deref();
    let needed = [
        ("limit", limit, ParameterKind::Integer),
        (key, paging.position.parameter(), kind),
    ];
    for (key, needed, kind) in needed {
        let Some(needed) = needed else { continue };
        let found = parameters.iter().find(|parameter| parameter.name == needed);
        match found {
            None => {
                scope.key(
                    Code::NoPagingParameter,
                    path,
                    format!("a list without the parameter `{needed}`"),
                    format!("add `{needed}` to its parameters, or name the parameter that it has in `service.paging`"),
                );
            }
            // What the runtime writes into the query has to be what a caller's own argument is. One that
            // travels nowhere is a function's that makes its own requests.
            Some(parameter)
                if parameter.kind != kind
                    || match &parameter.place {
                        Place::Query(wire) => wire != needed,
                        Place::Body(_) | Place::Path(_) => true,
                        Place::Client => false,
                    } =>
            {
                let word = match kind {
                    ParameterKind::Integer => "integer",
                    _ => "string",
                };
                scope.key(
                    Code::NoPagingParameter,
                    &join(&join(path, "parameters"), needed),
                    format!("pages cannot be asked for with `{needed}` as it is"),
                    format!("write `type: {word}` and `query: {needed}`"),
                );
            }
            Some(_) => continue,
        }
        let place = scope.places.value(&format!("service.paging.{key}"));
        scope.see(place, "pages are asked for with it");
    }
    let given = scope.manifest.records.get_index(index);
    if let Some(record) = records.get(index)
        && given.is_some_and(|(_, given)| given.id.is_none())
        && paging.position != Position::Whole
    {
        scope.value(
            Code::NoRecordId,
            &join(path, "returns"),
            format!("nothing tells two records of type `{}` apart", record.name),
            format!("name the field that does in `records.{}.id`: pages are merged without repeating a record", record.name),
        );
        let place = scope.places.key(&join("records", &record.name));
        scope.see(place, "the record");
    }
}
