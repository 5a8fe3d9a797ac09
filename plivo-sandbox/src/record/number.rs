//! A phone number that an account rents.

use jiff::civil::Date;
use serde_json::Value;

/// A number, with what the filters ask of it taken out of the record.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    /// The record as the wire has it.
    pub(crate) record: Value,
    /// Digits, no plus sign.
    pub(crate) digits: String,
    /// `local`, `mobile`, `fixed`, `national` or `tollfree`.
    pub(crate) kind: &'static str,
    /// The services that are switched on, of `voice`, `sms` and `mms`.
    pub(crate) services: Vec<&'static str>,
    /// When the next month begins.
    pub(crate) renewal_date: Date,
}

impl Number {
    /// A text field of the record; nothing where it is null.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.record.get(name)?.as_str()
    }
}
