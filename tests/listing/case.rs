//! One case: the records, what is asked for, and what changes meanwhile.

use plivo_client::{CallDirection, CallState, MessageState};
use plivo_runtime::{SignedDuration, Timestamp};
use plivo_sandbox::List;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

use super::changes::{Change, Service, id};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// One case.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is drawn on its own")]
pub(super) struct Case {
    list: List,
    /// The milliseconds to the record before it, those of a call's length, and whether it matches the filter.
    records: Vec<(i64, i64, bool)>,
    filter: Filter,
    /// How old the records at the end and the start of the range are, in milliseconds.
    end: Option<i64>,
    start: Option<i64>,
    /// Whether the range of calls is that of their ends.
    by_end: bool,
    /// Whether the end and the start are exclusive.
    is_before: bool,
    is_after: bool,
    limit: Option<u32>,
    pub(super) offset: usize,
    /// Whether all is listed, and not one page.
    is_stream: bool,
    pub(super) changes: Vec<Change>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    None,
    /// One of Plivo's.
    Service,
    /// One that Plivo has not, for calls.
    Client,
}

pub(super) fn cases() -> impl Strategy<Value = Case> {
    let list = prop_oneof![
        Just(List::Messages),
        Just(List::Calls),
        Just(List::Numbers),
        Just(List::Applications)
    ];
    let gaps = |gaps: &'static [i64]| {
        let gap = (0..gaps.len()).prop_map(|index| gaps[index]);
        vec((gap, 0..3 * HOUR, any::<bool>()), 0..130)
    };
    let records = prop_oneof![
        gaps(&[0, 0, 0, 0, 300]),
        gaps(&[0, 1, 300, 1_000, 30_000]),
        gaps(&[30_000, HOUR, 5 * HOUR]),
        gaps(&[0, 5 * HOUR, DAY, 2 * DAY]),
    ];
    let filter = prop_oneof![
        Just(Filter::None),
        Just(Filter::Service),
        Just(Filter::Client)
    ];
    let (from, count) = (|| 0..130_usize, || 1..60_usize);
    let change = prop_oneof![
        (1..25_usize).prop_map(Change::Arrive),
        (from(), count()).prop_map(|(from, count)| Change::Leave(from, count)),
        (Just(0), count()).prop_map(|(from, count)| Change::Leave(from, count)),
        (from(), count()).prop_map(|(from, count)| Change::Join(from, count)),
        (from(), count()).prop_map(|(from, count)| Change::Vanish(from, count)),
        Just(Change::Rest),
    ];
    // The place of a record, at whose very time the range ends or starts, or any time.
    let bound = || option::of((0..89 * DAY, option::of(0..130_usize)));
    let asked = (
        option::of(1..=100_u32),
        0..40_usize,
        any::<bool>(),
        any::<bool>(),
        any::<[bool; 2]>(),
    );
    let changes = prop_oneof![1 => Just(Vec::new()), 3 => vec(change, 1..8)];
    (list, records, filter, bound(), bound(), asked, changes).prop_map(
        |(list, records, filter, one, other, asked, changes)| {
            let (limit, offset, by_end, is_stream, [is_before, is_after]) = asked;
            let ages: Vec<i64> = ages(&records).collect();
            let age = |(age, place): (i64, Option<usize>)| {
                let place = place.and_then(|place| ages.get(place));
                place.copied().unwrap_or(age).min(89 * DAY)
            };
            let (one, other) = (one.map(age), other.map(age));
            let (end, start) = match (one, other) {
                (Some(one), Some(other)) => (Some(one.min(other)), Some(one.max(other))),
                range => range,
            };
            // An exclusive bound would leave no time in it, which is refused.
            let is_point = end.is_some() && end == start;
            Case {
                list,
                records,
                filter,
                end,
                start,
                by_end,
                is_before: is_before && !is_point,
                is_after: is_after && !is_point,
                limit,
                offset: if changes.is_empty() { offset } else { 0 },
                is_stream,
                changes,
            }
        },
    )
}

