//! Compares an answer with what is expected of it.

use std::cmp::Ordering;

use plivo_lua_host::program::Outcome;
use plivo_runtime::{JsonValue, SignedDuration, Timestamp};

use super::account::{Answer, List};
use super::query::{Asked, compare};
use super::sample::{Sample, ago, time};

/// The most records of a page.
const PAGE: usize = 20;
/// The most names that an outcome lists.
const MAX_NAMES: usize = 10;

/// What is expected of an answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Expect {
    /// Each record relates so to what was asked for.
    Each(&'static str, Relation),
    /// Each number has the service that was asked for.
    Enabled,
    /// No record.
    Nothing,
    /// At most 20 records, or a refusal.
    Page,
    /// The page that the sample is, from this record on.
    SameFrom(usize),
    /// The first record of the sample, alone.
    First,
    /// No record that is older than this many hours.
    Within(&'static str, i64),
    /// `calls`, a list of UUIDs.
    Uuids,
    /// This status, and a body that explains it.
    Explained(u16),
    /// This status, and a JSON object.
    Object(u16),

    /// Records in this order, the newest first.
    NewestFirst(&'static str),
    /// Fields that are described.
    Fields,
    /// Times in a known form.
    Times(&'static [&'static str]),
    /// Fields that are texts.
    Texts(&'static [&'static str]),
    /// Whether `meta` has the number of all records.
    TotalCount(bool),
    /// A link to the next page that keeps the filters.
    Links,
}

/// How a value relates to what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    StartsWith,
    Above,
    AtLeast,
    Below,
    AtMost,
}

type Checked = Result<(), String>;

/// Compares an answer.
pub(super) fn of_answer(
    expect: Expect,
    list: List,
    answer: &Answer,
    asked: &Asked<'_>,
    sample: &Sample,
    now: Timestamp,
) -> Outcome {
    if answer.status == 429 || answer.status >= 500 {
        return Outcome::Unknown(format!("HTTP {}", answer.status));
    }
    let id = |record: &JsonValue| record.get(list.id()).cloned();
    let checked = match expect {
        Expect::Page if answer.status == 400 => Ok(()),
        Expect::Page => page(answer),
        Expect::Each(field, relation) => records(answer).and_then(|records| {
            each(records, field, relation, asked.value())?;
            let is_found =
                |wanted: &JsonValue| records.iter().any(|record| id(record) == id(wanted));
            match asked.record {
                Some(_) if records.is_empty() => Err("no record, although some match".to_owned()),
                Some(record) if relation.includes_it() && !is_found(record) => {
                    Err("a record that matches is missing".to_owned())
                }
                _ => Ok(()),
            }
        }),
        Expect::Enabled => records(answer).and_then(|records| {
            let field = format!("{}_enabled", asked.value());
            let wrong = records
                .iter()
                .filter(|record| record.get(&field) != Some(&JsonValue::Bool(true)));
            none(wrong.count(), records, "without the service")
        }),
        Expect::Nothing => records(answer)
            .and_then(|records| none(records.len(), records, "although none matches")),
        Expect::SameFrom(index) => {
            let Some(expected) = sample.records().get(index) else {
                return Outcome::Unknown(format!("the account has too few {}", list.records()));
            };
            records(answer).and_then(|records| match records.first() {
                Some(first) if id(first) == id(expected) => Ok(()),
                Some(_) => Err("another record comes first".to_owned()),
                None => Err("no record".to_owned()),
            })
        }
        Expect::First => {
            let record = answer.body.as_ref().filter(|_| answer.status == 200);
            let expected = sample.records().first().and_then(id);
            match record {
                None => Err(format!("HTTP {}", answer.status)),
                Some(record) if id(record) != expected => {
                    Err("another record, or a list".to_owned())
                }
                Some(record) if record.get("api_id").is_none() => Err("no `api_id`".to_owned()),
                Some(_) => Ok(()),
            }
        }
        Expect::Within(field, hours) => records(answer).and_then(|records| {
            // Its clock may be late.
            let oldest = ago(
                now,
                SignedDuration::from_hours(hours) + SignedDuration::from_mins(5),
            );
            let times = records
                .iter()
                .filter_map(|record| time(record.get(field)?.as_str()?));
            none(
                times.filter(|time| *time < oldest).count(),
                records,
                "older",
            )
        }),
        Expect::Uuids => match answer.field("calls").and_then(JsonValue::as_array) {
            Some(calls) if calls.iter().all(JsonValue::is_string) => Ok(()),
            Some(_) => Err("`calls` has other values than texts".to_owned()),
            None => Err(format!("HTTP {} without `calls`", answer.status)),
        },
        Expect::Explained(status) if answer.status == status => ensure(
            explanation(answer),
            "the body has no `error` with a text, or no `api_id`",
        ),
        Expect::Object(status) if answer.status == status => match answer.body {
            Some(JsonValue::Object(_)) => Ok(()),
            _ => Err("the body is no JSON object".to_owned()),
        },
        Expect::Explained(_) | Expect::Object(_) => Err(format!("HTTP {}", answer.status)),
        Expect::NewestFirst(_)
        | Expect::Fields
        | Expect::Times(_)
        | Expect::Texts(_)
        | Expect::TotalCount(_)
        | Expect::Links => return of_sample(expect, list, sample),
    };
    checked.map_or_else(Outcome::Differs, |()| Outcome::Agrees)
}

