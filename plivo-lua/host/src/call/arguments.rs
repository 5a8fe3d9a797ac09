//! What a script gives to a function, as the client's arguments, or everything that is wrong with it.

use std::borrow::Cow;

use mlua::{LuaString, MultiValue, Table, Value as Given};
use plivo_runtime::{
    ArgumentError, ArgumentErrors, Arguments, Error, Operation, Parameter, ParameterLocation,
    ParameterType, Value, nearest, validate,
};

use crate::names::{kind as kind_of, listed};

/// How many unknown names are told one by one.
const UNKNOWN_SHOWN: usize = 8;

/// Reads what a script gives: one table of names and values, values in documented order, or nothing.
///
/// # Errors
///
/// Everything that is wrong, in documented order, whether Lua or the client knows it.
pub(super) fn read(function: &'static Operation, given: &MultiValue) -> Result<Arguments, Error> {
    let mut reading = Reading {
        function,
        arguments: Arguments::new(),
        faults: Vec::new(),
    };
    match given.front() {
        Some(Given::Table(table)) if !takes_list_first(function, table) => {
            reading.named(table);
            reading.nothing_after_the_table(given);
        }
        _ => reading.positional(given),
    }
    reading.finish()
}

/// Whether a table in the first place is the first parameter's list, and not a table of names.
fn takes_list_first(function: &Operation, table: &Table) -> bool {
    let first = function.parameters.first().map(|parameter| parameter.kind);
    matches!(first, Some(ParameterType::List { .. })) && table.raw_len() > 0
}

/// Arguments that are being read, and what was wrong so far.
struct Reading {
    function: &'static Operation,
    arguments: Arguments,
    faults: Vec<ArgumentError>,
}

impl Reading {
    fn named(&mut self, table: &Table) {
        let mut unknown = Vec::new();
        // Nothing in the closure fails, and a plain table can always be walked.
        let _ = table.for_each(|key: Given, value: Given| {
            match &key {
                Given::String(name) => match self.parameter(name) {
                    Some(parameter) => self.set(parameter, &value),
                    None => unknown.push(self.unknown_name(&name.to_string_lossy())),
                },
                Given::Integer(position) => unknown.push(self.nameless(*position)),
                other => unknown.push(ArgumentError::general(format!(
                    "{} is not a parameter's name",
                    kind_of(other)
                ))),
            }
            Ok(())
        });
        // The order of a table's names is nobody's.
        unknown.sort_by_cached_key(ToString::to_string);
        let others = unknown.len().saturating_sub(UNKNOWN_SHOWN);
        self.faults.extend(unknown.into_iter().take(UNKNOWN_SHOWN));
        if others > 0 {
            let fault =
                ArgumentError::general(format!("{others} more names are no parameters either"));
            self.faults
                .push(fault.hint("give the values that are needed, not a whole record"));
        }
    }

    fn positional(&mut self, given: &MultiValue) {
        let mut parameters = self.function.parameters.iter();
        for (index, value) in given.iter().enumerate() {
            match parameters.next() {
                Some(parameter) => self.set(parameter, value),
                None if value.is_nil() => {}
                None => self.faults.push(
                    ArgumentError::general(format!("argument {} is one too many", index + 1))
                        .hint(self.takes()),
                ),
            }
        }
    }

    fn nothing_after_the_table(&mut self, given: &MultiValue) {
        if given.iter().skip(1).any(|value| !value.is_nil()) {
            self.faults.push(
                ArgumentError::general("there are arguments after the table of names")
                    .hint("put every argument into the table, or give them all in order"),
            );
        }
    }

