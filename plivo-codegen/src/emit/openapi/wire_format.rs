//! How the service takes the values of scalar types: their patterns, and the examples of the manifest as they are sent.

use serde_json::Value;

use crate::emit::fragments::json_schema::{Schema, json};
use crate::model::{
    Api, DatetimeFormat, Literal, Parameter, ParameterLocation, ParameterType, PhoneNumberFormat,
};

/// A day and a time that exist, in UTC: `2026-01-31 23:59[:59[.999999]]`.
const SPACED: &str = concat!(
    "^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))",
    "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)",
    r" ([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$",
);
/// The digits of a phone number, by E.164.
const DIGITS: &str = "[1-9][0-9]{6,14}";

/// Returns the schema of a datetime in a request.
pub(super) fn datetime(format: DatetimeFormat) -> Schema {
    match format {
        DatetimeFormat::Rfc3339 => Schema::text("date-time"),
        DatetimeFormat::UnixSeconds | DatetimeFormat::UnixMilliseconds => Schema::of("integer"),
        DatetimeFormat::Rfc2822 => Schema::of("string"),
        DatetimeFormat::Spaced => Schema::pattern(SPACED),
    }
}

/// Returns the schema of a phone number in a body, or of several with this separator between them.
pub(super) fn phone_numbers(format: PhoneNumberFormat, separator: Option<&str>) -> Schema {
    let plus = match format {
        PhoneNumberFormat::E164 => r"\+",
        PhoneNumberFormat::Digits => "",
    };
    let number = format!("{plus}{DIGITS}");
    match separator {
        None => Schema::pattern(format!("^{number}$")),
        Some(separator) => {
            let separator = escaped(separator);
            Schema::pattern(format!("^{number}({separator}{number})*$"))
        }
    }
}

/// Returns the schema of a sender in a body: a phone number, a short code or a name.
pub(super) fn sender(format: PhoneNumberFormat) -> Schema {
    let name = Schema {
        max_length: Some(11),
        ..Schema::pattern("^[A-Za-z0-9 ]*[A-Za-z][A-Za-z0-9 ]*$")
    };
    let short_code = Schema::pattern("^[0-9]{3,8}$");
    Schema {
        any_of: vec![phone_numbers(format, None), short_code, name],
        ..Schema::of("string")
    }
}

/// Returns a text as a pattern that it alone matches.
fn escaped(text: &str) -> String {
    let escape = |one| match one {
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' => {
            format!("\\{one}")
        }
        other => other.to_string(),
    };
    text.chars().map(escape).collect()
}

/// Returns the example of a parameter as it is sent; `None` where there is none, or that takes arithmetic.
pub(super) fn example(api: &Api, parameter: &Parameter) -> Option<Value> {
    // The fields of inputs have none.
    if matches!(&parameter.example, Literal::Text(text) if text.is_empty()) {
        return None;
    }
    let ParameterType::List { item, .. } = &parameter.kind else {
        return scalar(api, &parameter.kind, &parameter.example);
    };
    let items: Vec<Literal> = match &parameter.example {
        Literal::List(texts) => texts.iter().cloned().map(Literal::Text).collect(),
        Literal::Values(values) => values.clone(),
        Literal::Text(text) => match separator(parameter) {
            Some(separator) => text
                .split(separator)
                .map(str::to_owned)
                .map(Literal::Text)
                .collect(),
            None => vec![parameter.example.clone()],
        },
        single => vec![single.clone()],
    };
    let items = items.iter().map(|value| scalar(api, item, value));
    let items: Vec<Value> = items.collect::<Option<_>>()?;
    let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
    Some(match separator(parameter) {
        Some(separator) => texts.join(separator).into(),
        None => items.into(),
    })
}

/// Returns the separator of a list that is described as a string: a schema can say that commas separate items in a query.
pub(super) fn separator(parameter: &Parameter) -> Option<&str> {
    let ParameterType::List { separator, .. } = &parameter.kind else {
        return None;
    };
    let is_query = matches!(parameter.location, ParameterLocation::Query(_));
    separator
        .as_deref()
        .filter(|one| !(is_query && *one == ","))
}

fn scalar(api: &Api, kind: &ParameterType, value: &Literal) -> Option<Value> {
    match (kind, value) {
        (ParameterType::DateTime, Literal::Text(text)) => match api.service.datetime_format {
            DatetimeFormat::Rfc3339 => Some(text.as_str().into()),
            DatetimeFormat::Spaced => Some(text.strip_suffix('Z')?.replacen('T', " ", 1).into()),
            DatetimeFormat::UnixSeconds
            | DatetimeFormat::UnixMilliseconds
            | DatetimeFormat::Rfc2822 => None,
        },
        (
            ParameterType::PhoneNumber | ParameterType::Sender | ParameterType::Endpoint,
            Literal::Text(text),
        ) => Some(match api.service.phone_number_format {
            PhoneNumberFormat::E164 => text.as_str().into(),
            PhoneNumberFormat::Digits => text.trim_start_matches('+').into(),
        }),
        (ParameterType::Decimal, Literal::Text(text)) => text.parse::<f64>().ok().map(Value::from),
        (ParameterType::Object, value) => Some(json(value)),
        (kind, value) => (!kind.is_structured()).then(|| json(value)),
    }
}
