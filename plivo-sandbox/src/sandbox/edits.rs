//! Any change of the records, for tests of what a list returns while its records change.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::handle::Sandbox;
use crate::records::call::Call;
use crate::records::message::Message;

/// A list of records that [`Sandbox::edit`] changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// Messages, ordered by `message_time`.
    Messages,
    /// Ended calls, ordered by `end_time`.
    Calls,
    /// Phone numbers, in the order that they are left in.
    Numbers,
    /// Applications, in the order that they are left in.
    Applications,
}

/// # Changes
impl Sandbox {
    /// Changes the records of a list in any way. Messages and calls are then ordered by their times, newest first;
    /// those without a time are dropped.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let sandbox = plivo_sandbox::Sandbox::start().await?;
    /// use plivo_sandbox::List;
    ///
    /// sandbox.edit("default", List::Calls, |calls| calls.truncate(1));
    /// assert_eq!(sandbox.calls("default").len(), 1);
    /// # std::io::Result::Ok(()) }).unwrap();
    /// ```
    pub fn edit(&self, account: &str, list: List, edit: impl FnOnce(&mut Vec<Value>)) {
        self.with_store(account, |_, store| match list {
            List::Numbers => edit(&mut store.numbers),
            List::Applications => edit(&mut store.applications),
            List::Messages => {
                let old = std::mem::take(&mut store.messages).into_iter();
                let edited = edited(old.map(|held| (held.record.clone(), held)), edit);
                let messages = edited.into_iter().filter_map(|(record, held)| {
                    let time = time(&record, "message_time")?;
                    Some(match held {
                        Some(held) => Message {
                            record,
                            time,
                            ..held
                        },
                        None => Message {
                            record,
                            time,
                            subaccount: None,
                            pending: None,
                            callback: None,
                        },
                    })
                });
                store.messages = messages.collect();
                let messages = store.messages.make_contiguous();
                messages.sort_by_key(|message| std::cmp::Reverse(message.time));
            }
            List::Calls => {
                let old = std::mem::take(&mut store.calls).into_iter();
                let edited = edited(old.map(|held| (held.record.clone(), held)), edit);
                let calls = edited.into_iter().filter_map(|(record, held)| {
                    Some(Call {
                        ended: time(&record, "end_time")?,
                        subaccount: held.and_then(|held| held.subaccount),
                        record,
                    })
                });
                store.calls = calls.collect();
                let calls = store.calls.make_contiguous();
                calls.sort_by_key(|call| std::cmp::Reverse(call.ended));
            }
        });
    }
}

/// Edits records, and returns each with what it belonged to, by its UUID.
fn edited<T>(
    held: impl Iterator<Item = (Value, T)>,
    edit: impl FnOnce(&mut Vec<Value>),
) -> Vec<(Value, Option<T>)> {
    let (mut records, mut by_uuid) = (Vec::new(), HashMap::new());
    for (record, held) in held {
        by_uuid.insert(uuid(&record), held);
        records.push(record);
    }
    edit(&mut records);
    let with_held = |record: Value| {
        let held = by_uuid.remove(&uuid(&record));
        (record, held)
    };
    records.into_iter().map(with_held).collect()
}

fn uuid(record: &Value) -> Option<String> {
    let uuid = record.get("message_uuid").or(record.get("call_uuid"))?;
    uuid.as_str().map(ToOwned::to_owned)
}

fn time(record: &Value, field: &str) -> Option<Timestamp> {
    record.get(field)?.as_str()?.parse().ok()
}
