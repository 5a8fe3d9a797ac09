//! A voice application: the addresses that say what to do with a call.

use serde_json::Value;

/// An application, with what the filters ask of it taken out of the record.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    /// The record as the wire has it; all but the id and the name may be missing.
    pub(crate) record: Value,
    /// Digits, larger than a float can hold.
    pub(crate) id: String,
    /// What people call it.
    pub(crate) name: String,
    /// The subaccount that owns it.
    pub(crate) subaccount: Option<String>,
}
