//! A request as the service expects it: every argument encoded and in its place.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use percent_encoding::utf8_percent_encode;
use reqwest::Url;

use super::base_address::SEGMENT;
use crate::argument::arguments::Arguments;
use crate::argument::value::Value;
use crate::datetime;
use crate::operation::Operation;
use crate::operation::input::{Fixed, FixedValue};
use crate::operation::parameter::{ParameterLocation, ParameterType};
use crate::operation::service::{BodyFormat, DatetimeFormat, PhoneNumberFormat, Service};
use crate::{JsonObject, JsonValue};

/// A request before it has an address and credentials.
#[derive(Debug, Clone)]
pub(crate) struct EncodedRequest {
    pub(crate) operation: &'static Operation,
    /// Below the service's base path, its segments percent-encoded.
    pub(crate) path: String,
    /// Not yet percent-encoded.
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) headers: Vec<(&'static str, String)>,
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
            headers: Vec::new(),
            // An operation that writes sends a body even where it has no fields.
            body: operation.method.has_body().then(JsonObject::new),
            address: None,
        };
        for fixed in operation.fixed {
            let kind = ParameterType::String;
            encoded.insert(fixed.location, kind, &fixed_value(fixed), service);
        }
        for parameter in operation.parameters {
            let generated = (parameter.idempotency_key && arguments.get(parameter.name).is_none())
                .then(|| Value::Text(unique_key()));
            if let Some(value) = generated.as_ref().or(arguments.get(parameter.name)) {
                encoded.insert(parameter.location, parameter.kind, value, service);
            }
        }
        encoded
    }

    /// Puts a value in its place.
    pub(crate) fn insert(
        &mut self,
        location: ParameterLocation,
        kind: ParameterType,
        value: &Value,
        service: &Service,
    ) {
        match location {
            ParameterLocation::Path(placeholder) => {
                let segment = text(kind, value, service);
                let encoded = utf8_percent_encode(&segment, SEGMENT).to_string();
                self.path = self.path.replace(&format!("{{{placeholder}}}"), &encoded);
            }
            ParameterLocation::Query(name) => match (kind, value) {
                (
                    ParameterType::List {
                        item,
                        joined_by: None,
                    },
                    Value::List(list),
                ) => {
                    let texts = list
                        .iter()
                        .map(|one| text(*item, &one.as_str().into(), service));
                    self.query.extend(texts.map(|text| (name, text)));
                }
                _ => self.query.push((name, text(kind, value, service))),
            },
            ParameterLocation::Header(name) => {
                self.headers.push((name, text(kind, value, service)));
            }
            ParameterLocation::Body(path) => {
                let body = self.body.get_or_insert_default();
                set(body, path, json(kind, value, service));
            }
            ParameterLocation::Client => {}
        }
    }
}

/// Sets the value at a path of keys that dots separate.
fn set(object: &mut JsonObject, path: &str, value: JsonValue) {
    let Some((key, rest)) = path.split_once('.') else {
        object.insert(path.to_owned(), value);
        return;
    };
    let inner = object
        .entry(key)
        .or_insert_with(|| JsonObject::new().into());
    if let JsonValue::Object(inner) = inner {
        set(inner, rest, value);
    }
}

fn fixed_value(fixed: &Fixed) -> Value {
    match fixed.value {
        FixedValue::Boolean(boolean) => boolean.into(),
        FixedValue::Integer(integer) => integer.into(),
        FixedValue::Text(text) => text.into(),
    }
}

/// Returns a key that no other call has: 128 bits from two generators.
fn unique_key() -> String {
    let hashed = RandomState::new().build_hasher().finish();
    format!("{hashed:016x}{:016x}", fastrand::u64(..))
}

/// The most digits of a short code, which has no `+`.
const MAX_SHORT_CODE: usize = 8;

/// Returns the `+` that a service wants before phone numbers, which are normalised to digits.
fn plus(kind: ParameterType, text: &str, format: PhoneNumberFormat) -> &'static str {
    let is_digits = || text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = match kind {
        ParameterType::PhoneNumber => true,
        ParameterType::Endpoint => is_digits(),
        ParameterType::Sender => text.len() > MAX_SHORT_CODE && is_digits(),
        _ => false,
    };
    match format {
        PhoneNumberFormat::E164 if is_number => "+",
        PhoneNumberFormat::E164 | PhoneNumberFormat::Digits => "",
    }
}

/// A value as text.
fn text(kind: ParameterType, value: &Value, service: &Service) -> String {
    match (kind, value) {
        (ParameterType::Decimal, Value::Text(text)) => text.clone(),
        (ParameterType::List { item, joined_by }, Value::List(list)) => {
            let texts = list
                .iter()
                .map(|one| text(*item, &one.as_str().into(), service));
            texts.collect::<Vec<_>>().join(joined_by.unwrap_or(","))
        }
        _ => match json(kind, value, service) {
            JsonValue::String(text) => text,
            JsonValue::Null => String::new(),
            other => other.to_string(),
        },
    }
}

/// A value in a body.
fn json(kind: ParameterType, value: &Value, service: &Service) -> JsonValue {
    use ParameterType as Type;
    let element = |kind, one: &JsonValue| json(kind, &kind.value_of(one), service);
    match (kind, value) {
        (_, Value::Boolean(boolean)) => (*boolean).into(),
        (_, Value::Integer(integer)) => (*integer).into(),
        (_, Value::Date(date)) => date.to_string().into(),
        (_, Value::Time(time)) if service.datetimes == DatetimeFormat::UnixSeconds => {
            time.as_second().into()
        }
        (_, Value::Time(time)) if service.datetimes == DatetimeFormat::UnixMilliseconds => {
            time.as_millisecond().into()
        }
        (_, Value::Time(time)) => datetime::format(*time, service.datetimes).into(),
        (
            Type::List {
                joined_by: None,
                item,
            },
            Value::List(list),
        ) => {
            let elements = list
                .iter()
                .map(|one| json(*item, &one.as_str().into(), service));
            elements.collect()
        }
        (_, Value::List(_)) => text(kind, value, service).into(),
        // Texts are normalised: those in lists and objects are of their type as well.
        (Type::DateTime, Value::Text(text)) => match datetime::parse(text) {
            Some(time) => json(kind, &Value::Time(time), service),
            None => text.as_str().into(),
        },
        (Type::Integer | Type::Boolean, Value::Text(text)) => {
            serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
        }
        // A form has the digits as they were given.
        (Type::Decimal, Value::Text(text)) if service.bodies == BodyFormat::Json => {
            serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
        }
        (kind, Value::Text(text)) => {
            format!("{}{text}", plus(kind, text, service.phone_numbers)).into()
        }
        (Type::Input(input), Value::Json(JsonValue::Object(given))) => {
            let mut object = JsonObject::new();
            for fixed in input.fixed {
                if let ParameterLocation::Body(path) = fixed.location {
                    set(&mut object, path, fixed_value(fixed).into_json());
                }
            }
            for field in input.fields {
                if let (ParameterLocation::Body(path), Some(value)) =
                    (field.location, given.get(field.name))
                {
                    set(&mut object, path, element(field.kind, value));
                }
            }
            object.into()
        }
        (Type::Map(item), Value::Json(JsonValue::Object(given))) => {
            let entries = given.iter();
            let entries = entries.map(|(key, value)| (key.clone(), element(*item, value)));
            JsonValue::Object(entries.collect())
        }
        (Type::List { item, .. }, Value::Json(JsonValue::Array(list))) => {
            list.iter().map(|one| element(*item, one)).collect()
        }
        (_, Value::Json(json)) => json.clone(),
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
