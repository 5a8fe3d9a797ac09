//! The envelope of a list: a page of the matching records, and where the pages around it are.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use crate::problem::answer;
use crate::query::{Page, Parameters};
use crate::service::Caller;

/// Whether `meta` says how many records match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TotalCount {
    /// Numbers, calls and applications.
    Given,
    /// Messages, whose number the service no longer counts.
    Withheld,
}

/// A list as it was asked for.
pub(crate) struct List<'a> {
    pub(crate) caller: &'a Caller,
    /// `Message/`, say.
    pub(crate) resource: &'a str,
    pub(crate) parameters: &'a Parameters,
    pub(crate) page: Page,
    pub(crate) total_count: TotalCount,
}

#[derive(Serialize)]
struct Envelope<'a, R> {
    api_id: &'a str,
    meta: Meta,
    objects: Vec<&'a R>,
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

impl List<'_> {
    /// The answer with the page that was asked for, of all that matches, newest first.
    pub(crate) fn answer<'r, R: Serialize + 'r>(
        &self,
        mut matching: impl Iterator<Item = &'r R>,
    ) -> Response {
        let Page { limit, offset } = self.page;
        let skipped = matching.by_ref().take(offset).count();
        let objects: Vec<&R> = matching.by_ref().take(limit).collect();
        let (rest, total_count) = match self.total_count {
            TotalCount::Given => {
                let rest = matching.count();
                (rest, Some(skipped + objects.len() + rest))
            }
            TotalCount::Withheld => (matching.take(1).count(), None),
        };
        let path = self.caller.account().address(self.resource);
        let link = |offset| self.page.link(&path, self.parameters, offset);
        let meta = Meta {
            limit,
            next: (rest > 0).then(|| link(offset.saturating_add(limit))),
            offset,
            previous: (offset > 0).then(|| link(offset.saturating_sub(limit))),
            total_count,
        };
        answer(
            StatusCode::OK,
            &Envelope {
                api_id: &self.caller.api_id,
                meta,
                objects,
            },
        )
    }
}

/// The answer with one record, which carries the `api_id` of the request itself.
pub(crate) fn detail(caller: &Caller, record: &impl Serialize) -> Response {
    let mut record = serde_json::to_value(record).unwrap_or_default();
    if let Some(fields) = record.as_object_mut() {
        fields.insert("api_id".to_owned(), Value::from(caller.api_id.clone()));
    }
    answer(StatusCode::OK, &record)
}
