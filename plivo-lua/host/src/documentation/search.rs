//! Search in the documentation.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::short::shortened;

/// The maximum number of results.
const MAX_RESULTS: usize = 5;

/// The maximum number of words that are searched for.
const MAX_WORDS: usize = 16;

/// The maximum length of a line that matched, in characters.
const MAX_LINE: usize = 160;

/// The length of the shortest word that is searched for, except numbers.
const MIN_LENGTH: usize = 3;

/// A page to search.
pub(super) struct Searched<'a> {
    pub(super) name: String,
    pub(super) brief: &'a str,
    pub(super) text: String,
}

/// Returns the best matches, each with the line that matched, or nothing.
pub(super) fn search<'a>(pages: impl Iterator<Item = Searched<'a>>, words: &str) -> String {
    let words: Vec<_> = self::words(words).take(MAX_WORDS).collect();
    let mut found: Vec<_> = pages
        .filter_map(|page| {
            let found = Found::new(page, &words);
            (found.score > 0).then_some(found)
        })
        .collect();
    found.sort_by_key(|found| Reverse(found.score));
    let best = found.first().map_or(0, |found| found.score);
    let mut text = String::new();
    for found in found
        .iter()
        .take_while(|found| found.score * 3 >= best)
        .take(MAX_RESULTS)
    {
        let _ = writeln!(text, "- {}: {}", found.page.name, found.page.brief);
        if let Some(line) = &found.line {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

/// A page that may match.
struct Found<'a> {
    page: Searched<'a>,
    score: u32,
    /// The line that matched best, where the page's name and brief do not show it.
    line: Option<String>,
}

impl<'a> Found<'a> {
    fn new(page: Searched<'a>, wanted: &[String]) -> Self {
        let last = page.name.rsplit('.').next().unwrap_or_default();
        let about = wanted.iter().map(|word| {
            let named = 8 * u32::from(has(last, word));
            named + 4 * u32::from(has(page.brief, word))
        });
        let about: Vec<u32> = about.collect();
        let mut best: Vec<u32> = vec![0; wanted.len()];
        let (mut line, mut most) = (None, 0);
        for text in page.text.lines() {
            let tokens: Vec<_> = self::words(text).collect();
            let scores = wanted.iter().map(|word| score(text, &tokens, word));
            let scores: Vec<u32> = scores.collect();
            for (best, score) in best.iter_mut().zip(&scores) {
                *best = (*best).max(*score);
            }
            // Several words in one line are worth more than in different ones.
            let unseen = scores.iter().zip(&about).filter(|(_, about)| **about == 0);
            let sum = scores.iter().sum::<u32>()
                * u32::from(unseen.map(|(score, _)| score).sum::<u32>() > 0);
            if sum > most {
                (line, most) = (Some(text), sum);
            }
        }
        let line = line.map(|line| shortened(line.trim_start_matches(['-', '|', ' ']), MAX_LINE));
        let score = about.iter().chain(&best).sum::<u32>() + most;
        Self { page, score, line }
    }
}

/// Returns how well a line matches a word. The name of an entry counts most, then a value or another name.
fn score(line: &str, tokens: &[String], word: &str) -> u32 {
    if !tokens.iter().any(|token| matches(token, word)) {
        return 0;
    }
    let in_code = |nth: usize| {
        let mut code = line.split('`').skip(1).step_by(2);
        match nth {
            0 => code.next().is_some_and(|code| has(code, word)),
            _ => code.any(|code| has(code, word)),
        }
    };
    let is_entry = line.starts_with(['-', '|']);
    if (is_entry && in_code(0)) || line.starts_with('#') {
        4
    } else if in_code(1) {
        3
    } else {
        1
    }
}

/// Returns the words of a text in lower case and in the singular.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|mark: char| !mark.is_alphanumeric());
    words
        .filter(|word| word.len() >= MIN_LENGTH || word.parse::<u32>().is_ok())
        .map(|word| singular(&word.to_lowercase()))
}

/// Returns the singular of a word: `retry` of `retries`, `message` of `messages`.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let singular = word
        .strip_suffix('s')
        .filter(|one| one.len() >= MIN_LENGTH && !one.ends_with(['s', 'u', 'i']));
    singular.unwrap_or(word).to_owned()
}

/// Returns whether a text contains a word, or a longer one that begins with it.
fn has(text: &str, word: &str) -> bool {
    words(text).any(|token| matches(&token, word))
}

fn matches(token: &str, word: &str) -> bool {
    token == word || (word.len() > MIN_LENGTH && token.starts_with(word))
}
