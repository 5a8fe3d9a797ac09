//! A request as the service expects it: every argument encoded and in its place.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;
use reqwest::Url;

use super::base_address::SEGMENT;
use crate::argument::arguments::Arguments;
use crate::argument::value::Value;
use crate::datetime;
use crate::operation::Operation;
use crate::operation::parameter::{Parameter, ParameterLocation, ParameterType};
use crate::operation::service::{DatetimeFormat, PhoneNumberFormat, Service};
use crate::{JsonObject, JsonValue};

/// A request before it has an address and credentials.
#[derive(Debug, Clone)]
pub(crate) struct EncodedRequest {
    pub(crate) operation: &'static Operation,
    /// Below the service's base path, its segments percent-encoded.
    pub(crate) path: String,
    /// Not yet percent-encoded.
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Option<JsonObject>,
    /// The whole URL, in place of path and query, where the service gave it.
    pub(crate) address: Option<Url>,
}

impl EncodedRequest {
    /// Encodes validated arguments.
    pub(crate) fn new(
        operation: &'static Operation,
        arguments: &Arguments,
        service: &Service,
    ) -> Self {
        let mut encoded = Self {
            operation,
            path: operation.path.to_owned(),
            query: Vec::new(),
            // An operation that writes sends a body even where it has no fields.
            body: operation.method.has_body().then(JsonObject::new),
            address: None,
        };
        for parameter in operation.parameters {
            if let Some(value) = arguments.get(parameter.name) {
                encoded.insert(parameter, value, service);
            }
        }
        encoded
    }

    /// Puts an argument in its place.
    pub(crate) fn insert(&mut self, parameter: &Parameter, value: &Value, service: &Service) {
        let value = &with_plus(parameter.kind, value, service.phone_numbers);
        let datetimes = service.datetimes;
        match parameter.location {
            ParameterLocation::Path(placeholder) => {
                let segment = text(parameter, value, datetimes);
                let encoded = utf8_percent_encode(&segment, SEGMENT).to_string();
                self.path = self.path.replace(&format!("{{{placeholder}}}"), &encoded);
            }
            ParameterLocation::Query(name) => match &**value {
                Value::List(list) if separator(parameter).is_none() => {
                    let pairs = list.iter().map(|element| (name, element.clone()));
                    self.query.extend(pairs);
                }
                _ => self.query.push((name, text(parameter, value, datetimes))),
            },
            ParameterLocation::Body(name) => {
                let body = self.body.get_or_insert_default();
                body.insert(name.to_owned(), json(parameter, value, datetimes));
            }
            ParameterLocation::Client => {}
        }
    }
}

/// The most digits of a short code, which has no `+`.
const MAX_SHORT_CODE: usize = 8;

/// Adds the `+` that a service wants to phone numbers, which are normalised to digits.
fn with_plus(kind: ParameterType, value: &Value, format: PhoneNumberFormat) -> Cow<'_, Value> {
    let is_number = |kind, text: &str| match kind {
        ParameterType::PhoneNumber => true,
        ParameterType::Endpoint => text.bytes().all(|byte| byte.is_ascii_digit()),
        ParameterType::Sender => {
            text.len() > MAX_SHORT_CODE && text.bytes().all(|byte| byte.is_ascii_digit())
        }
        ParameterType::Integer
        | ParameterType::String
        | ParameterType::Boolean
        | ParameterType::DateTime
        | ParameterType::Date
        | ParameterType::Url
        | ParameterType::Enum { .. }
        | ParameterType::List { .. } => false,
    };
    let plus = |kind, text: &str| {
        let sign = if is_number(kind, text) { "+" } else { "" };
        format!("{sign}{text}")
    };
    match (format, value, kind) {
        (PhoneNumberFormat::E164, Value::Text(text), kind) => {
            Cow::Owned(Value::Text(plus(kind, text)))
        }
        (PhoneNumberFormat::E164, Value::List(list), ParameterType::List { item, .. }) => {
            Cow::Owned(Value::List(
                list.iter().map(|text| plus(*item, text)).collect(),
            ))
        }
        _ => Cow::Borrowed(value),
    }
}

