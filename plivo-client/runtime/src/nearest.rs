//! The name that was probably meant.

/// The candidate nearest to `name`, where one is near enough to be a misspelling of it.
///
/// ```
/// use plivo_runtime::nearest;
///
/// assert_eq!(nearest("delivred", ["sent", "delivered"]), Some("delivered"));
/// assert_eq!(nearest("banana", ["sent", "delivered"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let distance = |candidate: &&str| strsim::damerau_levenshtein(&name, &candidate.to_lowercase());
    let best = candidates.into_iter().min_by_key(distance)?;
    // One slip in three letters is a misspelling; more is another word.
    (distance(&best) <= name.chars().count().div_ceil(3)).then_some(best)
}