/// Compares the sample, without another request.
pub(super) fn of_sample(expect: Expect, list: List, sample: &Sample) -> Outcome {
    let records = sample.records();
    if records.is_empty() {
        return Outcome::Unknown(sample.why_empty());
    }
    let meta = |name| sample.meta(name);
    let checked = match expect {
        Expect::NewestFirst(field) => {
            let times = records
                .iter()
                .map(|record| time(record.get(field)?.as_str()?));
            let times: Vec<_> = times.collect();
            ensure(
                times.is_sorted_by(|newer, older| newer >= older),
                "another order",
            )
        }
        Expect::Fields => fields(records, list),
        Expect::Times(fields) => each_text(records, fields, "times", is_time),
        Expect::Texts(fields) => each_text(records, fields, "values", |_| true),
        Expect::TotalCount(true) => {
            ensure(meta("total_count").is_some(), "`meta` has no `total_count`")
        }
        Expect::TotalCount(false) => {
            ensure(meta("total_count").is_none(), "`meta` has `total_count`")
        }
        Expect::Links => match meta("next") {
            Some(JsonValue::String(next)) => {
                let keeps = |(name, _): &(&str, String)| next.contains(&format!("{name}="));
                let is_whole = next.starts_with('/')
                    && next.contains("offset=20")
                    && sample.window.iter().all(keeps);
                ensure(
                    is_whole,
                    "the link is not relative, or lacks `offset` or a filter",
                )
            }
            Some(JsonValue::Null) if records.len() < PAGE => {
                return Outcome::Unknown("there is only one page".to_owned());
            }
            Some(JsonValue::Null) => Ok(()),
            _ => Err("`meta` has no `next`".to_owned()),
        },
        _ => return Outcome::Unknown("not asked".to_owned()),
    };
    checked.map_or_else(Outcome::Differs, |()| Outcome::Agrees)
}

fn ensure(is_right: bool, problem: &str) -> Checked {
    if is_right {
        Ok(())
    } else {
        Err(problem.to_owned())
    }
}

fn records(answer: &Answer) -> Result<&[JsonValue], String> {
    match answer.records() {
        Some(records) if answer.status == 200 => Ok(records),
        Some(_) | None if answer.status != 200 => Err(format!("HTTP {}", answer.status)),
        _ => Err("the body has no `objects`".to_owned()),
    }
}

fn page(answer: &Answer) -> Checked {
    let records = records(answer)?;
    let limit = answer
        .field("meta")
        .and_then(|meta| meta.get("limit")?.as_u64());
    match (records.len(), limit) {
        (length, _) if length > PAGE => Err(format!("{length} records")),
        (_, Some(limit)) if limit > 20 => Err("`meta.limit` is above 20".to_owned()),
        (_, None) => Err("`meta` has no `limit`".to_owned()),
        _ => Ok(()),
    }
}

