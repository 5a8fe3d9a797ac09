//! Arguments are checked before anything is sent, all at once, and brought into the form that travels.

use super::normalise::{Wrong, listed, one};
use super::{
    ArgumentError, ArgumentErrors, Arguments, Operation, Parameter, ParameterLocation,
    ParameterType, Value, nearest, normalise,
};

/// Checks the arguments of `function` and brings them into the form that travels: datetimes become
/// moments, phone numbers digits, lists their distinct elements.
///
/// Everything that is wrong comes back at once, in the order of the parameters; the arguments are then
/// left as they were. The function's own check sees only what is right by itself.
///
/// ```
/// use plivo_client::functions::LIST_MESSAGES;
/// use plivo_runtime::{Arguments, Value, validate};
///
/// let mut arguments = Arguments::new();
/// arguments.set("dst", "+1 (415) 555-2671");
/// validate(&LIST_MESSAGES, &mut arguments)?;
/// assert_eq!(arguments.text("dst"), Some("14155552671"));
///
/// arguments.set("limit", 500_u32);
/// arguments.set("message_state", "delivred");
/// let faults = validate(&LIST_MESSAGES, &mut arguments).unwrap_err();
/// assert_eq!(faults.as_slice().len(), 2);
/// # Ok::<(), plivo_runtime::ArgumentErrors>(())
/// ```
pub fn validate(function: &Operation, arguments: &mut Arguments) -> Result<(), ArgumentErrors> {
    let mut faults = ArgumentErrors::new();
    let mut checked = Arguments::new();
    for name in arguments
        .names()
        .filter(|name| function.parameter(name).is_none())
    {
        faults.push(unknown(function, name));
    }
    for parameter in function.parameters {
        match arguments.get(parameter.name) {
            None if parameter.required => {
                faults.push(ArgumentError::of(parameter.name, "is missing"))
            }
            None => {}
            Some(value) => match value_of(parameter, value) {
                Ok(value) => checked.set(parameter.name, value),
                Err(wrong) => faults.push(wrong.about(parameter.name)),
            },
        }
    }
    if let Some(check) = function.check {
        check(&checked, &mut faults);
    }
    if faults.is_empty() {
        *arguments = checked;
        Ok(())
    } else {
        Err(faults)
    }
}

fn unknown(function: &Operation, name: &'static str) -> ArgumentError {
    let names = || function.parameters.iter().map(|parameter| parameter.name);
    let fault = ArgumentError::of(name, format!("is not a parameter of {}", function.name));
    match nearest(name, names()) {
        Some(near) => fault.hint(format!("did you mean `{near}`?")),
        None => fault.hint(format!("it has {}", listed(names()))),
    }
}

/// A parameter's value in the form that travels.
fn value_of(parameter: &Parameter, value: &Value) -> Result<Value, Wrong> {
    let value = match parameter.kind {
        ParameterType::List { item, joined_by } => normalise::list(*item, joined_by, value)?,
        kind => one(kind, value)?,
    };
    within(parameter, &value)?;
    // An empty body text is a text; an empty filter or identifier is a mistake.
    if value.text() == Some("") && !matches!(parameter.location, ParameterLocation::Body(_)) {
        return Err(Wrong::new("is empty"));
    }
    if matches!(parameter.location, ParameterLocation::Path(_))
        && matches!(value.text(), Some("." | ".."))
    {
        return Err(Wrong::new("is a step in a path, not an identifier"));
    }
    Ok(value)
}

/// Whether a value keeps the parameter's bounds: a number's own size, a text's length in characters.
fn within(parameter: &Parameter, value: &Value) -> Result<(), Wrong> {
    let (size, unit) = match value {
        Value::Integer(integer) => (*integer, ""),
        Value::Text(text) => (
            i64::try_from(text.chars().count()).unwrap_or(i64::MAX),
            " characters long",
        ),
        Value::Boolean(_) | Value::Time(_) | Value::Date(_) | Value::List(_) => return Ok(()),
    };
    match (parameter.minimum, parameter.maximum) {
        (Some(least), _) if size < least => Err(Wrong::new(format!(
            "is {size}{unit}, and the least is {least}"
        ))),
        (_, Some(most)) if size > most => Err(Wrong::new(format!(
            "is {size}{unit}, and the most is {most}"
        ))),
        _ => Ok(()),
    }
}
