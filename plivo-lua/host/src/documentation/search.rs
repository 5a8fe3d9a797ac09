//! Search in the documentation.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::page::Page;

/// The maximum number of results.
const MAX_RESULTS: usize = 5;

/// The length of the shortest word that is searched for.
const MIN_LENGTH: usize = 3;

/// Returns the best matches, one per line, or a line that says that no page matches.
pub(super) fn search<'a>(pages: impl Iterator<Item = Page<'a>>, words: &str) -> String {
    let words = words.to_lowercase();
    let words: Vec<_> = words
        .split(|mark: char| !mark.is_alphanumeric())
        .filter(|word| word.len() >= MIN_LENGTH)
        .map(stem)
        .collect();
    let mut found: Vec<_> = pages
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
        .take(MAX_RESULTS)
    {
        let _ = writeln!(text, "- {}: {}", page.name(), page.brief());
    }
    if text.is_empty() {
        text.push_str("no page matches; `lua_list_docs()` lists all pages\n");
    }
    text
}

/// Removes a plural `s`.
fn stem(word: &str) -> &str {
    word.strip_suffix('s')
        .filter(|singular| singular.len() >= MIN_LENGTH)
        .unwrap_or(word)
}

/// Returns whether a text contains a word, or a longer one that begins with it.
fn has(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    text.split(|mark: char| !mark.is_alphanumeric())
        .any(|other| {
            let other = stem(other);
            other == word || (word.len() > MIN_LENGTH && other.starts_with(word))
        })
}

/// Returns how well a page matches a word: a match in its name counts most.
fn score(page: Page<'_>, word: &str) -> u32 {
    let has = |text: &str| has(text, word);
    match page {
        Page::Index => 0,
        Page::Errors | Page::Helpers => {
            8 * u32::from(has(&page.name())) + 2 * u32::from(has(page.brief()))
        }
        Page::Service(service) => {
            let integration = service.integration;
            let described = has(integration.brief) || has(integration.description);
            8 * u32::from(has(integration.slug)) + u32::from(described)
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
