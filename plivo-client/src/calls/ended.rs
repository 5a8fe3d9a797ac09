//! Ended calls, and those among them that Plivo cannot look for itself.

use std::collections::HashSet;

use crate::enums::CallState;
use crate::records;
use crate::runtime::{self, Call, DeserializeOwned, Error, Page, Timestamp, Walk};

use super::selection::Selection;

/// Ended calls with this outcome; whatever the outcome, where there is none.
pub(super) async fn list<T: DeserializeOwned>(
    call: Call,
    outcome: Option<CallState>,
) -> Result<Page<T>, Error> {
    let wanted = Wanted {
        outcome,
        start: call.arguments().time("start_time"),
    };
    if wanted.outcome.is_none() && wanted.start.is_none() {
        return runtime::page(call).await;
    }
    let mut selection = Selection::of(&call);
    let mut walk = Walk::new(call)?.at(0);
    let mut page = Page::default();
    let mut seen = HashSet::new();
    while selection.lacks() > 0 {
        // Few calls have the outcome, so whole pages; nearly all have begun after `start_time`.
        let most = if wanted.outcome.is_some() {
            walk.page_size()
        } else {
            selection.lacks()
        };
        let Some(part) = walk.next(most).await? else {
            break;
        };
        for object in &part.page.objects {
            let record: records::Call = part.decode(object)?;
            // Calls that end in between push others onto the next page.
            if wanted.has(&record) && seen.insert(record.call_uuid) && selection.takes() {
                page.objects.push(part.decode(object)?);
            }
        }
        page.api_id = part.page.api_id;
    }
    page.meta = selection.meta();
    Ok(page)
}

/// What is looked for on this side.
struct Wanted {
    outcome: Option<CallState>,
    /// Plivo's own bound is on the end; a call may have begun before it.
    start: Option<Timestamp>,
}

impl Wanted {
    fn has(&self, record: &records::Call) -> bool {
        let begun = self
            .start
            .is_none_or(|start| record.initiation_time.is_none_or(|begin| begin >= start));
        begun
            && self
                .outcome
                .as_ref()
                .is_none_or(|outcome| record.call_status() == outcome.as_str())
    }
}
