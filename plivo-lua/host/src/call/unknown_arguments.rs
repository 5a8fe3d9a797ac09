//! What is said of arguments that are no parameters: unknown names, positions and other keys.

use plivo_runtime::ArgumentError;

use super::argument_value::ArgumentValue;
use super::arguments::Reader;
use super::unknown_keys::{Misnamed, UnknownKey, UnknownKeys, meant, misnamed_error};

/// The longest account that an error repeats.
const MAX_NAME: usize = 60;

impl Reader {
    /// Reports unknown keys, the first few one by one, except that several misnamed parameters are one error.
    pub(super) fn unknown(&mut self, unknown: UnknownKeys) {
        let others = unknown.count.saturating_sub(unknown.first.len());
        let mut errors = Vec::new();
        let mut misnamed = Vec::new();
        for (key, value) in unknown.first {
            errors.push(match key {
                UnknownKey::Name(name) => match meant(self.binding, &name, &value) {
                    Some(meant) => {
                        misnamed.push((name, meant, value));
                        continue;
                    }
                    None => self.unknown_name(&name, &value),
                },
                UnknownKey::Position(position) => self.without_name(position),
                UnknownKey::Other(kind) => {
                    ArgumentError::general(format!("{kind} is not the name of a parameter"))
                }
            });
        }
        self.misnamed(misnamed, &mut errors);
        errors.sort_by_cached_key(ToString::to_string);
        self.errors.extend(errors);
        if others > 0 {
            let error = ArgumentError::general(format!("and {others} more unknown parameters"));
            self.errors
                .push(error.hint("pass the values that are needed, not a whole record"));
        }
    }

    /// Reports names that stand for parameters, and reads their values as those of the parameters.
    fn misnamed(&mut self, mut misnamed: Vec<Misnamed>, errors: &mut Vec<ArgumentError>) {
        misnamed.sort_by_key(|(_, meant, _)| self.position(meant.parameter.name));
        let mut names = Vec::new();
        for (name, meant, value) in misnamed {
            if !self.given.contains(&meant.parameter.name) {
                self.set(meant.parameter, value);
            }
            names.push((name, meant));
        }
        let call = self.hints.namespace.map(|_| self.call());
        errors.extend(misnamed_error(self.operation.name, &names, call));
    }

    /// Reports a name that stands for no parameter.
    fn unknown_name(&self, name: &str, value: &ArgumentValue) -> ArgumentError {
        let hint = match name {
            "account" => self.account(value),
            _ => self.takes(),
        };
        let message = format!("is not a parameter of {}", self.operation.name);
        ArgumentError::of(name.to_owned(), message).hint(hint)
    }

    /// Returns where a call chooses its account.
    fn account(&self, value: &ArgumentValue) -> String {
        let account = match value {
            ArgumentValue::Text(name) if is_name(name) => name,
            _ => "ACCOUNT",
        };
        match self.hints.namespace {
            Some(slug) => format!(
                "write the account before the function: `app.integrations.{slug}.{account}.{}{{…}}`",
                self.operation.name
            ),
            None => "choose the account outside the arguments".to_owned(),
        }
    }

    /// Returns the error of a function in place of the arguments.
    pub(super) fn takes_no_function(&self) -> ArgumentError {
        let error = ArgumentError::general("it takes no function");
        match self.binding.pages {
            Some(_) => error.hint(self.binding.whole_list(&self.path(), &[], &self.arguments)),
            None => error.hint("use what it returns"),
        }
    }

    fn without_name(&self, position: i64) -> ArgumentError {
        let index = usize::try_from(position)
            .ok()
            .and_then(|position| position.checked_sub(1));
        let name = index.and_then(|index| self.names().nth(index));
        let hint = match name {
            Some(name) => format!("write `{name} = …`"),
            None => self.takes(),
        };
        ArgumentError::general(format!("value {position} of the table has no name")).hint(hint)
    }
}

/// Returns whether a text can follow a dot in Lua.
fn is_name(text: &str) -> bool {
    text.len() <= MAX_NAME
        && text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
