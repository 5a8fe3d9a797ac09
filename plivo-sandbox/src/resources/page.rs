//! Responses with records: a page of a list, and a single record.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use crate::http::query::{PageRequest, Parameters};
use crate::http::response::{ApiError, json};
use crate::state::RequestContext;

/// Whether `meta` contains the number of matching records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TotalCount {
    /// Numbers, calls and applications.
    Included,
    /// Messages, which the service no longer counts.
    Omitted,
}

#[derive(Serialize)]
struct Envelope<'a> {
    api_id: &'a str,
    meta: Meta,
    objects: Vec<&'a Value>,
}

#[derive(Serialize)]
struct Meta {
    limit: usize,
    next: Option<String>,
    offset: usize,
    previous: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_count: Option<usize>,
}

/// Responds with the requested page of a list, `Number/` for example. `matching` has the records of all pages.
pub(super) fn list<'a>(
    context: &'a RequestContext,
    resource: &str,
    page: PageRequest,
    total_count: TotalCount,
    mut matching: impl Iterator<Item = &'a Value>,
) -> Response {
    let PageRequest { limit, offset } = page;
    let skipped = matching.by_ref().take(offset).count();
    let objects: Vec<&Value> = matching.by_ref().take(limit).collect();
    let (rest, total_count) = match total_count {
        TotalCount::Included => {
            let rest = matching.count();
            (rest, Some(skipped + objects.len() + rest))
        }
        TotalCount::Omitted => (matching.take(1).count(), None),
    };
    let path = context.account().path(resource);
    let link = |offset| page.link(&path, &context.parameters, offset);
    let meta = Meta {
        limit,
        next: (rest > 0).then(|| link(offset.saturating_add(limit))),
        offset,
        previous: (offset > 0).then(|| link(offset.saturating_sub(limit))),
        total_count,
    };
    let envelope = Envelope {
        api_id: &context.api_id,
        meta,
        objects,
    };
    json(StatusCode::OK, &envelope)
}

/// Responds with the first of the records that has this ID. It carries the `api_id` of the request.
pub(super) fn detail<'a>(
    context: &RequestContext,
    mut records: impl Iterator<Item = &'a Value>,
    id_field: &str,
    id: &str,
) -> Result<Response, ApiError> {
    let found = records.find(|record| record[id_field] == id);
    let mut record = found.cloned().ok_or(ApiError::NotFound)?;
    record["api_id"] = Value::from(context.api_id.as_str());
    Ok(json(StatusCode::OK, &record))
}

/// Filters whose parameter has the name of a text field and must equal it.
pub(super) struct FieldFilters<'a>(Vec<(&'static str, &'a str)>);

impl<'a> FieldFilters<'a> {
    pub(super) fn read(parameters: &'a Parameters, fields: &[&'static str]) -> Self {
        let given = |field: &&'static str| Some((*field, parameters.get(field)?));
        Self(fields.iter().filter_map(given).collect())
    }

    /// Returns whether a record passes all of them.
    pub(super) fn match_record(&self, record: &Value) -> bool {
        self.0
            .iter()
            .all(|(field, value)| record[*field] == **value)
    }
}
