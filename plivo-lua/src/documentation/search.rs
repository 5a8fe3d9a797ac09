//! The pages that have to do with some words.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::{Documentation, Page};

/// How many pages an answer lists.
const MOST: usize = 5;

/// The closest pages, one a line, or a line that says that there are none.
pub(super) fn search(documentation: &Documentation, words: &str) -> String {
    let words = words.to_lowercase();
    let words: Vec<_> = words
        .split(|mark: char| !mark.is_alphanumeric())
        .map(stem)
        .filter(|word| !word.is_empty())
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
        .filter(|singular| singular.len() > 2)
        .unwrap_or(word)
}

/// How much a page has to do with a word: most by its name, least by what it says in passing.
fn score(page: Page<'_>, word: &str) -> u32 {
    let has = |text: &str| text.to_lowercase().contains(word);
    match page {
        Page::Index => 0,
        Page::Service(service) => {
            let integration = service.integration;
            8 * u32::from(has(integration.slug))
                + u32::from(has(integration.brief) || has(integration.description))
        }
        Page::Function(_, binding) => {
            let parameter = binding
                .parameters
                .iter()
                .any(|parameter| has(parameter.name) || has(parameter.brief));
            let record = binding.returns.record();
            let field = record.fields.iter().any(|field| has(field.name)) || has(record.name);
            8 * u32::from(has(binding.function.name))
                + 4 * u32::from(has(binding.title) || has(binding.brief))
                + 2 * u32::from(has(binding.description))
                + u32::from(parameter)
                + u32::from(field)
        }
    }
}
