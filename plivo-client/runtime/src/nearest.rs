//! Suggestions for misspelt names.

/// The most bytes of a name with a suggestion; comparing takes time and memory in proportion.
const MAX_LENGTH: usize = 200;

/// Returns the candidate that `name` is probably a misspelling of.
///
/// ```
/// use plivo_runtime::nearest;
///
/// assert_eq!(nearest("delivred", ["sent", "delivered"]), Some("delivered"));
/// assert_eq!(nearest("banana", ["sent", "delivered"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > MAX_LENGTH {
        return None;
    }
    let name = name.to_lowercase();
    let distance = |candidate: &&str| strsim::damerau_levenshtein(&name, &candidate.to_lowercase());
    let best = candidates.into_iter().min_by_key(distance)?;
    // More than one edit in three letters is another word.
    (distance(&best) <= name.chars().count().div_ceil(3)).then_some(best)
}
