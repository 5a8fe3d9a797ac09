//! Validates arguments before anything is sent: everything that is wrong is reported together.

use super::normalise;
use crate::argument::argument_error::{ArgumentError, ArgumentErrors};
use crate::argument::arguments::Arguments;
use crate::argument::value::Value;
use crate::nearest::nearest;
use crate::operation::Operation;
use crate::operation::parameter::{Parameter, ParameterLocation, ParameterType};

/// Validates the arguments of an operation and normalises them: texts become datetimes, phone numbers
/// digits, lists their distinct elements.
///
/// The operation's own [`check`](Operation::check) sees only arguments that are valid by themselves.
///
/// ```
/// use plivo_runtime::{Arguments, validate};
///
/// # mod beacon { plivo_macros::client!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// let operation = &beacon::functions::LIST_LIGHTHOUSES;
/// let mut arguments = Arguments::new();
/// arguments.set("limit", 5_i64);
/// assert!(validate(operation, &mut arguments).is_ok());
///
/// arguments.set("limit", -1_i64);
/// arguments.set("lmit", 5_i64);
/// let faults = validate(operation, &mut arguments).unwrap_err();
/// assert_eq!(faults.as_slice().len(), 2);
/// ```
///
/// # Errors
/// Returns everything that is wrong, in the order of the parameters, and leaves the arguments as they were.
pub fn validate(operation: &Operation, arguments: &mut Arguments) -> Result<(), ArgumentErrors> {
    let mut faults = ArgumentErrors::new();
    let mut checked = Arguments::new();
    for name in arguments
        .names()
        .filter(|name| operation.parameter(name).is_none())
    {
        faults.push(unknown(operation, name));
    }
    for parameter in operation.parameters {
        match arguments.get(parameter.name) {
            None if parameter.required => {
                faults.push(ArgumentError::of(parameter.name, "is missing"));
            }
            None => {}
            Some(value) => match normalised(parameter, value) {
                Ok(value) => checked.set(parameter.name, value),
                Err(invalid) => faults.push(ArgumentError {
                    parameter: Some(parameter.name.into()),
                    ..invalid
                }),
            },
        }
    }
    if let Some(range) = operation.time_range {
        range.check(&checked, &mut faults);
    }
    if let Some(check) = operation.check {
        check(&checked, &mut faults);
    }
    if faults.is_empty() {
        *arguments = checked;
        Ok(())
    } else {
        Err(faults)
    }
}

fn unknown(operation: &Operation, name: &'static str) -> ArgumentError {
    let names = || operation.parameters.iter().map(|parameter| parameter.name);
    let fault = ArgumentError::of(name, format!("is not a parameter of {}", operation.name));
    match nearest(name, names()) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault.hint(format!("it has {}", normalise::quoted_names(names()))),
    }
}

/// Normalises the value of one parameter.
fn normalised(parameter: &Parameter, value: &Value) -> Result<Value, ArgumentError> {
    let value = match parameter.kind {
        ParameterType::List { item, joined_by } => normalise::list(*item, joined_by, value)?,
        kind => normalise::scalar(kind, value)?,
    };
    check_bounds(parameter, &value)?;
    // An empty text in a body is a text; an empty filter or identifier is a mistake.
    if value.text() == Some("") && !matches!(parameter.location, ParameterLocation::Body(_)) {
        return Err(ArgumentError::general("is empty"));
    }
    if matches!(parameter.location, ParameterLocation::Path(_))
        && matches!(value.text(), Some("." | ".."))
    {
        return Err(ArgumentError::general(
            "is `.` or `..`, which is no identifier",
        ));
    }
    Ok(value)
}

/// Checks the bounds of an integer, or of a text's length in characters.
fn check_bounds(parameter: &Parameter, value: &Value) -> Result<(), ArgumentError> {
    let (size, unit) = match value {
        Value::Integer(integer) => (*integer, ""),
        Value::Text(text) => (
            i64::try_from(text.chars().count()).unwrap_or(i64::MAX),
            " characters long",
        ),
        Value::Boolean(_) | Value::Time(_) | Value::Date(_) | Value::List(_) => return Ok(()),
    };
    match (parameter.minimum, parameter.maximum) {
        (Some(minimum), _) if size < minimum => Err(ArgumentError::general(format!(
            "is {size}{unit}, and the minimum is {minimum}"
        ))),
        (_, Some(maximum)) if size > maximum => Err(ArgumentError::general(format!(
            "is {size}{unit}, and the maximum is {maximum}"
        ))),
        _ => Ok(()),
    }
}
