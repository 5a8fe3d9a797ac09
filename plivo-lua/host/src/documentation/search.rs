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

/// How many words of a long line are shown from its beginning, and before the first match.
const BEGINNING: usize = 4;

/// The length of the shortest word that is searched for, except numbers.
const MIN_LENGTH: usize = 3;

/// How the line begins that names what a function never returns.
const NOT_RETURNED: &str = "No `";

/// A page to search.
pub(super) struct Searched<'a> {
    pub(super) name: String,
    pub(super) brief: &'a str,
    pub(super) text: String,
}

/// Returns the best matches, each with the line that matched, or nothing.
pub(super) fn search<'a>(pages: impl Iterator<Item = Searched<'a>>, words: &str) -> String {
    let mut words = tokens(words);
    words.truncate(MAX_WORDS);
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
        let (named, brief) = (tokens(last), tokens(page.brief));
        let about = wanted.iter().map(|word| {
            let only = u32::from(named.len() == 1);
            let named = weighed(&named, word, 8 + 2 * only);
            named.max(weighed(&brief, word, 4))
        });
        let about: Vec<u32> = about.collect();
        let mut best = about.clone();
        let (mut line, mut most, mut together) = (None, 0, 0);
        for text in page.text.lines() {
            let scores = scores(text, wanted);
            for (best, score) in best.iter_mut().zip(&scores) {
                *best = (*best).max(*score);
            }
            let sum = scores.iter().sum::<u32>();
            // Several words in one line are worth more than in different ones.
            if scores.iter().filter(|score| **score > 0).count() > 1 {
                together = together.max(sum);
            }
            let mut unseen = scores.iter().zip(&about);
            if sum > most && unseen.any(|(score, about)| *score > 0 && *about == 0) {
                (line, most) = (Some(text), sum);
            }
        }
        let line = line.map(|line| excerpt(line, wanted));
        let matched = best.iter().filter(|score| **score > 0).count();
        let score = (best.iter().sum::<u32>() + together) * u32::try_from(matched).unwrap_or(1);
        Self { page, score, line }
    }
}

/// Returns a line without its mark, and of a long one its beginning and what is around the first match.
fn excerpt(line: &str, wanted: &[String]) -> String {
    let line = line.trim_start_matches(['-', '|', '#', ' ']);
    if line.chars().count() <= MAX_LINE {
        return line.to_owned();
    }
    let is_match = |word: &&str| {
        let token = tokens(word);
        wanted.iter().any(|word| weighed(&token, word, 1) > 0)
    };
    let words = || line.split_inclusive(' ');
    let before = words().position(|word| is_match(&word)).unwrap_or_default();
    let start: String = words().take(BEGINNING).collect();
    let from = before.saturating_sub(BEGINNING);
    if from <= BEGINNING {
        return shortened(line, MAX_LINE);
    }
    let around: String = words().skip(from).collect();
    shortened(&format!("{start}… {around}"), MAX_LINE)
}

/// Returns how well a line matches each word. The only word counts most where the line says that it is never returned, since
/// nothing else says so; then the whole name of an entry, then a value or a part of a name.
fn scores(line: &str, wanted: &[String]) -> Vec<u32> {
    let all = tokens(line);
    let is_entry = line.starts_with(['-', '|']);
    let mut codes = codes(line).map(tokens);
    let name = codes.next().filter(|_| is_entry).unwrap_or_default();
    let name = Some(name)
        .filter(|name| name.len() == 1)
        .unwrap_or_default();
    let codes: Vec<_> = self::codes(line).flat_map(tokens).collect();
    let is_absence = wanted.len() == 1 && line.trim_start_matches("- ").starts_with(NOT_RETURNED);
    let absent = line.split(": ").next().filter(|_| is_absence);
    let absent: Vec<_> = absent
        .into_iter()
        .flat_map(self::codes)
        .flat_map(tokens)
        .collect();
    let heading = u32::from(line.starts_with('#'));
    let score = |word: &String| {
        weighed(&all, word, 1 + 3 * heading)
            .max(weighed(&codes, word, 3))
            .max(weighed(&absent, word, 5))
            .max(weighed(&name, word, 4))
    };
    wanted.iter().map(score).collect()
}

/// Returns what a line contains between backticks.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Returns the weight if the word is there, and less if only a longer one is that begins with it.
fn weighed(tokens: &[String], word: &str, weight: u32) -> u32 {
    if tokens.iter().any(|token| token == word) {
        weight
    } else if word.len() > MIN_LENGTH && tokens.iter().any(|token| token.starts_with(word)) {
        weight.saturating_sub(1).max(1)
    } else {
        0
    }
}

/// Returns the words of a text in lower case and in the singular.
fn tokens(text: &str) -> Vec<String> {
    let words = text.split(|mark: char| !mark.is_alphanumeric());
    words
        .filter(|word| word.len() >= MIN_LENGTH || word.parse::<u32>().is_ok())
        .map(|word| singular(&word.to_lowercase()))
        .collect()
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
