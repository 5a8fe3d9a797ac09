//! Sandboxes that contradict what is assumed of Plivo, apart from its filters.

use plivo_sandbox::{ErrorBody, Failure, Fault, List, Sandbox};
use serde_json::{Value, json};

/// Makes a sandbox contradict an assumption.
pub(crate) type Deviation = Box<dyn Fn(&Sandbox)>;

/// Assumptions, and what contradicts each; several can be contradicted by the same.
type Group = Vec<(&'static str, Deviation)>;

/// Returns what contradicts assumptions: a sandbox for each group.
pub(crate) fn groups() -> [Group; 6] {
    [
        answers(),
        records(),
        positions_and_lower_bounds(),
        upper_bounds_and_rates(),
        samples(),
        windows(),
    ]
}

#[rustfmt::skip]
fn answers() -> Group {
    let unknown = |fault: Fault| fault.parameter("no_such_key");
    vec![
        ("A page has at most 20 messages", fault("/Message/", many("message_uuid"), value("limit", "21"))),
        ("A page has at most 20 numbers", fault("/Number/", many("number"), value("limit", "21"))),
        ("A page has at most 20 calls", fault("/Call/", page(&[], &json!({ "limit": 21 })), value("limit", "21"))),
        ("A page has at most 20 applications", fault("/Application/", many("app_id"), value("limit", "21"))),
        ("An unknown query parameter of messages is ignored", fault("/Message/", status(400, ErrorBody::Html), unknown)),
        ("An unknown query parameter of numbers is ignored", fault("/Number/", empty(), unknown)),
        ("Live calls are a list of UUIDs", fault("/Call/", empty(), value("status", "live"))),
        ("A call that is not in progress is not found among live calls", nothing()),
        ("Queued calls are a list of UUIDs", fault("/Call/", status(400, ErrorBody::Html), value("status", "queued"))),
        ("A value that is not listed is refused with a reason", fault("/Number/", Failure::IgnoredParameter("type".to_owned()), value("type", "no_such_type"))),
        ("A limit of 0 is refused with a reason", fault("/Number/", status(400, ErrorBody::Html), value("limit", "0"))),
        ("An unknown message is not found", fault("/Message/00000000", status(404, ErrorBody::Html), |fault| fault)),
        ("An unknown number is not found", fault("/Number/10000000000", empty(), |fault| fault)),
        ("An unknown call is not found", fault("/Call/00000000", status(410, ErrorBody::Plivo), |fault| fault)),
    ]
}

#[rustfmt::skip]
fn records() -> Group {
    let new_field = |list| edit(list, |record| record["new_field"] = json!(1));
    let with_t = |list, field: &'static str| edit(list, move |record| {
        record[field] = json!(record[field].as_str().unwrap().replace(' ', "T"));
    });
    let number = |record: &mut Value| record["app_id"] = json!(record["app_id"].as_str().unwrap().len());
    vec![
        ("Times of messages have a space, and an offset or none", with_t(List::Messages, "message_time")),
        ("Times of calls have a space, and an offset or none", with_t(List::Calls, "end_time")),
        ("Messages have no other fields than described", new_field(List::Messages)),
        ("Numbers have no other fields than described", new_field(List::Numbers)),
        ("Calls have no other fields than described", new_field(List::Calls)),
        ("Applications have no other fields than described", new_field(List::Applications)),
        ("IDs and names of applications are texts", edit(List::Applications, number)),
        ("Amounts of messages are texts", edit(List::Messages, |record| record["total_rate"] = json!(1))),
        ("Amounts of calls are texts", edit(List::Calls, |record| record["total_amount"] = json!(1.5))),
        ("A message can be read by its UUID", by_id("/Message/", "message_uuid", Sandbox::messages)),
        ("A number can be read by its digits", by_id("/Number/", "number", Sandbox::numbers)),
        ("A call can be read by its UUID", by_id("/Call/", "call_uuid", Sandbox::calls)),
    ]
}

#[rustfmt::skip]
fn positions_and_lower_bounds() -> Group {
    vec![
        ("`offset` skips messages", ignored("/Message/", "offset")),
        ("`offset` skips calls", ignored("/Call/", "offset")),
        ("`offset` skips numbers", ignored("/Number/", "offset")),
        ("`offset` skips applications", ignored("/Application/", "offset")),
        ("`message_time__gte` is read in UTC", ignored("/Message/", "message_time__gte")),
        ("`end_time__gte` is read in UTC", ignored("/Call/", "end_time__gte")),
        ("More than 30 days of calls are refused", nothing()),
    ]
}

#[rustfmt::skip]
fn upper_bounds_and_rates() -> Group {
    let refused = |fault: Fault| fault.parameter("alias").retry_after("3");
    vec![
        ("`message_time__lte` is read in UTC", ignored("/Message/", "message_time__lte")),
        ("`end_time__lte` is read in UTC", ignored("/Call/", "end_time__lte")),
        ("Requests within the documented rate limits are not refused", fault("/Number/", status(429, ErrorBody::Plivo), refused)),
    ]
}

