//! What an argument means before it is sent, such as what it costs.

use std::fmt::Display;

use plivo_runtime::{Arguments, JsonValue};
use serde::Serialize;

use super::binding::Binding;
use super::shape::RecordShape;

/// A function of the client that says what a string means before it is sent, without a request.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Estimate {
    /// Its name in Lua: `count_words`.
    pub name: &'static str,
    /// What it says, and the fields of what it returns.
    pub result: &'static RecordShape,
    /// Makes the estimate.
    pub of: fn(&str) -> Estimated,
}

#[doc(hidden)] // For generated code.
impl Estimate {
    #[must_use]
    pub const fn new(
        name: &'static str,
        result: &'static RecordShape,
        of: fn(&str) -> Estimated,
    ) -> Self {
        Self { name, result, of }
    }
}

/// An estimate.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Estimated {
    /// For programs.
    pub value: JsonValue,
    /// For people.
    pub text: String,
}

#[doc(hidden)] // For generated code.
impl Estimated {
    #[must_use]
    pub fn new(value: &(impl Serialize + Display)) -> Self {
        Self {
            value: serde_json::to_value(value).unwrap_or_default(),
            text: value.to_string(),
        }
    }
}

impl Binding {
    /// Estimates the arguments of a call: each parameter that has an estimate, the estimate's name, and what it says.
    pub(crate) fn estimates(
        &self,
        arguments: &Arguments,
    ) -> Vec<(&'static str, &'static str, Estimated)> {
        let estimated = self.parameters.iter().filter_map(|parameter| {
            let (estimate, text) = (parameter.estimate?, arguments.text(parameter.name)?);
            Some((parameter.name, estimate.name, (estimate.of)(text)))
        });
        estimated.collect()
    }
}