/// Returns how old each record is when the list begins.
fn ages(records: &[(i64, i64, bool)]) -> impl Iterator<Item = i64> {
    let mut age = 10_000;
    records.iter().map(move |(gap, ..)| {
        age += gap;
        age
    })
}

/// A record as the case made it.
type Held = (String, Timestamp, SignedDuration, bool);

/// What the sandbox held when a list began.
pub(super) struct Truth {
    now: Timestamp,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    held: Vec<Held>,
    matching: Vec<String>,
    /// How far the list goes back.
    reach: SignedDuration,
}

impl Truth {
    /// Returns the records that matched from this offset on, at most so many, and how many there are in all.
    pub(super) fn matching(&self, offset: usize, limit: usize) -> (Vec<String>, usize) {
        let part = self.matching.iter().skip(offset).take(limit);
        (part.cloned().collect(), self.matching.len())
    }

    /// Returns whether a record is so near to the oldest time of a list that it may leave it by its age.
    pub(super) fn is_at_edge(&self, id: &str) -> bool {
        let held = self.held.iter().find(|(held, ..)| held == id);
        held.is_some_and(|(_, time, ..)| {
            let age = self.now.duration_since(*time);
            (age - self.reach).abs() < SignedDuration::from_mins(5)
        })
    }
}

impl Case {
    /// Returns how many records are asked for.
    pub(super) fn limit(&self) -> usize {
        match self.limit {
            Some(limit) => limit as usize,
            None if self.is_stream => usize::MAX,
            None => 20,
        }
    }

    /// Sets the records of the sandbox.
    pub(super) fn begin(&self, service: &Service) -> Truth {
        let now = service.sandbox.now();
        let ago = |age: i64| now - SignedDuration::from_millis(age);
        let held: Vec<Held> = self
            .records
            .iter()
            .zip(ages(&self.records))
            .enumerate()
            .map(|(index, ((_, length, matches), age))| {
                let length = SignedDuration::from_millis(*length);
                (format!("1{index:09}"), ago(age), length, *matches)
            })
            .collect();
        service.begin(self.list, &held, &self.changes);
        let (start, end) = (self.start.map(ago), self.end.map(ago));
        let has_time = matches!(self.list, List::Messages | List::Calls);
        let day = SignedDuration::from_hours(24);
        let reach = match self.list {
            List::Messages if start.is_none() && end.is_none() => day,
            List::Calls if start.is_none() && end.is_none() => day * 7,
            _ => day * 90,
        };
        let matching = held.iter().filter(|(_, time, length, matches)| {
            let starts_in_it = |start| match self.list {
                List::Messages | List::Calls if self.is_after => *time > start,
                List::Calls if !self.by_end => *time - *length >= start,
                _ => *time >= start,
            };
            let ends_in_it = |end| *time < end || (*time == end && !self.is_before);
            let in_range = !has_time
                || (now.duration_since(*time) <= reach
                    && start.is_none_or(starts_in_it)
                    && end.is_none_or(ends_in_it));
            in_range && (self.filter == Filter::None || *matches)
        });
        Truth {
            matching: matching.map(|(id, ..)| id.clone()).collect(),
            now,
            start,
            end,
            held,
            reach,
        }
    }

