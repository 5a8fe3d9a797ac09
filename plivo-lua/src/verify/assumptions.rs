//! What this project assumes of Plivo: how each assumption is asked about, and what is expected.

use super::account::List::{self, Applications, Calls, Messages, Numbers};
use super::expect::Expect;
use super::expect::Relation::{Above, AtLeast, AtMost, Below, Equal, StartsWith};
use super::query::Value::{self, Ago, Greatest, Is, Lacking, Least, Of};

/// One assumption.
#[derive(Debug)]
pub(super) struct Assumption {
    /// What is assumed; of a filter, it is made from its name.
    text: &'static str,
    pub(super) list: List,
    pub(super) ask: Ask,
    pub(super) query: &'static [(&'static str, Value)],
    pub(super) expect: Expect,
}

/// How an assumption is asked about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ask {
    /// By the sample, without another request.
    Sample,
    /// By the list.
    List,
    /// By the list, within the times of the sample.
    Window,
    /// By the first record of the sample.
    First,
    /// By the record with this ID.
    Path(&'static str),
}

impl Assumption {
    /// Returns what is assumed.
    pub(super) fn text(&self) -> String {
        match self.query {
            [(name, _)] if self.text.is_empty() => {
                format!("`{name}` selects {}", self.list.records())
            }
            _ => self.text.to_owned(),
        }
    }
}

const fn row(
    text: &'static str,
    list: List,
    ask: Ask,
    query: &'static [(&'static str, Value)],
    expect: Expect,
) -> Assumption {
    Assumption {
        text,
        list,
        ask,
        query,
        expect,
    }
}

/// A filter, asked about within the times of the sample.
const fn filter(list: List, query: &'static [(&'static str, Value)], expect: Expect) -> Assumption {
    row("", list, Ask::Window, query, expect)
}

/// An assumption about the sample itself.
const fn sample(text: &'static str, list: List, expect: Expect) -> Assumption {
    row(text, list, Ask::Sample, &[], expect)
}

const NO_UUID: &str = "00000000-0000-0000-0000-000000000000";
const NO_NUMBER: &str = "10000000000";
const NO_SUBACCOUNT: &str = "SA000000000000000000";
const NO_DATE: &str = "1990-01-01";