#[rustfmt::skip]
fn samples() -> Group {
    let messages = sample(List::Messages, |records, meta| {
        records.reverse();
        meta["next"] = json!("/v1/?limit=20&offset=20");
        meta["total_count"] = json!(1);
    });
    let calls = sample(List::Calls, |records, meta| {
        records.reverse();
        meta["next"] = json!("https://api.plivo.com/v1/?offset=20&end_time__gte=1&end_time__lte=1");
    });
    vec![
        ("Messages are listed newest first", messages),
        ("`next` is a relative link that keeps the filters of messages", nothing()),
        ("The number of all messages is not told", nothing()),
        ("Calls are listed by their end, newest first", calls),
        ("`next` is a relative link that keeps the filters of calls", nothing()),
        ("The number of all calls is told", nothing()),
        ("The number of all numbers is told", sample(List::Numbers, |_, _| ())),
        ("The number of all applications is told", sample(List::Applications, |_, _| ())),
    ]
}

#[rustfmt::skip]
fn windows() -> Group {
    vec![
        ("Without a time, messages are those of the last 24 hours", plain("/Message/", &["message_time__lte", "limit"], |sandbox| sandbox.messages("default").split_off(100))),
        ("Without a time, calls are those of the last 7 days", plain("/Call/", &["end_time__lte", "limit", "status"], |sandbox| sandbox.calls("default").split_off(80))),
    ]
}

/// The deviation before it contradicts this as well.
fn nothing() -> Deviation {
    Box::new(|_| ())
}

fn page(records: &[Value], meta: &Value) -> Failure {
    let body = json!({ "api_id": "1", "meta": meta, "objects": records });
    Failure::Response {
        status: 200,
        headers: Vec::new(),
        body: body.to_string().into(),
    }
}

fn meta() -> Value {
    json!({ "limit": 20, "offset": 0, "next": null, "previous": null })
}

fn empty() -> Failure {
    page(&[], &meta())
}

fn many(id: &str) -> Failure {
    page(&vec![json!({ id: "1" }); 21], &meta())
}

fn status(status: u16, body: ErrorBody) -> Failure {
    Failure::Status { status, body }
}

fn value(name: &'static str, value: &'static str) -> impl Fn(Fault) -> Fault {
    move |fault| fault.parameter_value(name, value)
}

fn fault(
    path: &'static str,
    failure: Failure,
    only: impl Fn(Fault) -> Fault + 'static,
) -> Deviation {
    Box::new(move |sandbox| {
        let fault = Fault::new(failure.clone()).path(path).always();
        sandbox.inject(only(fault));
    })
}

fn ignored(path: &'static str, name: &'static str) -> Deviation {
    let failure = Failure::IgnoredParameter(name.to_owned());
    fault(path, failure, move |fault| fault.parameter(name))
}

/// Edits each record of a list.
fn edit(list: List, edit: impl Fn(&mut Value) + Copy + 'static) -> Deviation {
    Box::new(move |sandbox| {
        sandbox.edit("default", list, |records| {
            records.iter_mut().for_each(edit);
        });
    })
}

/// Replaces the sample of a list by what this makes of it.
fn sample(list: List, change: fn(&mut Vec<Value>, &mut Value)) -> Deviation {
    Box::new(move |sandbox| {
        let (path, bound, mut records) = match list {
            List::Messages => (
                "/Message/",
                Some("message_time__lte"),
                sandbox.messages("default"),
            ),
            List::Calls => ("/Call/", Some("end_time__lte"), sandbox.calls("default")),
            List::Numbers => ("/Number/", None, sandbox.numbers("default")),
            List::Applications => ("/Application/", None, sandbox.applications("default")),
        };
        records.truncate(20);
        let mut meta = meta();
        change(&mut records, &mut meta);
        let fault = Fault::new(page(&records, &meta)).path(path).always();
        sandbox.inject(match bound {
            Some(bound) => fault.parameter(bound),
            None => fault,
        });
    })
}

/// Answers a list that is asked for without any of these parameters.
fn plain(
    path: &'static str,
    asked: &'static [&str],
    records: fn(&Sandbox) -> Vec<Value>,
) -> Deviation {
    Box::new(move |sandbox| {
        for name in asked {
            let fault = Fault::new(Failure::None).path(path).parameter(name);
            sandbox.inject(fault.always());
        }
        let answer = page(&records(sandbox), &meta());
        sandbox.inject(Fault::new(answer).path(path).always());
    })
}

/// Answers with a list where a record is asked for.
fn by_id(
    path: &'static str,
    id: &'static str,
    records: fn(&Sandbox, &str) -> Vec<Value>,
) -> Deviation {
    Box::new(move |sandbox| {
        for record in records(sandbox, "default") {
            let path = format!("{path}{}/", record[id].as_str().unwrap());
            sandbox.inject(Fault::new(empty()).path(&path).always());
        }
    })
}
