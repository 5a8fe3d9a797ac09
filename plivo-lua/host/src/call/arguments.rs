//! The arguments of a call, from Lua or JSON, or everything that is wrong with them.

use mlua::{MultiValue, Table};
use plivo_runtime::{
    ArgumentError, Arguments, Error, Operation, Parameter, ParameterType, Value as Argument,
    validate, validate_argument,
};
use serde_json::{Map, Value};

use super::argument_value::{ArgumentBudget, ArgumentValue, ConversionError};
use super::unknown_keys::{MAX_UNKNOWN, UnknownKey, UnknownKeys, other_name};
use super::value_hints::{
    is_joined, is_page_address, json_text, not_a_datetime, one_value, seconds,
};
use crate::integration::Binding;
use crate::lua::{ArrayMetatable, cut_name, kind, listed, start_of_name};

/// Reads what a script passes: one table of names and values, values in documented order, or nothing.
///
/// # Errors
///
/// Reports everything that is wrong, in documented order, whether Lua or the client knows it.
pub(super) fn from_lua(
    binding: &'static Binding,
    hints: Hints,
    arrays: &ArrayMetatable,
    args: &MultiValue,
) -> Result<Arguments, Error> {
    Reader::of_lua(binding, hints, arrays, args).finish()
}

/// Reads a JSON object of names and values.
///
/// # Errors
///
/// As for [`from_lua`].
pub(crate) fn from_json(
    binding: &'static Binding,
    hints: Hints,
    args: &Map<String, Value>,
) -> Result<Arguments, Error> {
    Reader::of_json(binding, hints, args).finish()
}

/// Returns whether a table is the first parameter's list, and not a table of names.
fn takes_list_first(operation: &Operation, table: &Table) -> bool {
    let first = operation.parameters.first().map(|parameter| parameter.kind);
    matches!(first, Some(ParameterType::List { .. })) && table.raw_len() > 0
}

/// What errors suggest, in the form in which the caller writes a call.
#[derive(Default)]
pub(crate) struct Hints {
    /// The namespace of the integration, where an account is a part of it.
    pub(super) namespace: Option<&'static str>,
    /// The account of the call, unless it is the default account.
    pub(super) account: Option<String>,
    /// What follows the name of the function in a call: `.each`.
    pub(super) member: &'static str,
    /// The parameter that limits a list, and how to read more than its maximum, if not with `each`.
    pub(super) more: Option<(&'static str, Option<String>)>,
}

/// Arguments that are being read, and what is wrong so far.
pub(super) struct Reader {
    pub(super) binding: &'static Binding,
    pub(super) operation: &'static Operation,
    pub(super) hints: Hints,
    /// The parameters that have a value, valid or not.
    pub(super) given: Vec<&'static str>,
    pub(super) arguments: Arguments,
    pub(super) errors: Vec<ArgumentError>,
    /// The errors whose hint is how to read more of the list, with the other arguments.
    beyond: Vec<ArgumentError>,
    /// Whether the arguments are wrong as a whole: what is missing is not known.
    pub(super) unread: bool,
    budget: ArgumentBudget,
}

impl Reader {
    fn new(binding: &'static Binding, hints: Hints) -> Self {
        Self {
            binding,
            operation: binding.function,
            hints,
            given: Vec::new(),
            arguments: Arguments::new(),
            errors: Vec::new(),
            beyond: Vec::new(),
            unread: false,
            budget: ArgumentBudget::new(),
        }
    }

    pub(super) fn of_lua(
        binding: &'static Binding,
        hints: Hints,
        arrays: &ArrayMetatable,
        args: &MultiValue,
    ) -> Self {
        let mut reader = Self::new(binding, hints);
        match args.front() {
            Some(mlua::Value::Table(table)) if !takes_list_first(binding.function, table) => {
                reader.table(table, arrays);
                if args.iter().skip(1).any(|value| !value.is_nil()) {
                    reader.errors.push(
                        ArgumentError::general("there are arguments after the table of names")
                            .hint("put every argument into the table, or pass them all in order"),
                    );
                }
            }
            Some(mlua::Value::Function(_)) => {
                let error = reader.takes_no_function();
                reader.unread(error);
            }
            _ => match reader.json_text(args) {
                Some(error) => reader.unread(error),
                None => reader.positional(args, arrays),
            },
        }
        reader.hint_more();
        reader
    }

