//! Paging, and the parameters that every list needs for it.

use crate::code::Code;
use crate::manifest;
use crate::model::{
    ITSELF, Paging, Parameter, ParameterLocation, ParameterType, Position, Record, Returns,
};
use crate::spans::join;

use super::envelope;
use super::scope::Scope;

/// The default key of the total.
const TOTAL: &str = "total_count";

/// Resolves paging settings at a path of the manifest; `items` is where the records are unless they say it.
pub(super) fn paging(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::Paging,
    items: Option<&str>,
) -> Paging {
    let (position, has_several) = position_of(given);
    if has_several {
        let hint = format!("keep one of {STRATEGIES}");
        let message = "there is more than one paging strategy";
        scope.key(Code::PagingStrategy, path, message, hint);
    }
    let (is_whole, is_chained) = match position {
        Position::Whole => (true, false),
        Position::Offset(_) | Position::Page { .. } => (false, false),
        Position::Cursor { .. }
        | Position::LastId(_)
        | Position::NextUrl(_)
        | Position::NextLink => (false, true),
    };
    match given.page_size {
        Some(0) if !is_whole => scope.value(
            Code::PagingStrategy,
            &join(path, "page_size"),
            "`page_size` is 0",
            "write the maximum number of records in one response",
        ),
        None if !(is_whole || is_chained && given.limit.is_none()) => scope.key(
            Code::PagingStrategy,
            path,
            "the page size is missing",
            "add `page_size:`, the maximum number of records in one response",
        ),
        Some(_) if is_whole => scope.key(
            Code::PagingStrategy,
            &join(path, "page_size"),
            "there is a page size but no paging strategy",
            format!("add one of {STRATEGIES}, or remove `page_size:` if lists have no pages"),
        ),
        Some(_) | None => {}
    }
    check_next(scope, path, given, &position);
    check_places(scope, path, given, items);
    of(given, position, items)
}

/// Resolves the paging settings of the service, with the records in another place, which is at `path`.
pub(super) fn with_items(scope: &mut Scope<'_>, path: &str, items: &str) -> Paging {
    let mut given = scope.manifest.service.paging.clone();
    given.items = Some(items.to_owned());
    if envelope::check_place(scope, path, items, true)
        && let Some((place, _)) = clash(&given, items)
    {
        scope.value(
            Code::InvalidWireName,
            path,
            format!("`{place}` of `service.paging` and the records cannot be in one place"),
            "write the function's own `paging:`",
        );
    }
    let position = position_of(&given).0;
    of(&given, position, None)
}

/// Returns the paging settings, which are checked.
fn of(given: &manifest::Paging, position: Position, items: Option<&str>) -> Paging {
    let items = given.items.as_deref().or(items);
    Paging {
        limit: given.limit.clone(),
        position,
        page_size: given.page_size,
        items: items.unwrap_or_default().to_owned(),
        items_optional: given.items_optional,
        meta: given.meta.clone(),
        total: given.total.clone().unwrap_or_else(|| TOTAL.to_owned()),
        has_more: given.has_more.clone(),
        next_optional: given.next_optional,
    }
}

/// The keys that choose a strategy.
const STRATEGIES: &str =
    "`offset:`, `page:`, `cursor:`, `last_id:`, `next_url:` and `link_header:`";

/// Returns the strategy, and whether there are several.
fn position_of(given: &manifest::Paging) -> (Position, bool) {
    let page = given.page.as_ref().map(|page| Position::Page {
        parameter: page.parameter.clone(),
        first: page.first.unwrap_or(1),
    });
    let cursor = given.cursor.as_ref().map(|cursor| Position::Cursor {
        parameter: cursor.parameter.clone(),
        next: cursor.next.clone(),
    });
    let positions = [
        given.offset.clone().map(Position::Offset),
        page,
        cursor,
        given.last_id.clone().map(Position::LastId),
        given.next_url.clone().map(Position::NextUrl),
        given.link_header.then_some(Position::NextLink),
    ];
    let mut positions = positions.into_iter().flatten();
    let position = positions.next().unwrap_or(Position::Whole);
    (position, positions.next().is_some())
}

/// Reports settings of the next page that the strategy does not use.
fn check_next(scope: &mut Scope<'_>, path: &str, given: &manifest::Paging, position: &Position) {
    let (says_next, says_more) = match position {
        Position::Cursor { .. } | Position::NextUrl(_) => (true, true),
        Position::Offset(_) | Position::Page { .. } | Position::LastId(_) => (false, true),
        Position::NextLink | Position::Whole => (false, false),
    };
    let next = given.next_optional && !says_next;
    let more = given.has_more.is_some() && !says_more;
    for (key, is_unused, hint) in [
        (
            "next_optional",
            next,
            "remove it: it is for `cursor:` and `next_url:`",
        ),
        (
            "has_more",
            more,
            "remove it: neither `link_header:` nor a list without pages uses it",
        ),
    ] {
        if is_unused {
            let message = format!("the paging strategy does not use `{key}`");
            scope.key(Code::PagingStrategy, &join(path, key), message, hint);
        }
    }
}

