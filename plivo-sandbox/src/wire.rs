//! Formats of the wire: identifiers, times, phone numbers, prices and the length of texts.

pub(crate) mod identifiers;
pub(crate) mod phone;
pub(crate) mod pricing;
pub(crate) mod sms_units;
pub(crate) mod times;