    pub(super) fn of_json(
        binding: &'static Binding,
        hints: Hints,
        args: &Map<String, Value>,
    ) -> Self {
        let mut reader = Self::new(binding, hints);
        let mut unknown = UnknownKeys::default();
        for (name, value) in args {
            if let Some(parameter) = binding.function.parameter(name) {
                let value = ArgumentValue::of_json(parameter, value, &mut reader.budget);
                reader.set(parameter, value);
            } else {
                let name = cut_name(name).into_owned();
                let mut short = ArgumentBudget::short();
                let budget = reader.budget_of(&name, &mut short);
                let value = ArgumentValue::of_any_json(value, budget);
                unknown.add(UnknownKey::Name(name), value);
            }
        }
        reader.unknown(unknown);
        reader.hint_more();
        reader
    }

    /// Returns the budget of an unknown name's value: only of another name of a parameter, more than a short value is
    /// looked at.
    fn budget_of<'b>(
        &'b mut self,
        name: &str,
        short: &'b mut ArgumentBudget,
    ) -> &'b mut ArgumentBudget {
        match other_name(self.binding, name) {
            Some(_) => &mut self.budget,
            None => short,
        }
    }

    fn table(&mut self, table: &Table, arrays: &ArrayMetatable) {
        let mut unknown = UnknownKeys::default();
        // The closure does not fail, and any table can be iterated over.
        let _ = table.for_each(|key: mlua::Value, value: mlua::Value| {
            match &key {
                mlua::Value::String(name) => {
                    let name = start_of_name(name);
                    if let Some(parameter) = self.operation.parameter(&name) {
                        let budget = &mut self.budget;
                        let value = ArgumentValue::of_lua(parameter, &value, arrays, budget);
                        self.set(parameter, value);
                    } else {
                        let mut short = ArgumentBudget::short();
                        let budget = self.budget_of(&name, &mut short);
                        let value = ArgumentValue::of(&value, budget);
                        unknown.add(UnknownKey::Name(name), value);
                    }
                }
                mlua::Value::Integer(position) => {
                    unknown.add(UnknownKey::Position(*position), ArgumentValue::Nil);
                }
                other => unknown.add(UnknownKey::Other(kind(other)), ArgumentValue::Nil),
            }
            Ok(())
        });
        self.unknown(unknown);
    }

    /// Returns the position of a parameter in documented order.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let mut parameters = self.operation.parameters.iter();
        parameters.position(|parameter| parameter.name == name)
    }

    /// Returns a call with the given parameters under their right names.
    pub(super) fn call(&self) -> String {
        let call = self.binding.call_with(&self.given);
        call.replacen('{', &format!("{}{{", self.hints.member), 1)
    }

    fn positional(&mut self, args: &MultiValue, arrays: &ArrayMetatable) {
        let mut parameters = self.operation.parameters.iter();
        let mut extra = 0_usize;
        for (index, value) in args.iter().enumerate() {
            match parameters.next() {
                Some(parameter) => {
                    let budget = &mut self.budget;
                    let value = ArgumentValue::of_lua(parameter, value, arrays, budget);
                    self.set(parameter, value);
                }
                None if value.is_nil() => {}
                None => {
                    extra += 1;
                    if extra <= MAX_UNKNOWN {
                        let message = format!("argument {} is one too many", index + 1);
                        let error = ArgumentError::general(message).hint(self.takes());
                        self.errors.push(error);
                    }
                }
            }
        }
        let others = extra.saturating_sub(MAX_UNKNOWN);
        if others > 0 {
            let error = format!("and {others} more arguments are too many");
            self.errors.push(ArgumentError::general(error));
        }
    }

    pub(super) fn set(&mut self, parameter: &'static Parameter, value: ArgumentValue) {
        if !matches!(value, ArgumentValue::Nil) {
            self.given.push(parameter.name);
        }
        let is_list = matches!(
            value,
            ArgumentValue::Table {
                is_empty: false,
                ..
            }
        );
        if self.hints.namespace.is_some()
            && let Some(error) = seconds(parameter, &value)
        {
            return self.errors.push(error);
        }
        match value.convert(parameter.kind) {
            Ok(None) => {}
            Ok(Some(value)) => self.set_converted(parameter, value),
            Err(ConversionError {
                message,
                hint,
                inside,
            }) => {
                let name = format!("{}{inside}", parameter.name);
                let error = ArgumentError::of(name, message);
                let one = || one_value(self.binding, parameter).filter(|_| is_list);
                self.errors.push(match hint.or_else(one) {
                    Some(hint) => error.hint(hint),
                    None => error,
                });
            }
        }
    }

    /// Sets a value, which the client validates, or reports it where the caller needs another hint than the client's.
    fn set_converted(&mut self, parameter: &'static Parameter, value: Argument) {
        let named = |mut error: ArgumentError| {
            error.parameter = Some(parameter.name.into());
            error
        };
        let is_script = self.hints.namespace.is_some();
        let limit = self.hints.more.as_ref().map(|(limit, _)| *limit);
        let is_beyond = limit == Some(parameter.name) && parameter.is_below(&value);
        let is_address =
            is_script && self.binding.pages.is_some() && is_page_address(parameter, &value);
        if is_beyond || is_address {
            if let Err(mut error) = validate_argument(parameter, &value) {
                if is_address {
                    error.message = "is an address, expected an integer".into();
                }
                self.beyond.push(named(error));
                return;
            }
        } else if is_script && let Some(error) = not_a_datetime(parameter, &value) {
            self.errors.push(named(error));
            return;
        } else if is_joined(parameter, &value)
            && let Some(hint) = one_value(self.binding, parameter)
            && let Err(error) = validate_argument(parameter, &value)
        {
            self.errors.push(named(error.hint(hint)));
            return;
        }
        self.arguments.set(parameter.name, value);
    }

    /// Reports what is wrong with the arguments as a whole, none of which is read.
    fn unread(&mut self, error: ArgumentError) {
        self.errors.push(error);
        self.unread = true;
    }

    /// Adds how to read more of the list to the errors of what asks for more than one call returns.
    fn hint_more(&mut self) {
        let beyond = std::mem::take(&mut self.beyond);
        let is_beyond = |name: &&str| {
            beyond
                .iter()
                .any(|one| one.parameter.as_deref() == Some(*name))
        };
        let others = self.given.iter().copied();
        let others: Vec<_> = others.filter(|name| !is_beyond(name)).collect();
        for error in beyond {
            let hint = match &self.hints.more {
                Some((_, Some(hint))) => hint.clone(),
                _ => self
                    .binding
                    .whole_list(&self.path(), &others, &self.arguments),
            };
            self.errors.push(error.hint(hint));
        }
    }

    /// Returns the error of a single argument that is the JSON text of all.
    fn json_text(&self, args: &MultiValue) -> Option<ArgumentError> {
        let Some(mlua::Value::String(text)) = args.front().filter(|_| args.len() == 1) else {
            return None;
        };
        let bytes = text.as_bytes();
        let text = std::str::from_utf8(&bytes).ok()?;
        ArgumentBudget::new()
            .take(text.len())
            .then(|| json_text(self.binding, self.hints.member, text))
            .flatten()
    }

    /// Returns the function with its namespace, where it is called from a script.
    pub(super) fn path(&self) -> String {
        let name = self.operation.name;
        match (self.hints.namespace, &self.hints.account) {
            (Some(slug), Some(account)) => format!("app.integrations.{slug}.{account}.{name}"),
            (Some(slug), None) => format!("app.integrations.{slug}.{name}"),
            (None, _) => name.to_owned(),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.operation
            .parameters
            .iter()
            .map(|parameter| parameter.name)
    }

    pub(super) fn takes(&self) -> String {
        let name = self.operation.name;
        if self.operation.parameters.is_empty() {
            format!("{name} takes no arguments")
        } else {
            format!("{name} takes {}", listed(self.names()))
        }
    }

    /// Returns the arguments, or all errors: those found here, and the client's for the other parameters.
    pub(super) fn finish(mut self) -> Result<Arguments, Error> {
        if self.errors.is_empty() {
            return Ok(self.arguments);
        }
        if !self.unread
            && let Err(others) = validate(self.operation, &mut self.arguments)
        {
            let known: Vec<_> = self
                .errors
                .iter()
                .filter_map(|error| error.parameter.as_deref())
                .map(|name| head(name).to_owned())
                .collect();
            let of_others = |error: &ArgumentError| {
                !error
                    .parameter
                    .as_ref()
                    .is_some_and(|name| known.iter().any(|known| known == head(name)))
            };
            self.errors.extend(others.into_iter().filter(of_others));
        }
        let mut all = std::mem::take(&mut self.errors);
        all.sort_by_key(|error| {
            let name = error.parameter.as_deref();
            name.and_then(|name| self.position(name))
                .unwrap_or(usize::MAX)
        });
        Err(Error::invalid_arguments(self.operation, all))
    }
}

/// Returns the parameter of a way to a value, such as `recipients[2].name`.
fn head(way: &str) -> &str {
    way.split(['.', '[']).next().unwrap_or(way)
}