/// Every assumption, in the order of the questions. Twenty requests are lists of messages, the sample
/// included.
#[rustfmt::skip]
pub(super) const ASSUMPTIONS: &[Assumption] = &[
    // Pages.
    row("A page has at most 20 messages", Messages, Ask::List, &[("limit", Is("21"))], Expect::Page),
    row("A page has at most 20 numbers", Numbers, Ask::List, &[("limit", Is("21"))], Expect::Page),
    row("A page has at most 20 calls", Calls, Ask::List, &[("limit", Is("21"))], Expect::Page),
    row("A page has at most 20 applications", Applications, Ask::List, &[("limit", Is("21"))], Expect::Page),
    row("`offset` skips messages", Messages, Ask::Window, &[("offset", Is("1"))], Expect::SameFrom(1)),
    row("`offset` skips calls", Calls, Ask::Window, &[("offset", Is("1"))], Expect::SameFrom(1)),
    row("`offset` skips numbers", Numbers, Ask::List, &[("offset", Is("1"))], Expect::SameFrom(1)),
    row("`offset` skips applications", Applications, Ask::List, &[("offset", Is("1"))], Expect::SameFrom(1)),
    sample("Messages are listed newest first", Messages, Expect::NewestFirst("message_time")),
    sample("Calls are listed by their end, newest first", Calls, Expect::NewestFirst("end_time")),
    sample("`next` is a relative link that keeps the filters of messages", Messages, Expect::Links),
    sample("`next` is a relative link that keeps the filters of calls", Calls, Expect::Links),
    sample("The number of all messages is not told", Messages, Expect::TotalCount(false)),
    sample("The number of all numbers is told", Numbers, Expect::TotalCount(true)),
    sample("The number of all calls is told", Calls, Expect::TotalCount(true)),
    sample("The number of all applications is told", Applications, Expect::TotalCount(true)),
    row("An unknown query parameter of messages is ignored", Messages, Ask::Window, &[("no_such_key", Is("1"))], Expect::SameFrom(0)),
    row("An unknown query parameter of numbers is ignored", Numbers, Ask::List, &[("no_such_key", Is("1"))], Expect::SameFrom(0)),

    // Times.
    sample("Times of messages have a space, and an offset or none", Messages, Expect::Times(&["message_time", "message_sent_time", "message_updated_time"])),
    sample("Times of calls have a space, and an offset or none", Calls, Expect::Times(&["initiation_time", "answer_time", "end_time"])),
    row("Without a time, messages are those of the last 24 hours", Messages, Ask::List, &[], Expect::Within("message_time", 24)),
    row("Without a time, calls are those of the last 7 days", Calls, Ask::List, &[], Expect::Within("end_time", 7 * 24)),
    row("`message_time__gte` is read in UTC", Messages, Ask::Window, &[("message_time__gte", Greatest("message_time"))], Expect::Each("message_time", AtLeast)),
    row("`message_time__lte` is read in UTC", Messages, Ask::Window, &[("message_time__lte", Least("message_time"))], Expect::Each("message_time", AtMost)),
    row("`end_time__gte` is read in UTC", Calls, Ask::Window, &[("end_time__gte", Greatest("end_time"))], Expect::Each("end_time", AtLeast)),
    row("`end_time__lte` is read in UTC", Calls, Ask::Window, &[("end_time__lte", Least("end_time"))], Expect::Each("end_time", AtMost)),
    row("More than 30 days of calls are refused", Calls, Ask::List, &[("end_time__lte", Ago(1)), ("end_time__gte", Ago(40 * 24))], Expect::Explained(400)),

    // Filters.
    filter(Messages, &[("message_direction", Of("message_direction", "inbound"))], Expect::Each("message_direction", Equal)),
    filter(Messages, &[("message_state", Of("message_state", "failed"))], Expect::Each("message_state", Equal)),
    filter(Messages, &[("from_number", Of("from_number", NO_NUMBER))], Expect::Each("from_number", Equal)),
    filter(Messages, &[("to_number", Of("to_number", NO_NUMBER))], Expect::Each("to_number", Equal)),
    filter(Messages, &[("message_type", Of("message_type", "mms"))], Expect::Each("message_type", Equal)),
    filter(Messages, &[("error_code", Of("error_code", "999"))], Expect::Each("error_code", Equal)),
    filter(Messages, &[("powerpack_id", Of("powerpack_id", NO_UUID))], Expect::Each("powerpack_id", Equal)),
    filter(Messages, &[("tendlc_campaign_id", Of("tendlc_campaign_id", "CNONE"))], Expect::Each("tendlc_campaign_id", Equal)),
    filter(Messages, &[("destination_country_iso2", Of("destination_country_iso2", "AQ"))], Expect::Each("destination_country_iso2", Equal)),
    filter(Messages, &[("conversation_id", Of("conversation_id", NO_UUID))], Expect::Each("conversation_id", Equal)),
    filter(Messages, &[("conversation_origin", Of("conversation_origin", "marketing"))], Expect::Each("conversation_origin", Equal)),
    filter(Messages, &[("tendlc_registration_status", Of("tendlc_registration_status", "PROCESSING"))], Expect::Each("tendlc_registration_status", Equal)),
    filter(Messages, &[("subaccount", Is(NO_SUBACCOUNT))], Expect::Nothing),
    filter(Numbers, &[("type", Of("type", "national"))], Expect::Each("type", Equal)),
    filter(Numbers, &[("services", Lacking)], Expect::Enabled),
    filter(Numbers, &[("number_startswith", Of("number", NO_NUMBER))], Expect::Each("number", StartsWith)),
    filter(Numbers, &[("alias", Of("alias", "no-such-alias"))], Expect::Each("alias", Equal)),
    filter(Numbers, &[("renewal_date", Of("renewal_date", NO_DATE))], Expect::Each("renewal_date", Equal)),
    filter(Numbers, &[("renewal_date__gt", Least("renewal_date"))], Expect::Each("renewal_date", Above)),
    filter(Numbers, &[("renewal_date__gte", Greatest("renewal_date"))], Expect::Each("renewal_date", AtLeast)),
    filter(Numbers, &[("renewal_date__lt", Greatest("renewal_date"))], Expect::Each("renewal_date", Below)),
    filter(Numbers, &[("renewal_date__lte", Least("renewal_date"))], Expect::Each("renewal_date", AtMost)),
    filter(Numbers, &[("cnam_lookup", Of("cnam_lookup", "enabled"))], Expect::Each("cnam_lookup", Equal)),
    filter(Numbers, &[("tendlc_registration_status", Of("tendlc_registration_status", "PROCESSING"))], Expect::Each("tendlc_registration_status", Equal)),
    filter(Numbers, &[("tendlc_campaign_id", Of("tendlc_campaign_id", "CNONE"))], Expect::Each("tendlc_campaign_id", Equal)),
    filter(Numbers, &[("toll_free_sms_verification", Of("toll_free_sms_verification", "UNVERIFIED"))], Expect::Each("toll_free_sms_verification", Equal)),
    filter(Numbers, &[("toll_free_sms_verification_order_status", Of("toll_free_sms_verification_order_status", "REJECTED"))], Expect::Each("toll_free_sms_verification_order_status", Equal)),
    filter(Numbers, &[("subaccount", Is(NO_SUBACCOUNT))], Expect::Nothing),
    filter(Calls, &[("call_direction", Of("call_direction", "inbound"))], Expect::Each("call_direction", Equal)),
    filter(Calls, &[("from_number", Of("from_number", NO_NUMBER))], Expect::Each("from_number", StartsWith)),
    filter(Calls, &[("to_number", Of("to_number", NO_NUMBER))], Expect::Each("to_number", StartsWith)),
    filter(Calls, &[("parent_call_uuid", Of("parent_call_uuid", NO_UUID))], Expect::Each("parent_call_uuid", Equal)),
    filter(Calls, &[("end_time__gt", Least("end_time"))], Expect::Each("end_time", Above)),
    filter(Calls, &[("end_time__lt", Greatest("end_time"))], Expect::Each("end_time", Below)),
    filter(Calls, &[("bill_duration", Of("bill_duration", "86399"))], Expect::Each("bill_duration", Equal)),
    filter(Calls, &[("bill_duration__gt", Least("bill_duration"))], Expect::Each("bill_duration", Above)),
    filter(Calls, &[("bill_duration__gte", Greatest("bill_duration"))], Expect::Each("bill_duration", AtLeast)),
    filter(Calls, &[("bill_duration__lt", Greatest("bill_duration"))], Expect::Each("bill_duration", Below)),
    filter(Calls, &[("bill_duration__lte", Least("bill_duration"))], Expect::Each("bill_duration", AtMost)),
    filter(Calls, &[("hangup_cause_code", Of("hangup_cause_code", "9999"))], Expect::Each("hangup_cause_code", Equal)),
    filter(Calls, &[("hangup_source", Of("hangup_source", "Error"))], Expect::Each("hangup_source", Equal)),
    filter(Calls, &[("stir_verification", Of("stir_verification", "Verified"))], Expect::Each("stir_verification", Equal)),
    filter(Calls, &[("subaccount", Is(NO_SUBACCOUNT))], Expect::Nothing),
    filter(Applications, &[("app_name", Of("app_name", "no-such-name"))], Expect::Each("app_name", StartsWith)),
    filter(Applications, &[("subaccount", Is(NO_SUBACCOUNT))], Expect::Nothing),

    // Records.
    sample("Messages have no other fields than described", Messages, Expect::Fields),
    sample("Numbers have no other fields than described", Numbers, Expect::Fields),
    sample("Calls have no other fields than described", Calls, Expect::Fields),
    sample("Applications have no other fields than described", Applications, Expect::Fields),
    sample("IDs and names of applications are texts", Applications, Expect::Texts(&["app_id", "app_name"])),
    sample("Amounts of messages are texts", Messages, Expect::Texts(&["total_rate", "total_amount"])),
    sample("Amounts of calls are texts", Calls, Expect::Texts(&["total_rate", "total_amount"])),
    row("A message can be read by its UUID", Messages, Ask::First, &[], Expect::First),
    row("A number can be read by its digits", Numbers, Ask::First, &[], Expect::First),
    row("A call can be read by its UUID", Calls, Ask::First, &[], Expect::First),
    row("Live calls are a list of UUIDs", Calls, Ask::List, &[("status", Is("live"))], Expect::Uuids),
    row("Queued calls are a list of UUIDs", Calls, Ask::List, &[("status", Is("queued"))], Expect::Uuids),

    // Errors.
    row("A value that is not listed is refused with a reason", Numbers, Ask::List, &[("type", Is("no_such_type"))], Expect::Explained(400)),
    row("A limit of 0 is refused with a reason", Numbers, Ask::List, &[("limit", Is("0"))], Expect::Explained(400)),
    row("An unknown message is not found", Messages, Ask::Path(NO_UUID), &[], Expect::Object(404)),
    row("An unknown number is not found", Numbers, Ask::Path(NO_NUMBER), &[], Expect::Object(404)),
    row("An unknown call is not found", Calls, Ask::Path(NO_UUID), &[], Expect::Object(404)),
    row("A call that is not in progress is not found among live calls", Calls, Ask::Path(NO_UUID), &[("status", Is("live"))], Expect::Object(404)),
];
