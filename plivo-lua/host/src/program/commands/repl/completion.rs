//! What Tab completes: globals, functions, accounts, and the names of arguments.

use rustyline::Context;
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;

use crate::host::DEFAULT_ACCOUNT;
use crate::integration::Integration;
use crate::interpreter::Session;
use crate::program::backend::Backend;

/// What every list has beside the call.
const EACH: &str = "each";

/// The names that can be completed.
pub(super) struct Names {
    integration: &'static Integration,
    globals: Vec<String>,
    accounts: Vec<String>,
}

impl Names {
    /// Returns the names of a session.
    pub(super) fn new(
        integration: &'static Integration,
        backend: &Backend,
        session: &Session,
    ) -> Self {
        let names = backend.accounts.iter().map(|account| account.name.clone());
        let mut accounts: Vec<String> = names.chain([DEFAULT_ACCOUNT.to_owned()]).collect();
        accounts.sort();
        accounts.dedup();
        // Any other text can be a key of `_G`, and would act on the terminal.
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut globals = session.globals();
        globals.retain(|name| name.chars().all(is_name));
        Self {
            integration,
            globals,
            accounts,
        }
    }

    /// Returns where the word at the end of `before` starts, and what it may become.
    fn completed(&self, before: &str) -> (usize, Vec<String>) {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let begin = |text: &str, is_part: &dyn Fn(char) -> bool| {
            let tail = text.chars().rev().take_while(|letter| is_part(*letter));
            text.len() - tail.map(char::len_utf8).sum::<usize>()
        };
        let path_begin = begin(before, &|letter| is_name(letter) || letter == '.');
        let word_begin = begin(before, &is_name);
        let (path, word) = (&before[path_begin..word_begin], &before[word_begin..]);
        let fitting = |names: &mut dyn Iterator<Item = String>| {
            let mut names: Vec<String> = names.filter(|name| name.starts_with(word)).collect();
            names.sort();
            names
        };
        let names = if path.is_empty() {
            match self.parameters(&before[..word_begin]) {
                Some(parameters) => fitting(&mut parameters.map(|name| format!("{name} = "))),
                None => fitting(&mut self.globals.iter().cloned()),
            }
        } else {
            fitting(&mut self.behind(path).into_iter())
        };
        (word_begin, names)
    }

    fn functions(&self) -> impl Iterator<Item = &'static str> {
        let functions = self.integration.functions.iter();
        functions.map(|known| known.function.name)
    }

    /// Returns what can follow a path that ends with a dot.
    fn behind(&self, path: &str) -> Vec<String> {
        let slug = self.integration.slug;
        let namespace = format!("app.integrations.{slug}.");
        // As every example has it, once the session has such a variable.
        let variable = self.globals.iter().any(|name| name == slug);
        let of_variable = path.strip_prefix(slug).filter(|_| variable);
        let of_variable = of_variable.and_then(|rest| rest.strip_prefix('.'));
        let Some(below) = path.strip_prefix(&namespace).or(of_variable) else {
            // The parts of the path to the functions, one by one.
            let rest = namespace.strip_prefix(path);
            let next = rest.and_then(|rest| rest.split('.').next());
            return next.map(str::to_owned).into_iter().collect();
        };
        let functions = self.functions().map(str::to_owned);
        match below.strip_suffix('.') {
            None if below.is_empty() => functions.chain(self.accounts.iter().cloned()).collect(),
            Some(account) if self.accounts.iter().any(|known| known == account) => {
                functions.collect()
            }
            Some(function) if self.functions().any(|known| known == function) => {
                vec![EACH.to_owned()]
            }
            _ => Vec::new(),
        }
    }

    /// Returns the names of the arguments of the call that `before` is in: `…list_messages{limit = 5, `.
    fn parameters(&self, before: &str) -> Option<impl Iterator<Item = &'static str>> {
        let open = before.rfind('{')?;
        if before[open..].contains('}') {
            return None;
        }
        // After `=` comes a value.
        let last = before[open + 1..].rsplit(',').next().unwrap_or_default();
        if last.contains('=') {
            return None;
        }
        let path = before[..open].trim_end().trim_end_matches('(').trim_end();
        let path = path.strip_suffix(".each").unwrap_or(path);
        let name = path.rsplit('.').next().unwrap_or_default();
        let mut functions = self.integration.functions.iter();
        let function =
            functions.find(|known| known.function.name == name || known.tool_name == name)?;
        Some(function.parameters.iter().map(|parameter| parameter.name))
    }
}

impl Completer for Names {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.completed(line.get(..position).unwrap_or(line)))
    }
}

impl Hinter for Names {
    type Hint = String;
}

impl Highlighter for Names {}
impl Validator for Names {}
impl rustyline::Helper for Names {}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::lighthouse::lua::BEACON;

    fn completed(before: &str) -> Vec<String> {
        let names = Names {
            integration: &BEACON,
            globals: ["app", "assert", "beacon", "lua_list_docs", "print"]
                .map(str::to_owned)
                .into(),
            accounts: ["default", "us"].map(str::to_owned).into(),
        };
        names.completed(before).1
    }

    #[test]
    fn names_are_completed_where_they_can_stand() {
        assert_eq!(completed("print(a"), ["app", "assert"]);
        assert_eq!(completed("app."), ["integrations"]);
        assert_eq!(completed("app.integrations.b"), ["beacon"]);
        assert_eq!(completed("x = app.integrations.beacon.sw"), ["switch_lamp"]);
        assert_eq!(completed("app.integrations.beacon.u"), ["us"]);
        assert_eq!(
            completed("app.integrations.beacon.us.list_"),
            ["list_lighthouses"]
        );
        assert_eq!(
            completed("app.integrations.beacon.list_lighthouses."),
            ["each"]
        );
        assert_eq!(completed("beacon.us.sw"), ["switch_lamp"]);
        assert!(completed("beacons.").is_empty());
        assert!(completed("somewhere.else.").is_empty());
    }

    #[test]
    fn arguments_are_completed_in_their_call() {
        assert_eq!(
            completed("app.integrations.beacon.switch_lamp{co"),
            ["code = "]
        );
        assert_eq!(
            completed("beacon.list_lighthouses.each({region = 'north', lim"),
            ["limit = "]
        );
        assert_eq!(completed("beacon.beacon_switch_lamp{la"), ["lamp = "]);
        // A value is a name of another kind.
        assert_eq!(completed("beacon.switch_lamp{code = ap"), ["app"]);
        assert_eq!(completed("beacon.switch_lamp{} ap"), ["app"]);
    }
}
