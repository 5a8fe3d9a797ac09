//! Names of functions that a service does not have, because it cannot do what they say.

use plivo_runtime::{Access, nearest};

use super::binding::{Binding, Integration};
use crate::lua::listed;

/// Verbs of functions that read, in other APIs.
const READING: [&str; 9] = [
    "all", "fetch", "find", "load", "query", "read", "retrieve", "search", "show",
];

/// The shortest verb that may be a misspelling: `set` is none of `get`.
const MIN_VERB: usize = 4;

impl Integration {
    /// Returns what to call in place of a name of another API, or which functions there are instead.
    pub(crate) fn instead_of(&self, name: &str) -> Option<String> {
        let mut functions = self.functions.iter();
        let meant = functions.find(|one| one.mistaken_for.contains(&name));
        let meant = meant.map(|meant| format!("use `{}` instead", meant.function.name));
        meant.or_else(|| self.no_such_action(name))
    }

    /// Returns the function that a name is probably a misspelling of.
    pub(crate) fn nearest(&self, name: &str) -> Option<&'static Binding> {
        let likely = || self.functions.iter().filter(|one| may_mean(name, one));
        let meant = nearest(name, likely().map(|one| one.function.name))?;
        likely().find(|one| one.function.name == meant)
    }

    /// Returns which functions there are instead of one that does what its name says, such as `buy_number`: its verb is neither
    /// that of a function nor a misspelling of it, and functions that read are about the same.
    pub(crate) fn no_such_action(&self, name: &str) -> Option<String> {
        let name = name
            .strip_prefix(&format!("{}_", self.slug))
            .unwrap_or(name);
        let words = words(name);
        let (verb, nouns) = words.split_first()?;
        let functions = || self.functions.iter();
        let verbs: Vec<_> = functions()
            .filter_map(|one| self::words(one.function.name).into_iter().next())
            .collect();
        let known = || verbs.iter().map(String::as_str).chain(READING);
        let is_known = known().any(|known| known == verb);
        if is_known || verb.len() >= MIN_VERB && nearest(verb, known()).is_some() {
            return None;
        }
        let is_related = |one: &&Binding| {
            let words = self::words(one.function.name);
            words
                .iter()
                .skip(1)
                .any(|word| nouns.iter().any(|noun| singular(noun) == singular(word)))
        };
        let related: Vec<_> = functions().filter(is_related).collect();
        if related.is_empty()
            || related
                .iter()
                .any(|one| one.function.access == Access::Write)
        {
            return None;
        }
        let reads = if related.len() == 1 { "reads" } else { "read" };
        let related = listed(related.iter().map(|one| one.function.name));
        Some(format!(
            "no function does that: {related} only {reads}{}",
            self.changes()
        ))
    }

    /// Returns which functions change anything, as a further part of a hint.
    pub(crate) fn changes(&self) -> String {
        let is_write = |one: &&Binding| one.function.access == Access::Write;
        let found: Vec<_> = self.functions.iter().filter(is_write).collect();
        match found.as_slice() {
            [] => "; they only read: none changes anything".to_owned(),
            [one] => format!("; only `{}` changes anything", one.function.name),
            // With several, most names say it.
            _ => String::new(),
        }
    }
}

/// Returns whether a name may be a misspelling of that of a function. If the function writes, its verb must be near too: nobody
/// who asks for `read_sms` wants to send one.
pub(crate) fn may_mean(name: &str, binding: &Binding) -> bool {
    let verbs = (words(name), words(binding.function.name));
    let (Some(asked), Some(own)) = (verbs.0.first(), verbs.1.first()) else {
        return false;
    };
    binding.function.access == Access::Read || nearest(asked, [own.as_str()]).is_some()
}

/// Returns the words of a name such as `list_calls` or `listCalls`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), letter != '_') {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn singular(noun: &str) -> &str {
    noun.strip_suffix('s').unwrap_or(noun)
}
