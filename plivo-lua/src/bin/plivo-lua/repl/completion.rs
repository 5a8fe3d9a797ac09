//! What Tab completes: globals, functions, accounts, and the names of arguments.

use plivo_lua::{DEFAULT_ACCOUNT, PLIVO, Session};
use rustyline::Context;
use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;

use crate::service::Service;

/// Where the functions are.
const NAMESPACE: &str = "app.integrations.plivo.";
/// What every list has beside the call.
const EACH: &str = "each";

/// The names that there are.
pub(super) struct Names {
    globals: Vec<String>,
    accounts: Vec<String>,
}

impl Names {
    /// Those of a session with a service.
    pub(super) fn of(service: &Service, session: &Session) -> Self {
        let accounts = service
            .accounts()
            .iter()
            .map(|account| account.name.clone());
        let mut accounts: Vec<String> = accounts.chain([DEFAULT_ACCOUNT.to_owned()]).collect();
        accounts.sort();
        accounts.dedup();
        Self {
            globals: session.globals(),
            accounts,
        }
    }

    /// Where the word before the end of `before` begins, and what it may become.
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
            match parameters(&before[..word_begin]) {
                Some(parameters) => fitting(&mut parameters.map(|name| format!("{name} = "))),
                None => fitting(&mut self.globals.iter().cloned()),
            }
        } else {
            fitting(&mut self.behind(path).into_iter())
        };
        (word_begin, names)
    }

    /// What can stand behind a path that ends with a dot.
    fn behind(&self, path: &str) -> Vec<String> {
        let functions = || {
            PLIVO
                .functions
                .iter()
                .map(|one| one.function.name.to_owned())
        };
        if let Some(below) = path.strip_prefix(NAMESPACE) {
            let account = below.strip_suffix('.');
            return match account {
                None if below.is_empty() => {
                    functions().chain(self.accounts.iter().cloned()).collect()
                }
                Some(account) if self.accounts.iter().any(|known| known == account) => {
                    functions().collect()
                }
                Some(function) if functions().any(|known| known == function) => {
                    vec![EACH.to_owned()]
                }
                Some(_) | None => Vec::new(),
            };
        }
        // The parts of the path to the functions, one by one.
        let rest = NAMESPACE.strip_prefix(path);
        let next = rest.and_then(|rest| rest.split('.').next());
        next.map(str::to_owned).into_iter().collect()
    }
}

/// The names of the arguments of the call that `before` is in: `…list_messages{limit = 5, `.
fn parameters(before: &str) -> Option<impl Iterator<Item = &'static str>> {
    let open = before.rfind('{')?;
    if before[open..].contains('}') {
        return None;
    }
    // Behind a value's `=` stands no name of an argument.
    let last = before[open + 1..].rsplit(',').next().unwrap_or_default();
    if last.contains('=') {
        return None;
    }
    let path = before[..open].trim_end().trim_end_matches('(').trim_end();
    let path = path.strip_suffix(".each").unwrap_or(path);
    let name = path.rsplit('.').next().unwrap_or_default();
    let function = PLIVO
        .functions
        .iter()
        .find(|one| one.function.name == name || one.prefixed == name)?;
    Some(function.parameters.iter().map(|parameter| parameter.name))
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

    fn completed(before: &str) -> Vec<String> {
        let names = Names {
            globals: ["app", "assert", "lua_list_docs", "print"]
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
        assert_eq!(completed("app.integrations.p"), ["plivo"]);
        assert_eq!(completed("x = app.integrations.plivo.se"), ["send_sms"]);
        assert_eq!(completed("app.integrations.plivo.u"), ["us"]);
        assert_eq!(
            completed("app.integrations.plivo.us.get_"),
            ["get_call", "get_number"]
        );
        assert_eq!(completed("app.integrations.plivo.list_calls."), ["each"]);
        assert!(completed("somewhere.else.").is_empty());
    }

    #[test]
    fn arguments_are_completed_in_their_call() {
        assert_eq!(completed("app.integrations.plivo.send_sms{ds"), ["dst = "]);
        assert_eq!(
            completed("plivo.list_messages.each({limit = 5, message_st"),
            ["message_state = "]
        );
        assert_eq!(completed("plivo.plivo_get_call{"), ["call_id = "]);
        // A value is a name of another kind.
        assert_eq!(completed("plivo.send_sms{dst = ap"), ["app"]);
        assert_eq!(completed("plivo.send_sms{} ap"), ["app"]);
    }
}