fn none(wrong: usize, records: &[JsonValue], what: &str) -> Checked {
    match wrong {
        0 => Ok(()),
        _ => Err(format!("{wrong} of {} records {what}", records.len())),
    }
}

fn each(records: &[JsonValue], field: &str, relation: Relation, asked: &str) -> Checked {
    let wrong = records.iter().filter(|record| {
        let value = record.get(field).unwrap_or(&JsonValue::Null);
        !relation.is_between(value, field, asked)
    });
    none(wrong.count(), records, "do not match")
}

impl Relation {
    fn is_between(self, value: &JsonValue, field: &str, asked: &str) -> bool {
        let order = compare(value, field, asked);
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::Above => order == Some(Ordering::Greater),
            Self::AtLeast => order.is_some_and(Ordering::is_ge),
            Self::Below => order == Some(Ordering::Less),
            Self::AtMost => order.is_some_and(Ordering::is_le),
            Self::StartsWith => {
                let digits = |text: &str| text.trim_start_matches('+').to_owned();
                value
                    .as_str()
                    .is_some_and(|text| digits(text).starts_with(&digits(asked)))
            }
        }
    }

    /// Returns whether the record is among those returned that the value came from.
    fn includes_it(self) -> bool {
        !matches!(self, Self::Above | Self::Below)
    }
}

/// Returns whether an error body says what is wrong, and names the request.
fn explanation(answer: &Answer) -> bool {
    let is_text = |value: Option<&JsonValue>| value.is_some_and(JsonValue::is_string);
    let error = answer.field("error");
    let nested = |name| error.and_then(|error| error.get(name));
    let said = [
        error,
        nested("error"),
        nested("message"),
        answer.field("message"),
    ];
    said.into_iter().any(is_text) && is_text(answer.field("api_id"))
}

/// Names the fields that are not described. A name that is no plain word could be anything, and is not shown.
fn fields(records: &[JsonValue], list: List) -> Checked {
    let known = list.record().map_or(&[][..], |shape| shape.fields);
    let keys = records
        .iter()
        .filter_map(JsonValue::as_object)
        .flat_map(|record| record.keys());
    let mut unknown: Vec<&String> = keys
        .filter(|key| {
            known
                .iter()
                .all(|field| !field.wire.contains(&key.as_str()))
        })
        .collect();
    unknown.sort();
    unknown.dedup();
    let is_word = |key: &&&String| {
        key.len() <= 40
            && key
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
    };
    let words: Vec<_> = unknown
        .iter()
        .filter(is_word)
        .take(MAX_NAMES)
        .map(|key| format!("`{key}`"))
        .collect();
    match unknown.len() {
        0 => Ok(()),
        count => Err(format!("{count} more: {}", words.join(", "))),
    }
}

fn each_text(
    records: &[JsonValue],
    fields: &[&str],
    what: &str,
    is_right: fn(&str) -> bool,
) -> Checked {
    for field in fields {
        let values = records.iter().filter_map(|record| record.get(field));
        let wrong = values
            .filter(|value| !value.is_null())
            .find(|value| !value.as_str().is_some_and(is_right));
        if let Some(wrong) = wrong {
            return Err(match wrong.as_str() {
                Some(text) => format!("{what} of `{field}` like {}", form(text)),
                None => format!("{what} of `{field}` that are no texts"),
            });
        }
    }
    Ok(())
}

/// Returns whether a time is written with a space, and with an offset or none.
fn is_time(text: &str) -> bool {
    let form = form(text);
    let Some(rest) = form.strip_prefix("9999-99-99 99:99:99") else {
        return false;
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches('9'),
        None => rest,
    };
    // What follows a fraction begins with a sign.
    matches!(rest, "" | "+99:99" | "-99:99")
}

/// Returns the form of a text: nothing that it says.
fn form(text: &str) -> String {
    let letter = |letter: char| match letter {
        '0'..='9' => '9',
        ' ' | '-' | '+' | ':' | '.' | '/' => letter,
        _ => 'A',
    };
    text.chars().take(40).map(letter).collect()
}
