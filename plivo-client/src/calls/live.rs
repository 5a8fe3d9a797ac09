//! Calls that have not ended: Plivo lists their ids, and each is then looked up.

use std::pin::pin;

use futures_util::{StreamExt, stream};
use serde::Deserialize;

use crate::enums::CallState;
use crate::records;
use crate::runtime::{Call, DeserializeOwned, Error, ErrorKind, Page, Prepared, Timestamp};

use super::selection::Selection;
use super::{PLACE, Place};

/// How many calls are looked up at a time.
const AT_A_TIME: u32 = 8;
/// The filters that Plivo knows for calls that have not ended.
const FILTERS: &[&str] = &["call_direction", "from_number", "to_number"];

/// The answer to a list of calls that have not ended.
#[derive(Deserialize)]
struct Ids {
    api_id: Option<String>,
    calls: Option<Vec<String>>,
}

/// Calls of one of the two lists, at this stage or at any.
pub(super) async fn list<T: DeserializeOwned>(
    call: Call,
    place: Place,
    stage: Option<CallState>,
) -> Result<Page<T>, Error> {
    let mut selection = Selection::of(&call);
    let wanted = Wanted {
        stage,
        start: call.arguments().time("start_time"),
        end: call.arguments().time("end_time"),
    };
    let mut prepared = call.prepare()?;
    prepared.keep_query(FILTERS);
    prepared.set_query(PLACE, place.as_str());
    let ids: Ids = prepared.send().await?.decode()?;

    let mut page = Page::default();
    let uuids = ids.calls.unwrap_or_default();
    let total = uuids.len();
    let lookups = stream::iter(uuids).map(|uuid| look_up::<T>(&prepared, uuid));
    let at_a_time = selection.lacks().min(AT_A_TIME);
    let mut found = pin!(lookups.buffered(usize::try_from(at_a_time).unwrap_or(1).max(1)));
    while selection.lacks() > 0
        && let Some(found) = found.next().await
    {
        if let Some((record, object)) = found?
            && wanted.has(&record)
            && selection.takes()
        {
            page.objects.push(object);
        }
    }
    page.meta = selection.meta();
    page.meta.total_count = u64::try_from(total).ok().filter(|_| wanted.is_anything());
    page.api_id = ids.api_id;
    Ok(page)
}

/// One call of the list that `prepared` asked for; none where it has ended since.
async fn look_up<T: DeserializeOwned>(
    prepared: &Prepared,
    uuid: String,
) -> Result<Option<(records::Call, T)>, Error> {
    let mut lookup = prepared.clone();
    lookup.set_path(&["Call", &uuid]);
    lookup.keep_query(&[PLACE]);
    match lookup.send().await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        Ok(answer) => Ok(Some((answer.decode()?, answer.decode()?))),
    }
}

/// What is looked for on this side. Calls that have not ended have no end to look for: both bounds are
/// on their beginning.
struct Wanted {
    stage: Option<CallState>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl Wanted {
    fn has(&self, record: &records::Call) -> bool {
        let begin = record.session_start;
        let stands = |stage: &CallState| record.live_status.as_deref() == Some(stage.as_str());
        self.stage.as_ref().is_none_or(stands)
            && self
                .start
                .is_none_or(|start| begin.is_none_or(|begin| begin >= start))
            && self
                .end
                .is_none_or(|end| begin.is_none_or(|begin| begin <= end))
    }

    fn is_anything(&self) -> bool {
        self.stage.is_none() && self.start.is_none() && self.end.is_none()
    }
}
