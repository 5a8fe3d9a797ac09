//! The keys of a call's arguments that name no parameter.

use std::collections::BTreeMap;

use plivo_runtime::{ArgumentError, Parameter, ParameterLocation, did_you_mean, nearest};

use super::argument_value::ArgumentValue;
use crate::integration::Binding;
use crate::lua::listed;

/// How many unknown names are reported one by one.
pub(super) const MAX_UNKNOWN: usize = 8;

/// A key that names no parameter.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UnknownKey {
    Position(i64),
    Name(String),
    Other(&'static str),
}

/// The first unknown keys with their values, and how many there are. The order of a table's keys is arbitrary, so the
/// first are the least.
#[derive(Default)]
pub(super) struct UnknownKeys {
    pub(super) first: BTreeMap<UnknownKey, ArgumentValue>,
    pub(super) count: usize,
}

impl UnknownKeys {
    pub(super) fn add(&mut self, key: UnknownKey, value: ArgumentValue) {
        self.count += 1;
        self.first.insert(key, value);
        if self.first.len() > MAX_UNKNOWN {
            self.first.pop_last();
        }
    }
}

/// The parameter that an unknown name stands for.
pub(super) struct Meant {
    pub(super) parameter: &'static Parameter,
    pub(super) hint: String,
}

/// A name that stands for a parameter, with its value.
pub(super) type Misnamed = (String, Meant, ArgumentValue);

/// Returns the parameter that the service's own API calls so, or that is mistaken for the name.
pub(super) fn other_name(binding: &Binding, name: &str) -> Option<&'static Parameter> {
    let mut parameters = binding.function.parameters.iter();
    let sent = parameters.find(|parameter| match parameter.location {
        ParameterLocation::Query(wire)
        | ParameterLocation::Body(wire)
        | ParameterLocation::Header(wire)
        | ParameterLocation::Path(wire) => wire == name,
        ParameterLocation::Client => false,
    });
    sent.or_else(|| binding.mistaken_parameter(name))
}

/// Returns the parameter that a name stands for: another name of it, or a similar one if it takes the value.
pub(super) fn meant(binding: &Binding, name: &str, value: &ArgumentValue) -> Option<Meant> {
    if let Some(parameter) = other_name(binding, name) {
        let hint = format!("use `{}` instead", parameter.name);
        return Some(Meant { parameter, hint });
    }
    if name == "account" {
        return None;
    }
    let names = binding.function.parameters.iter().map(|one| one.name);
    let parameter = binding.function.parameter(nearest(name, names)?)?;
    let value = value.clone().convert(parameter.kind).ok().flatten()?;
    let hint = did_you_mean(name, [parameter.name])?;
    (parameter.has_type_of(&value)).then_some(Meant { parameter, hint })
}

/// Returns the error of names that stand for parameters of `function`; for several, with the right `call`.
pub(super) fn misnamed_error(
    function: &str,
    names: &[(String, Meant)],
    call: Option<String>,
) -> Option<ArgumentError> {
    if let [(name, meant)] = names {
        let message = format!("is not a parameter of {function}");
        return Some(ArgumentError::of(name.clone(), message).hint(&meant.hint));
    }
    let hint = call.map_or_else(
        || {
            let meant = names.iter().map(|(_, meant)| meant.parameter.name);
            format!("use {} instead", listed(meant))
        },
        |call| format!("write `{call}`"),
    );
    let listed = listed(names.iter().map(|(name, _)| name.as_str()));
    let message = format!("{listed} are not parameters of {function}");
    (!names.is_empty()).then(|| ArgumentError::general(message).hint(hint))
}