/// Returns the places in a response that settings name, besides that of the records.
fn places(given: &manifest::Paging) -> Vec<(&'static str, &str)> {
    let next = given.cursor.as_ref().map(|cursor| cursor.next.as_str());
    let places = [
        ("meta", given.meta.as_deref()),
        ("total", given.total.as_deref()),
        ("has_more", given.has_more.as_deref()),
        ("cursor.next", next),
        ("next_url", given.next_url.as_deref()),
    ];
    let given = places.into_iter();
    given
        .filter_map(|(name, place)| Some((name, place?)))
        .collect()
}

/// Checks the places in a response, and that none of them is in another, or the same.
fn check_places(scope: &mut Scope<'_>, path: &str, given: &manifest::Paging, items: Option<&str>) {
    let mut is_valid = true;
    let own = given.items.as_deref().map(|items| ("items", items));
    for (name, place) in own.into_iter().chain(places(given)) {
        let path = join(path, name);
        is_valid &= envelope::check_place(scope, &path, place, name == "items");
        if name == "meta" && place.contains('.') {
            is_valid = false;
            scope.value(
                Code::InvalidWireName,
                &path,
                format!("`{place}` is one key of the response, and not a key in another object"),
                "write its first key here, and the rest before the keys in `total:` and the others",
            );
        }
    }
    let items = given.items.as_deref().or(items).filter(|_| is_valid);
    if let Some((name, place)) = items.and_then(|items| clash(given, items)) {
        let (message, hint) = if items == Some(ITSELF) {
            (
                format!("a response that is a list has no `{place}`"),
                "remove it, or name the key of the records in `items:`",
            )
        } else {
            (
                format!("`{place}` cannot be two things of a response"),
                "name the key of the records in `items:`, and that of the metadata in `meta:`",
            )
        };
        scope.value(Code::InvalidWireName, &join(path, name), message, hint);
    }
}

/// Returns a place that is in the list of the records, or that contains it, although it must not.
fn clash<'g>(given: &'g manifest::Paging, items: &str) -> Option<(&'static str, &'g str)> {
    let has_total = given.meta.is_none() && given.total.is_none() && items == TOTAL;
    let total = has_total.then_some(("items", TOTAL));
    let mut places = places(given).into_iter();
    let clash = places.find(|(name, place)| match given.meta.as_deref() {
        _ if items == ITSELF => true,
        _ if *name == "meta" => is_within(place, items) || is_within(items, place),
        // With `meta`, the others are in another object.
        Some(_) => false,
        None => is_within(place, items),
    });
    clash.or(total)
}

/// Returns whether a path is another one, or continues it.
pub(super) fn is_within(path: &str, outer: &str) -> bool {
    let rest = path.strip_prefix(outer);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Checks that a list has the parameters that paging uses, and that its records have an id.
pub(super) fn check_list(
    scope: &mut Scope<'_>,
    path: &str,
    operation: &manifest::Operation,
    paging: &Paging,
    (returns, records): (Returns, &[Record]),
    parameters: &[Parameter],
) {
    let Returns::Page(index) = returns else {
        return;
    };
    if paging.items.is_empty() {
        scope.key(
            Code::PagingStrategy,
            path,
            "nothing says where the response has the records of the list",
            "add `items:` to the function or to `service.paging`, such as `items: data`",
        );
    }
    let number = &[ParameterType::Integer][..];
    let text = &[ParameterType::String, ParameterType::Integer][..];
    let (key, kinds) = match paging.position {
        Position::Offset(_) => ("offset", number),
        Position::Page { .. } => ("page.parameter", number),
        Position::Cursor { .. } => ("cursor.parameter", text),
        Position::LastId(_) => ("last_id", text),
        Position::NextUrl(_) | Position::NextLink | Position::Whole => ("items", text),
    };
    // A function's own settings, or those of the service.
    let own = join(path, "paging");
    let has_own = operation.paging.is_some();
    let settings = if has_own {
        own.as_str()
    } else {
        "service.paging"
    };
    let limit = paging.limit.as_deref();
    let needed = [
        ("limit", limit, number),
        (key, paging.position.parameter(), kinds),
    ];
    for (key, needed, kinds) in needed {
        let Some(needed) = needed else { continue };
        let found = parameters.iter().find(|parameter| parameter.name == needed);
        let parameter_path = join(&join(path, "parameters"), needed);
        let is_known = !scope.is_untyped(&parameter_path);
        match found {
            None => {
                scope.key(
                    Code::MissingPagingParameter,
                    path,
                    format!("a list needs the parameter `{needed}`"),
                    format!("add `{needed}` to its parameters, or change `{settings}`"),
                );
            }
            // One without a location belongs to an operation that makes its own requests.
            Some(parameter)
                if !kinds.contains(&parameter.kind) && is_known
                    || matches!(
                        parameter.location,
                        ParameterLocation::Path(_) | ParameterLocation::Header(_)
                    ) =>
            {
                let word = match kinds.first() {
                    Some(ParameterType::Integer) => "integer",
                    _ => "string",
                };
                scope.key(
                    Code::MissingPagingParameter,
                    &parameter_path,
                    format!("paging cannot use the parameter `{needed}` as declared"),
                    format!("write `type: {word}`, and its name in the query in `query:` or in the body in `body:`"),
                );
            }
            Some(_) => continue,
        }
        let span = scope.spans.value(&format!("{settings}.{key}"));
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