    fn parameter(&self, name: &LuaString) -> Option<&'static Parameter> {
        let name = name.to_str().ok()?;
        self.function.parameter(&name)
    }

    fn set(&mut self, parameter: &'static Parameter, value: &Given) {
        match read_value(parameter.kind, value) {
            Ok(None) => {}
            Ok(Some(value)) => self.arguments.set(parameter.name, value),
            Err(Misfit { message, hint }) => {
                let fault = ArgumentError::of(parameter.name, message);
                self.faults.push(match hint {
                    Some(hint) => fault.hint(hint),
                    None => fault,
                });
            }
        }
    }

    /// Somebody who knows the service's own API may use its names.
    fn unknown_name(&self, name: &str) -> ArgumentError {
        let of_the_service =
            self.function
                .parameters
                .iter()
                .find(|parameter| match parameter.location {
                    ParameterLocation::Query(wire)
                    | ParameterLocation::Body(wire)
                    | ParameterLocation::Path(wire) => wire == name,
                    ParameterLocation::Client => false,
                });
        let hint = match of_the_service {
            Some(parameter) => format!("here it is called `{}`", parameter.name),
            None => match nearest(name, self.names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => self.takes(),
            },
        };
        ArgumentError::of(
            name.to_owned(),
            format!("is not a parameter of {}", self.function.name),
        )
        .hint(hint)
    }

    fn nameless(&self, position: i64) -> ArgumentError {
        let name = usize::try_from(position - 1)
            .ok()
            .and_then(|index| self.names().nth(index));
        let hint = match name {
            Some(name) => format!("write `{name} = …`"),
            None => self.takes(),
        };
        ArgumentError::general(format!("value {position} of the table has no name")).hint(hint)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.function
            .parameters
            .iter()
            .map(|parameter| parameter.name)
    }

    fn takes(&self) -> String {
        let name = self.function.name;
        if self.function.parameters.is_empty() {
            format!("{name} takes no arguments")
        } else {
            format!("{name} takes {}", listed(self.names()))
        }
    }

    /// The arguments, or all faults: those found here, and the client's of the parameters that were
    /// read well.
    fn finish(mut self) -> Result<Arguments, Error> {
        if self.faults.is_empty() {
            return Ok(self.arguments);
        }
        if let Err(others) = validate(self.function, &mut self.arguments) {
            let known: Vec<_> = self
                .faults
                .iter()
                .filter_map(|fault| fault.parameter.clone())
                .collect();
            let of_others = |fault: &ArgumentError| {
                !fault
                    .parameter
                    .as_ref()
                    .is_some_and(|name| known.contains(name))
            };
            self.faults.extend(others.into_iter().filter(of_others));
        }
        let position = |name: &str| {
            self.function
                .parameters
                .iter()
                .position(|parameter| parameter.name == name)
        };
        self.faults.sort_by_key(|fault| {
            fault
                .parameter
                .as_deref()
                .and_then(position)
                .unwrap_or(usize::MAX)
        });
        let mut faults = ArgumentErrors::new();
        faults.extend(self.faults);
        Err(Error::invalid_arguments(self.function, faults))
    }
}

/// Why a value of Lua is no argument.
struct Misfit {
    message: Cow<'static, str>,
    hint: Option<&'static str>,
}

impl Misfit {
    fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// One argument; none where it is `nil`. What the client can judge is left to it.
fn read_value(kind: ParameterType, value: &Given) -> Result<Option<Value>, Misfit> {
    Ok(Some(match value {
        Given::Nil => return Ok(None),
        Given::Boolean(value) => Value::Boolean(*value),
        Given::Integer(value) => Value::Integer(*value),
        Given::Number(value) => Value::Integer(whole(kind, *value)?),
        Given::String(text) => Value::Text(utf8(text)?),
        Given::Table(list) => match kind {
            ParameterType::List { .. } => Value::List(elements(kind, list)?),
            _ => return Err(Misfit::new("is a table, and takes one value")),
        },
        other => {
            return Err(Misfit::new(format!(
                "is {}, which cannot be sent",
                kind_of(other)
            )));
        }
    }))
}

/// A number without a fraction is an integer, however it was computed.
fn whole(kind: ParameterType, number: f64) -> Result<i64, Misfit> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= LIMIT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole and within the bounds of exactness"
        )]
        Ok(number as i64)
    } else if kind == ParameterType::Integer {
        Err(
            Misfit::new(format!("is {number}, which is not a whole number"))
                .hint("round it with `math.floor`"),
        )
    } else {
        Err(Misfit::new(format!("is the number {number}")).hint("write it in quotes"))
    }
}

fn utf8(text: &LuaString) -> Result<String, Misfit> {
    match text.to_str() {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(Misfit::new("is not UTF-8").hint("write other bytes as `\\u{…}`")),
    }
}

/// The texts of a list.
fn elements(kind: ParameterType, list: &Table) -> Result<Vec<String>, Misfit> {
    let mut texts = Vec::with_capacity(list.raw_len());
    for (index, element) in list.sequence_values::<Given>().enumerate() {
        match element {
            Ok(Given::String(text)) => texts.push(utf8(&text)?),
            // As where one stands alone.
            Ok(Given::Integer(number)) => texts.push(number.to_string()),
            Ok(Given::Number(number)) => texts.push(whole(kind, number)?.to_string()),
            Ok(other) => {
                let message = format!(
                    "has {} as element {}, and takes texts",
                    kind_of(&other),
                    index + 1
                );
                return Err(Misfit::new(message).hint("put each one into quotes"));
            }
            Err(error) => return Err(Misfit::new(format!("cannot be read as a list: {error}"))),
        }
    }
    if texts.is_empty() && !list.is_empty() {
        return Err(Misfit::new("is a table of names, and takes a list")
            .hint("write `{\"one\", \"another\"}`"));
    }
    Ok(texts)
}
