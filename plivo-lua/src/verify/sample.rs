//! The first page of each list, which the questions are made from.

use plivo_runtime::{JsonValue, SignedDuration, Timestamp};

use super::account::{Account, Answer, List};

/// The first page of a list, of records that no longer change.
pub(super) struct Sample {
    pub(super) list: List,
    /// The part of the query that keeps later records out.
    pub(super) window: Vec<(&'static str, String)>,
    /// The answer, or why there is none.
    answer: Result<Answer, String>,
}

/// The samples of an account, and its time.
pub(super) struct Samples {
    pub(super) now: Timestamp,
    all: [Sample; 4],
}

/// How old a record of the sample is, at least and at most. Plivo keeps messages for 90 days, and reads 30 days of calls at
/// a time.
const SETTLED: SignedDuration = SignedDuration::from_hours(1);
const MESSAGES: SignedDuration = SignedDuration::from_hours(89 * 24);
const CALLS: SignedDuration = SignedDuration::from_hours(29 * 24);

impl Samples {
    /// Reads the first page of each list.
    pub(super) async fn read(account: &Account) -> Self {
        let applications = Sample::read(account, List::Applications, Vec::new()).await;
        // The time of a sandbox is its own.
        let date = applications.answer.as_ref().ok();
        let date = date.and_then(|answer| answer.date.as_deref());
        let now = date.and_then(time).unwrap_or_else(Timestamp::now);
        let between = |from, oldest: SignedDuration, until| {
            vec![
                (from, utc(ago(now, oldest))),
                (until, utc(ago(now, SETTLED))),
            ]
        };
        let messages = between("message_time__gte", MESSAGES, "message_time__lte");
        let calls = between("end_time__gte", CALLS, "end_time__lte");
        let all = [
            Sample::read(account, List::Messages, messages).await,
            Sample::read(account, List::Numbers, Vec::new()).await,
            Sample::read(account, List::Calls, calls).await,
            applications,
        ];
        Self { now, all }
    }

    /// Returns the sample of a list.
    pub(super) fn of(&self, list: List) -> &Sample {
        let [messages, numbers, calls, applications] = &self.all;
        match list {
            List::Messages => messages,
            List::Numbers => numbers,
            List::Calls => calls,
            List::Applications => applications,
        }
    }
}

impl Sample {
    async fn read(account: &Account, list: List, window: Vec<(&'static str, String)>) -> Self {
        let answer = account.get(list, list.resource(), window.clone()).await;
        Self {
            list,
            window,
            answer,
        }
    }

    pub(super) fn records(&self) -> &[JsonValue] {
        let records = self.answer.as_ref().ok().and_then(Answer::records);
        records.unwrap_or_default()
    }

    /// Returns a field of the page's `meta`.
    pub(super) fn meta(&self, name: &str) -> Option<&JsonValue> {
        self.answer.as_ref().ok()?.field("meta")?.get(name)
    }

    /// Returns the ID of the first record, if it can be a part of a path.
    pub(super) fn first_id(&self) -> Option<&str> {
        let id = self.records().first()?.get(self.list.id())?.as_str()?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        id.bytes().all(is_plain).then_some(id)
    }

    /// Returns the query, without the values.
    pub(super) fn shown(&self) -> String {
        let names = self.window.iter().map(|(name, _)| format!("{name}=…"));
        query(&names.collect::<Vec<_>>())
    }

    /// Says why there is no record to ask about.
    pub(super) fn why_empty(&self) -> String {
        match &self.answer {
            Ok(answer) if answer.status == 200 => {
                format!("the account has no {} to ask about", self.list.records())
            }
            Ok(answer) => format!("the list was answered with HTTP {}", answer.status),
            Err(problem) => problem.clone(),
        }
    }
}

/// Writes a query, after its question mark.
pub(super) fn query(pairs: &[String]) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    format!("?{}", pairs.join("&"))
}

/// Returns the time so long before.
pub(super) fn ago(now: Timestamp, before: SignedDuration) -> Timestamp {
    now.saturating_sub(before).unwrap_or(now)
}

/// Writes a time as Plivo reads it: in UTC, without an offset.
pub(super) fn utc(time: Timestamp) -> String {
    let text = time.strftime("%Y-%m-%d %H:%M:%S%.f").to_string();
    // Plivo reads six digits of a fraction.
    text.chars()
        .take("YYYY-mm-dd HH:MM:SS.ffffff".len())
        .collect()
}

/// Reads a time of a record or of a header; one without an offset is in UTC.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    const HTTP: &str = "%a, %d %b %Y %H:%M:%S GMT";
    let zoned = text.parse().or_else(|_| format!("{text}Z").parse());
    let http = || {
        let text = text.strip_suffix("GMT")?;
        Timestamp::strptime(HTTP.replace("GMT", "%z"), format!("{text}+0000")).ok()
    };
    zoned.ok().or_else(http)
}
