//! The query of a question, with values from the sample.

use std::cmp::Ordering;

use plivo_runtime::{JsonValue, SignedDuration, Timestamp};

use super::sample::{self, Sample, ago, time, utc};

/// A value of a query.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    /// This text.
    Is(&'static str),
    /// What a record of the sample has in this field and the first one has not, so that a filter that is ignored returns
    /// the first one; if all have the same, a text that none has.
    Of(&'static str, &'static str),
    /// The least that a record of the sample has in this field.
    Least(&'static str),
    /// The greatest that a record of the sample has in this field.
    Greatest(&'static str),
    /// One of Plivo's services that a number of the sample does not have.
    Lacking,
    /// A time this many hours ago.
    Ago(i64),
}

/// A query, and the record that its last value came from.
pub(super) struct Asked<'a> {
    pairs: Vec<(&'static str, Value, String)>,
    pub(super) record: Option<&'a JsonValue>,
}

impl<'a> Asked<'a> {
    /// Makes a query, or says what the sample lacks for it.
    pub(super) fn of(
        query: &[(&'static str, Value)],
        sample: &'a Sample,
        now: Timestamp,
    ) -> Result<Self, String> {
        let mut asked = Self {
            pairs: Vec::new(),
            record: None,
        };
        for (name, value) in query {
            let (text, record) = match *value {
                Value::Is(text) => (text.to_owned(), None),
                Value::Ago(hours) => (utc(ago(now, SignedDuration::from_hours(hours))), None),
                Value::Of(field, none) => match other(sample.records(), field) {
                    Some((text, record)) => (text, Some(record)),
                    None if sample.records().is_empty() => return Err(sample.why_empty()),
                    None => (none.to_owned(), None),
                },
                Value::Least(field) => extreme(sample, field, Ordering::Less)?,
                Value::Greatest(field) => extreme(sample, field, Ordering::Greater)?,
                Value::Lacking => {
                    let lacks = |service: &&&str| {
                        let field = format!("{service}_enabled");
                        sample
                            .records()
                            .iter()
                            .any(|record| record.get(&field) == Some(&JsonValue::Bool(false)))
                    };
                    let service = ["mms", "sms", "voice"].iter().find(lacks);
                    let none = || "no number of the sample lacks a service".to_owned();
                    (service.ok_or_else(none)?.to_string(), None)
                }
            };
            asked.pairs.push((name, *value, text));
            asked.record = record;
        }
        Ok(asked)
    }

    /// Returns the last value.
    pub(super) fn value(&self) -> &str {
        self.pairs.last().map_or("", |(_, _, text)| text)
    }

    /// Returns the query within a window, whose parts it replaces.
    pub(super) fn with(&self, window: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
        let asks = |name: &str| self.pairs.iter().any(|(known, ..)| *known == name);
        let window = window.iter().filter(|(name, _)| !asks(name)).cloned();
        let pairs = self
            .pairs
            .iter()
            .map(|(name, _, text)| (*name, text.clone()));
        window.chain(pairs).collect()
    }

    /// Returns the query as it may be published.
    pub(super) fn shown(&self, window: &[(&'static str, String)]) -> String {
        let pairs = self.with(window).into_iter().map(|(name, _)| {
            let asked = self.pairs.iter().find(|(known, ..)| *known == name);
            match asked {
                Some((_, Value::Is(text), _)) => format!("{name}={text}"),
                _ => format!("{name}=…"),
            }
        });
        sample::query(&pairs.collect::<Vec<_>>())
    }
}

/// Returns a value of a field that the first record does not have, and a record that has it.
fn other<'a>(records: &'a [JsonValue], field: &str) -> Option<(String, &'a JsonValue)> {
    let first = records
        .first()
        .and_then(|record| text(record.get(field)?, field));
    records.iter().find_map(|record| {
        let text = text(record.get(field)?, field)?;
        (Some(&text) != first.as_ref()).then_some((text, record))
    })
}

/// Returns a value as a query has it. Nothing, an empty text and a masked number have none.
fn text(value: &JsonValue, field: &str) -> Option<String> {
    let text = match value {
        JsonValue::String(text) => text.clone(),
        JsonValue::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_masked =
        field.ends_with("_number") && !text.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    let is_unclear = text.is_empty() || is_masked;
    if is_unclear {
        return None;
    }
    // A date alone is none.
    let is_time = text.contains(':');
    Some(time(&text).filter(|_| is_time).map_or(text, utc))
}

/// Returns the least or the greatest value of a field, and its record.
fn extreme<'a>(
    sample: &'a Sample,
    field: &str,
    wanted: Ordering,
) -> Result<(String, Option<&'a JsonValue>), String> {
    let records = sample.records();
    let mut found: Option<(String, &JsonValue)> = None;
    let mut differ = false;
    for record in records {
        let Some(text) = record.get(field).and_then(|value| text(value, field)) else {
            continue;
        };
        let order = found.as_ref().map(|(known, _)| compare_texts(&text, known));
        differ |= order.is_some_and(Ordering::is_ne);
        if order.is_none_or(|order| order == wanted) {
            found = Some((text, record));
        }
    }
    match found {
        Some((text, record)) if differ => Ok((text, Some(record))),
        _ if records.is_empty() => Err(sample.why_empty()),
        _ => Err(format!(
            "all {} of the sample have the same `{field}`",
            sample.list.records()
        )),
    }
}

/// Compares a record's value with one that was asked for.
pub(super) fn compare(value: &JsonValue, field: &str, asked: &str) -> Option<Ordering> {
    Some(compare_texts(&text(value, field)?, asked))
}

fn compare_texts(value: &str, asked: &str) -> Ordering {
    match (value.parse::<i64>(), asked.parse::<i64>()) {
        (Ok(value), Ok(asked)) => value.cmp(&asked),
        _ => value
            .trim_start_matches('+')
            .cmp(asked.trim_start_matches('+')),
    }
}