    pub(super) async fn list_from_rust(
        &self,
        service: &Service,
        truth: &Truth,
    ) -> Result<Vec<String>, String> {
        macro_rules! listed {
            ($list:expr, $id:ident) => {{
                let mut list = $list;
                if let Some(limit) = self.limit {
                    list = list.limit(limit.into());
                }
                if self.offset > 0 {
                    list = list.offset(i64::try_from(self.offset).unwrap());
                }
                let records = if self.is_stream {
                    list.stream().try_collect().await
                } else {
                    list.send().await.map(|page| page.objects)
                };
                let records = records.map_err(|error| error.to_string())?;
                Ok(records.into_iter().map(|record| record.$id).collect())
            }};
        }
        let client = &service.client;
        match self.list {
            List::Messages => {
                let mut list = client.list_messages();
                if self.filter != Filter::None {
                    list = list.message_state(MessageState::Queued);
                }
                list = match (truth.start, self.is_after) {
                    (Some(start), true) => list.message_time_after(start),
                    (Some(start), false) => list.start_time(start),
                    (None, _) => list,
                };
                list = match (truth.end, self.is_before) {
                    (Some(end), true) => list.message_time_before(end),
                    (Some(end), false) => list.end_time(end),
                    (None, _) => list,
                };
                listed!(list, message_uuid)
            }
            List::Calls => {
                let mut list = client.list_calls();
                match self.filter {
                    Filter::None => {}
                    Filter::Service => list = list.call_direction(CallDirection::Inbound),
                    Filter::Client => list = list.call_state(CallState::Busy),
                }
                list = match (truth.start, self.is_after, self.by_end) {
                    (Some(start), true, _) => list.end_time_after(start),
                    (Some(start), false, true) => list.end_time_from(start),
                    (Some(start), false, false) => list.start_time(start),
                    (None, ..) => list,
                };
                list = match (truth.end, self.is_before, self.by_end) {
                    (Some(end), true, _) => list.end_time_before(end),
                    (Some(end), false, true) => list.end_time_to(end),
                    (Some(end), false, false) => list.end_time(end),
                    (None, ..) => list,
                };
                listed!(list, call_uuid)
            }
            List::Numbers => {
                let mut list = client.list_numbers();
                if self.filter != Filter::None {
                    list = list.alias("Support");
                }
                listed!(list, number)
            }
            List::Applications => {
                let mut list = client.list_applications();
                if self.filter != Filter::None {
                    list = list.app_name("Support");
                }
                listed!(list, app_id)
            }
        }
    }

    pub(super) async fn list_from_lua(
        &self,
        service: &Service,
        truth: &Truth,
    ) -> Result<Vec<String>, String> {
        let (function, filter) = match (self.list, self.filter) {
            (List::Messages, _) => ("list_messages", r#"message_state = "queued""#),
            (List::Calls, Filter::Client) => ("list_calls", r#"call_state = "busy""#),
            (List::Calls, _) => ("list_calls", r#"call_direction = "inbound""#),
            (List::Numbers, _) => ("list_numbers", r#"alias = "Support""#),
            (List::Applications, _) => ("list_applications", r#"app_name = "Support""#),
        };
        let mut arguments = Vec::new();
        if self.filter != Filter::None {
            arguments.push(filter.to_owned());
        }
        if matches!(self.list, List::Messages | List::Calls) {
            let mut names = match (self.list, self.by_end) {
                (List::Calls, true) => ["end_time_from", "end_time_to"],
                _ => ["start_time", "end_time"],
            };
            let exclusive = match self.list {
                List::Messages => ["message_time_after", "message_time_before"],
                _ => ["end_time_after", "end_time_before"],
            };
            if self.is_after {
                names[0] = exclusive[0];
            }
            if self.is_before {
                names[1] = exclusive[1];
            }
            for (name, time) in names.into_iter().zip([truth.start, truth.end]) {
                // Whole seconds would mean their end.
                arguments.extend(time.map(|time| format!("{name} = \"{time:.6}\"")));
            }
        }
        arguments.extend(self.limit.map(|limit| format!("limit = {limit}")));
        if self.offset > 0 {
            arguments.push(format!("offset = {}", self.offset));
        }
        let arguments = arguments.join(", ");
        let records = if self.is_stream {
            format!("list.each{{ {arguments} }}")
        } else {
            format!("ipairs(list{{ {arguments} }}.objects)")
        };
        let record = if self.is_stream {
            "record"
        } else {
            "_, record"
        };
        let id = id(self.list);
        let script = format!(
            "local list = app.integrations.plivo.{function}
             local ids = {{}}
             for {record} in {records} do ids[#ids + 1] = record.{id} end
             return table.concat(ids, ',')"
        );
        let outcome = service.interpreter.run("listing.lua", script).await;
        let outcome = outcome.map_err(|error| error.to_string())?;
        let ids = outcome.result.as_str().unwrap_or_default().split(',');
        Ok(ids.filter(|id| !id.is_empty()).map(str::to_owned).collect())
    }
}
