//! The pages that have to do with some words.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::{Documentation, Page, host_pages};

/// How many pages an answer lists.
const MOST: usize = 5;

/// The shortest word that says what somebody looks for.
const SHORTEST: usize = 3;

/// The closest pages, one a line, or a line that says that there are none.
pub(super) fn search(documentation: &Documentation, words: &str) -> String {
    let words = words.to_lowercase();
    let words: Vec<_> = words
        .split(|mark: char| !mark.is_alphanumeric())
        .filter(|word| word.len() >= SHORTEST)
        .map(stem)
        .collect();
    let mut found: Vec<_> = documentation
        .all()
        .filter_map(|page| {
            let score = words.iter().map(|word| score(page, word)).sum::<u32>();
            (score > 0).then_some((score, page))
        })
        .collect();
    found.sort_by_key(|(score, _)| Reverse(*score));
    let best = found.first().map_or(0, |(score, _)| *score);
    let mut text = String::new();
    for (_, page) in found
        .into_iter()
        .take_while(|(score, _)| *score * 3 >= best)
        .take(MOST)
    {
        let brief = match page {
            Page::Index => continue,
            Page::Service(service) => service.integration.brief,
            Page::Function(_, binding) => binding.brief,
            Page::Errors => host_pages::ERRORS_BRIEF,
            Page::Helpers => host_pages::HELPERS_BRIEF,
        };
        let _ = writeln!(text, "- {}: {brief}", page.name());
    }
    if text.is_empty() {
        text.push_str("no page has to do with that; `lua_list_docs()` lists all of them\n");
    }
    text
}

/// What a word and its plural share.
fn stem(word: &str) -> &str {
    word.strip_suffix('s')
        .filter(|singular| singular.len() >= SHORTEST)
        .unwrap_or(word)
}

/// Whether a text has the word, or a longer one that begins with it.
fn has(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    text.split(|mark: char| !mark.is_alphanumeric())
        .any(|other| {
            let other = stem(other);
            other == word || (word.len() > SHORTEST && other.starts_with(word))
        })
}

/// How much a page has to do with a word: most by its name, least by what it says in passing.
fn score(page: Page<'_>, word: &str) -> u32 {
    let has = |text: &str| has(text, word);
    match page {
        Page::Index => 0,
        Page::Errors => 8 * u32::from(has("errors")) + 2 * u32::from(has(host_pages::ERRORS_BRIEF)),
        Page::Helpers => {
            8 * u32::from(has("helpers")) + 2 * u32::from(has(host_pages::HELPERS_BRIEF))
        }
        Page::Service(service) => {
            let integration = service.integration;
            let said = has(integration.brief) || has(integration.description);
            8 * u32::from(has(integration.slug)) + u32::from(said)
        }
        Page::Function(_, binding) => {
            let mut parameters = binding.parameters.iter();
            let parameter = parameters.any(|known| has(known.name) || has(known.brief));
            let record = binding.returns.record();
            let field = has(record.name) || record.fields.iter().any(|field| has(field.name));
            8 * u32::from(has(binding.function.name))
                + 4 * u32::from(has(binding.title) || has(binding.brief))
                + 2 * u32::from(has(binding.description))
                + u32::from(parameter)
                + u32::from(field)
        }
    }
}
