//! Suggestions for misspelt names.

/// The most bytes of a name with a suggestion; comparing takes time and memory in proportion.
const MAX_LENGTH: usize = 200;

/// Returns the candidate that `name` is probably a misspelling of.
///
/// ```
/// use plivo_runtime::nearest;
///
/// assert_eq!(nearest("delivred", ["sent", "delivered"]), Some("delivered"));
/// assert_eq!(nearest("account", ["subaccount"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > MAX_LENGTH {
        return None;
    }
    let name = name.to_lowercase();
    // An edit in three letters, and never more than three: beyond that, it is another word.
    let maximum = ((name.chars().count() + 1) / 3).min(3);
    let distance = |candidate: &str| strsim::damerau_levenshtein(&name, &candidate.to_lowercase());
    let near = candidates
        .into_iter()
        .map(|candidate| (distance(candidate), candidate));
    let (distance, best) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= maximum).then_some(best)
}

/// Returns a hint with the candidate that `name` is probably a misspelling of.
///
/// ```
/// use plivo_runtime::did_you_mean;
///
/// let hint = did_you_mean("delivred", ["sent", "delivered"]);
/// assert_eq!(hint.as_deref(), Some("did you mean `delivered`?"));
/// ```
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(name, candidates).map(|near| format!("did you mean `{near}`?"))
}
