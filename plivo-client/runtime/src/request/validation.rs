//! Validates arguments before anything is sent: everything that is wrong is reported together.

use std::borrow::Cow;

use super::{normalise, structured};
use crate::argument::argument_error::{ArgumentError, ArgumentErrors};
use crate::argument::arguments::Arguments;
use crate::argument::value::Value;
use crate::datetime;
use crate::nearest::did_you_mean;
use crate::operation::Operation;
use crate::operation::parameter::{Parameter, ParameterLocation, ParameterType};
use crate::operation::time_range::TimeRange;

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
        faults.push(unknown(operation, name, arguments.get(name)));
    }
    for parameter in operation.parameters {
        let other = parameter
            .unless
            .filter(|other| arguments.get(other).is_some());
        let is_set = |name: &&str| arguments.get(name).is_some();
        let may_be_missing = !parameter.required || parameter.optional_with.iter().any(is_set);
        // Rust passes it in every call, and an empty text means none.
        let is_none = |value: &&Value| {
            matches!(value, Value::Text(text) if text.is_empty())
                && parameter.required
                && may_be_missing
        };
        let given = arguments.get(parameter.name);
        match (given.filter(|value| !is_none(value)), other) {
            (None, None) if !may_be_missing => {
                let missing = ArgumentError::of(parameter.name, "is missing");
                faults.push(match parameter.unless {
                    Some(other) => missing.hint(format!("set it, or `{other}` in its place")),
                    None => missing,
                });
            }
            (None, _) => {}
            (Some(_), Some(other)) => faults.push(
                ArgumentError::of(parameter.name, format!("and `{other}` exclude each other"))
                    .hint("set one of the two"),
            ),
            (Some(value), None) => {
                match structured::validate(parameter, &in_range(operation, parameter, value)) {
                    Ok(value) => checked.set(parameter.name, value),
                    Err(invalid) => faults.extend(invalid),
                }
            }
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

/// Returns the value that is meant: as what the operation's time range ends at or starts after, a date is the end of that
/// day, and a text without a fraction the end of its second.
fn in_range<'a>(operation: &Operation, parameter: &Parameter, value: &'a Value) -> Cow<'a, Value> {
    let name = &parameter.name;
    let ends = |range: TimeRange| range.until.contains(name) || range.after.contains(name);
    let is_end =
        parameter.kind == ParameterType::DateTime && operation.time_range.is_some_and(ends);
    let end = match value {
        _ if !is_end => None,
        Value::Date(day) => datetime::end_of(*day),
        Value::Text(text) => datetime::end_of_text(text),
        _ => None,
    };
    end.map_or(Cow::Borrowed(value), |end| Cow::Owned(Value::Time(end)))
}

/// Suggests only a parameter of the value's type: another one would only look right.
fn unknown(operation: &Operation, name: &'static str, value: Option<&Value>) -> ArgumentError {
    let parameters = || operation.parameters.iter();
    let takes_it = |parameter: &&Parameter| value.is_none_or(|value| parameter.has_type_of(value));
    let near = parameters()
        .filter(takes_it)
        .map(|parameter| parameter.name);
    let all = || parameters().map(|parameter| parameter.name);
    let hint = did_you_mean(name, near)
        .unwrap_or_else(|| format!("it has {}", normalise::quoted_names(all())));
    ArgumentError::of(name, format!("is not a parameter of {}", operation.name)).hint(hint)
}

/// Validates and normalises the argument of one parameter. The error does not name the parameter, unless it is
/// about a value in it.
///
/// # Errors
/// Returns what is wrong with the value.
pub fn validate_argument(parameter: &Parameter, value: &Value) -> Result<Value, ArgumentError> {
    structured::validate(parameter, value).map_err(|faults| {
        let first = faults.into_iter().next();
        let first = first.unwrap_or_else(|| ArgumentError::general("is not valid"));
        ArgumentError {
            parameter: first.parameter.filter(|at| *at != parameter.name),
            ..first
        }
    })
}

/// Validates and normalises a value that contains no other, or a list of such values.
pub(super) fn validate_scalar(
    parameter: &Parameter,
    value: &Value,
) -> Result<Value, ArgumentError> {
    let value = match (parameter.kind, value) {
        (ParameterType::List { item, joined_by }, _) => normalise::list(*item, joined_by, value)?,
        // Only a number that is valid without its quotes is meant as one.
        (kind @ ParameterType::Integer, Value::Text(text)) => {
            let invalid = normalise::mistyped(kind, value);
            let is_plain = !text.starts_with('+');
            let number = text.parse().ok().filter(|_| is_plain).map(Value::Integer);
            let is_valid = |number: &Value| check_bounds(parameter, number).is_ok();
            return Err(match number.filter(is_valid) {
                Some(_) => invalid.hint("write it without quotes"),
                None => invalid,
            });
        }
        (kind, _) => normalise::scalar(kind, value)?,
    };
    check_bounds(parameter, &value)?;
    let is_body = matches!(parameter.location, ParameterLocation::Body(_));
    let is_path = matches!(parameter.location, ParameterLocation::Path(_));
    let is_header = matches!(parameter.location, ParameterLocation::Header(_));
    let is_visible =
        |text: &String| text.trim() == text && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let texts = match &value {
        Value::Text(text) => std::slice::from_ref(text),
        Value::List(list) => list.as_slice(),
        Value::Boolean(_)
        | Value::Integer(_)
        | Value::Time(_)
        | Value::Date(_)
        | Value::Json(_) => &[],
    };
    // In a body an empty text is a text, and an empty list a list. An empty filter or identifier is a mistake: the
    // service would ignore it, and return everything.
    let problem = match &value {
        _ if is_body => None,
        Value::List(list) if list.is_empty() => Some("is an empty list"),
        Value::List(_) if texts.iter().any(String::is_empty) => Some("contains an empty text"),
        _ if texts.iter().any(String::is_empty) => Some("is empty"),
        Value::List(_) if is_path && texts.iter().any(|text| is_dots(text)) => {
            Some("contains `.` or `..`, which is no identifier")
        }
        _ if is_path && texts.iter().any(|text| is_dots(text)) => {
            Some("is `.` or `..`, which is no identifier")
        }
        _ if is_header && !texts.iter().all(is_visible) => {
            Some("has characters that no header can contain")
        }
        _ => None,
    };
    match problem {
        Some(problem) => Err(ArgumentError::general(problem)),
        None => Ok(value),
    }
}

fn is_dots(text: &str) -> bool {
    matches!(text, "." | "..")
}

/// Checks the bounds of an integer, or of a text's length in characters.
fn check_bounds(parameter: &Parameter, value: &Value) -> Result<(), ArgumentError> {
    let (size, unit) = match value {
        Value::Integer(integer) => (*integer, ""),
        Value::Text(text) => (
            i64::try_from(text.chars().count()).unwrap_or(i64::MAX),
            " characters long",
        ),
        Value::Boolean(_) | Value::Time(_) | Value::Date(_) | Value::List(_) | Value::Json(_) => {
            return Ok(());
        }
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