/// The separator between a list's elements; none where it is a JSON array or a repeated query parameter.
fn separator(parameter: &Parameter) -> Option<&'static str> {
    match parameter.kind {
        ParameterType::List { joined_by, .. } => joined_by,
        _ => Some(","),
    }
}

/// A value as text.
fn text(parameter: &Parameter, value: &Value, datetimes: DatetimeFormat) -> String {
    match value {
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Integer(integer) => integer.to_string(),
        Value::Text(text) => text.clone(),
        Value::Time(time) => datetime::format(*time, datetimes),
        Value::Date(date) => date.to_string(),
        Value::List(list) => list.join(separator(parameter).unwrap_or(",")),
    }
}

/// A value in a body.
fn json(parameter: &Parameter, value: &Value, datetimes: DatetimeFormat) -> JsonValue {
    match value {
        Value::Boolean(boolean) => JsonValue::Bool(*boolean),
        Value::Integer(integer) => JsonValue::from(*integer),
        Value::Time(time) if datetimes == DatetimeFormat::UnixSeconds => {
            JsonValue::from(time.as_second())
        }
        Value::Time(time) if datetimes == DatetimeFormat::UnixMilliseconds => {
            JsonValue::from(time.as_millisecond())
        }
        Value::List(list) if separator(parameter).is_none() => JsonValue::from(list.clone()),
        Value::Text(_) | Value::Time(_) | Value::Date(_) | Value::List(_) => {
            JsonValue::String(text(parameter, value, datetimes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EncodedRequest;
    use crate::argument::arguments::Arguments;
    use crate::argument::value::Value;
    use crate::operation::parameter::{Parameter, ParameterLocation, ParameterType};
    use crate::operation::service::{Auth, PhoneNumberFormat, Service};
    use crate::operation::{Access, Method, Operation};

    const fn query(name: &'static str, kind: ParameterType) -> Parameter {
        Parameter::optional(name, kind, ParameterLocation::Query(name))
    }

    static CALL: Operation = Operation::new("call", Access::Read, Method::Get, "call/{number}/")
        .parameters(&[
            Parameter::required(
                "number",
                ParameterType::PhoneNumber,
                ParameterLocation::Path("number"),
            ),
            query("sender", ParameterType::Sender),
            query("endpoint", ParameterType::Endpoint),
            query(
                "list",
                ParameterType::list(&ParameterType::PhoneNumber, Some("<")),
            ),
            query("text", ParameterType::String),
        ]);

    /// Returns the path and the query values for normalised arguments in the usual order.
    fn sent(format: PhoneNumberFormat, values: [Value; 5]) -> (String, Vec<String>) {
        let service =
            Service::new("Phones", "https://phones.example", Auth::Bearer(0)).phone_numbers(format);
        let mut arguments = Arguments::new();
        for (parameter, value) in CALL.parameters.iter().zip(values) {
            arguments.set(parameter.name, value);
        }
        let encoded = EncodedRequest::new(&CALL, &arguments, &service);
        let values = encoded.query.into_iter().map(|(_, value)| value);
        (encoded.path, values.collect())
    }

    #[test]
    fn phone_numbers_are_written_as_the_service_wants_them() {
        let number = "14155552671";
        let numbers = || {
            let list = [number, "4740000001"].into();
            [
                number.into(),
                number.into(),
                number.into(),
                list,
                number.into(),
            ]
        };
        let (path, values) = sent(PhoneNumberFormat::E164, numbers());
        assert_eq!(path, "call/%2B14155552671/");
        let plus = "+14155552671";
        assert_eq!(values, [plus, plus, "+14155552671<+4740000001", number]);
        let (path, values) = sent(PhoneNumberFormat::Digits, numbers());
        assert_eq!(path, "call/14155552671/");
        assert_eq!(values, [number, number, "14155552671<4740000001", number]);
    }

    #[test]
    fn a_short_code_a_name_and_a_sip_address_have_no_plus() {
        let address = "sip:ann@phone.example";
        for sender in ["22395", "Acme"] {
            let list = Vec::<String>::new().into();
            let others = ["1".into(), sender.into(), address.into(), list, "".into()];
            let (_, values) = sent(PhoneNumberFormat::E164, others);
            assert_eq!(values, [sender, address, "", ""]);
        }
    }
}
