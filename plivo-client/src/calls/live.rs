//! Calls that have not ended: Plivo lists their ids, and each is then looked up.

use std::pin::pin;

use futures_util::{StreamExt, stream};
use serde::Deserialize;

use crate::enums::CallState;
use crate::records;
use plivo_runtime::{
    DeserializeOwned, Error, ErrorKind, Next, Page, PreparedRequest, Request, Timestamp,
};

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

/// The calls of one of the two lists, at one stage or at any.
#[derive(Debug)]
pub(super) struct Unended {
    wanted: Wanted,
    /// The request for the ids, on which the look-ups are modelled.
    prepared: PreparedRequest,
    selection: Selection,
    listed: Option<RawList>,
}

/// The ids that were listed.
#[derive(Debug)]
struct RawList {
    api_id: Option<String>,
    uuids: Vec<String>,
    /// How many of them were looked up.
    passed: usize,
}

impl Unended {
    pub(super) fn new(
        call: Request,
        place: Place,
        stage: Option<CallState>,
    ) -> Result<Self, Error> {
        let wanted = Wanted {
            stage,
            start: call.arguments().time("start_time"),
            end: call.arguments().time("end_time"),
        };
        let selection = Selection::of(&call);
        let mut prepared = call.prepare()?;
        prepared.keep_query(FILTERS);
        prepared.set_query(PLACE, place.as_str());
        Ok(Self {
            wanted,
            prepared,
            selection,
            listed: None,
        })
    }

    pub(super) fn limit(&self) -> Option<u32> {
        self.selection.limit()
    }

    pub(super) fn position(&self) -> u32 {
        self.selection.position()
    }

    /// The next calls; the ids come from one request, before the first of them.
    pub(super) async fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> Result<Next<Page<T>>, Error> {
        let listed = match &mut self.listed {
            Some(listed) if listed.passed >= listed.uuids.len() => return Ok(Next::End),
            Some(listed) => listed,
            none => {
                let ids: Ids = self.prepared.send().await?.decode()?;
                none.insert(RawList {
                    api_id: ids.api_id,
                    uuids: ids.calls.unwrap_or_default(),
                    passed: 0,
                })
            }
        };
        let room = usize::try_from(most).unwrap_or(usize::MAX);
        let at_a_time = self.selection.lacks(most).min(AT_A_TIME);
        let mut page = Page::default();
        page.api_id.clone_from(&listed.api_id);
        page.meta = self.selection.meta(most);
        page.meta.total_count = u64::try_from(listed.uuids.len())
            .ok()
            .filter(|_| self.wanted.is_anything());
        // What was found counts when all of it could be looked up.
        let mut selection = self.selection;
        let mut passed = listed.passed;
        {
            let (prepared, uuids) = (&self.prepared, &listed.uuids);
            let left = stream::iter(passed..uuids.len());
            let lookups = left.map(|index| look_up::<T>(prepared, uuids.get(index)));
            let at_a_time = usize::try_from(at_a_time).unwrap_or(1).max(1);
            let mut found = pin!(lookups.buffered(at_a_time));
            while page.objects.len() < room
                && let Some(found) = found.next().await
            {
                if let Some((record, object)) = found?
                    && self.wanted.has(&record)
                    && selection.takes()
                {
                    page.objects.push(object);
                }
                passed += 1;
            }
        }
        self.selection = selection;
        listed.passed = passed;
        Ok(Next::Page(page))
    }
}

/// One call of the list that `prepared` asked for; none where it has ended since.
async fn look_up<T: DeserializeOwned>(
    prepared: &PreparedRequest,
    uuid: Option<&String>,
) -> Result<Option<(records::Call, T)>, Error> {
    let Some(uuid) = uuid else {
        return Ok(None);
    };
    let mut lookup = prepared.clone();
    lookup.set_path(&["Call", uuid]);
    lookup.keep_query(&[PLACE]);
    match lookup.send().await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        Ok(answer) => Ok(Some((answer.decode()?, answer.decode()?))),
    }
}

/// What is looked for on this side. Calls that have not ended have no end to look for: both bounds are
/// on their beginning.
#[derive(Debug)]
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
