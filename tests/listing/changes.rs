//! A sandbox whose records change after each response.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};

use plivo_client::Client;
use plivo_lua::{Accounts, Interpreter, PLIVO};
use plivo_runtime::http;
use plivo_runtime::{Body, Bytes, JsonValue, SignedDuration, Timestamp, Transport, TransportError};
use plivo_sandbox::{List, Sandbox};
use serde_json::json;

use crate::harness::{host, settings};

/// What happens to the records after a response.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// So many records arrive, and all of them match.
    Arrive(usize),
    /// So many records from this one on match no longer.
    Leave(usize, usize),
    /// So many records from this one on match from now on.
    Join(usize, usize),
    /// So many records from this one on disappear.
    Vanish(usize, usize),
    /// Nothing.
    Rest,
}

/// A sandbox, and what calls it.
pub(super) struct Service {
    pub(super) sandbox: Arc<Sandbox>,
    pub(super) client: Client,
    pub(super) interpreter: Interpreter,
    pending: Arc<Mutex<Pending>>,
    /// A record of each list, from which the others are made.
    templates: [JsonValue; 4],
}

#[derive(Default)]
struct Pending {
    list: Option<List>,
    changes: VecDeque<Change>,
    touched: HashSet<String>,
    arrived: usize,
    template: JsonValue,
}

impl Service {
    pub(super) async fn start() -> Self {
        let sandbox = Sandbox::builder().journal_capacity(16).start();
        let sandbox = Arc::new(sandbox.await.unwrap());
        let pending = Arc::new(Mutex::new(Pending::default()));
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let client = settings(|id, token| Client::builder(id, token), &sandbox, "default")
            .transport(Changing {
                http,
                sandbox: Arc::clone(&sandbox),
                pending: Arc::clone(&pending),
            })
            .build()
            .unwrap();
        let accounts = Accounts::new(client.api().clone());
        let templates = [
            sandbox.messages("default"),
            sandbox.calls("default"),
            sandbox.numbers("default"),
            sandbox.applications("default"),
        ];
        Self {
            interpreter: Interpreter::new(host(&PLIVO, accounts)),
            client,
            sandbox,
            pending,
            templates: templates.map(|records| short(records.into_iter().next().unwrap())),
        }
    }

    /// Sets what the list holds, and how that changes after each response.
    pub(super) fn begin(
        &self,
        list: List,
        records: &[(String, Timestamp, SignedDuration, bool)],
        changes: &[Change],
    ) {
        let template = &self.templates[match list {
            List::Messages => 0,
            List::Calls => 1,
            List::Numbers => 2,
            List::Applications => 3,
        }];
        self.sandbox.edit("default", list, |held| {
            held.clear();
            held.extend(records.iter().map(|(id, time, length, matches)| {
                record(list, template, id, *time, *length, *matches)
            }));
        });
        *self.pending.lock().unwrap() = Pending {
            list: Some(list),
            changes: changes.to_vec().into(),
            touched: HashSet::new(),
            arrived: 0,
            template: template.clone(),
        };
    }

    /// Returns the records that have changed.
    pub(super) fn touched(&self) -> HashSet<String> {
        self.pending.lock().unwrap().touched.clone()
    }
}

/// Keeps the fields that decide whether a record is listed.
fn short(mut record: JsonValue) -> JsonValue {
    let kept = ["bill_duration", "renewal_date"];
    record
        .as_object_mut()
        .unwrap()
        .retain(|name, _| kept.contains(&name.as_str()));
    record
}

/// Returns the field that identifies a record of a list.
pub(super) fn id(list: List) -> &'static str {
    match list {
        List::Messages => "message_uuid",
        List::Calls => "call_uuid",
        List::Numbers => "number",
        List::Applications => "app_id",
    }
}

fn record(
    list: List,
    template: &JsonValue,
    name: &str,
    time: Timestamp,
    length: SignedDuration,
    matches: bool,
) -> JsonValue {
    let mut record = template.clone();
    record[id(list)] = json!(name);
    // The account's time zone.
    let zone = jiff::tz::Offset::from_seconds(19_800).unwrap();
    let written = |time: Timestamp| {
        let civil = zone.to_datetime(time).strftime("%Y-%m-%d %H:%M:%S%.f");
        json!(format!("{civil}+05:30"))
    };
    match list {
        List::Messages => record["message_time"] = written(time),
        List::Calls => {
            record["end_time"] = written(time);
            record["initiation_time"] = written(time - length);
        }
        List::Numbers | List::Applications => {}
    }
    set(list, &mut record, matches);
    record
}

/// Makes a record match the filter, or not.
fn set(list: List, record: &mut JsonValue, matches: bool) {
    let word = |yes: &str, no: &str| json!(if matches { yes } else { no });
    match list {
        List::Messages => record["message_state"] = word("queued", "sent"),
        List::Calls => {
            record["call_direction"] = word("inbound", "outbound");
            record["hangup_cause_name"] = word("Busy Line", "No Answer");
            record["answer_time"] = JsonValue::Null;
            record["call_state"] = JsonValue::Null;
        }
        List::Numbers => record["alias"] = word("Support", "Sales"),
        List::Applications => record["app_name"] = word("Support", "Sales"),
    }
}

impl Pending {
    fn apply(&mut self, sandbox: &Sandbox) {
        let (Some(list), Some(change)) = (self.list, self.changes.pop_front()) else {
            return;
        };
        let mut touch = |records: &mut [JsonValue], matches: Option<bool>| {
            for record in records {
                self.touched
                    .insert(record[id(list)].as_str().unwrap().to_owned());
                if let Some(matches) = matches {
                    set(list, record, matches);
                }
            }
        };
        let part = |records: &[JsonValue], from: usize, count: usize| {
            let from = from.min(records.len());
            from..records.len().min(from + count)
        };
        match change {
            Change::Rest => {}
            Change::Leave(from, count) => sandbox.edit("default", list, |records| {
                let part = part(records, from, count);
                touch(&mut records[part], Some(false));
            }),
            Change::Join(from, count) => sandbox.edit("default", list, |records| {
                let part = part(records, from, count);
                touch(&mut records[part], Some(true));
            }),
            Change::Vanish(from, count) => sandbox.edit("default", list, |records| {
                let part = part(records, from, count);
                touch(&mut records[part.clone()], None);
                records.drain(part);
            }),
            Change::Arrive(count) => {
                // The deliveries are none of this test's.
                drop(sandbox.advance(std::time::Duration::from_millis(300)));
                let now = sandbox.now();
                let arrive = |_| {
                    self.arrived += 1;
                    let name = format!("9{:09}", self.arrived);
                    self.touched.insert(name.clone());
                    record(list, &self.template, &name, now, SignedDuration::ZERO, true)
                };
                let new: Vec<_> = (0..count).map(arrive).collect();
                sandbox.edit("default", list, |records| drop(records.splice(0..0, new)));
            }
        }
    }
}

/// Changes the records after each response.
struct Changing {
    http: reqwest::Client,
    sandbox: Arc<Sandbox>,
    pending: Arc<Mutex<Pending>>,
}

impl Transport for Changing {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let response = Transport::send(&self.http, request).await?;
        self.pending.lock().unwrap().apply(&self.sandbox);
        Ok(response)
    }
}
