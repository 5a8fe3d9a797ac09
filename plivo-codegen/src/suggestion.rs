//! Suggestions for a misspelled name: the nearest known one, or a list of all.

/// Returns the known name that `name` is probably a misspelling of.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    // An edit in three letters, and never more than three: beyond that, it is another word.
    let maximum = ((name.chars().count() + 1) / 3).min(3);
    let distance = |candidate: &str| strsim::damerau_levenshtein(&name, &candidate.to_lowercase());
    let near = known
        .into_iter()
        .map(|candidate| (distance(candidate), candidate));
    let (distance, best) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= maximum).then_some(best)
}

/// Returns a hint for an unknown name: the nearest known name, or `intro` and a list of the known ones.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    intro: &str,
) -> String {
    match nearest(name, known.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("{intro} {}", listed(known)),
    }
}

/// Joins names for a hint: "`a`, `b` or `c`". A long list is cut.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MAXIMUM: usize = 16;
    let mut rest = names.into_iter();
    let mut names: Vec<String> = rest
        .by_ref()
        .take(MAXIMUM)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = rest.count();
    let last = if more == 0 {
        names.pop().unwrap_or_default()
    } else {
        format!("{more} more")
    };
    if names.is_empty() {
        last
    } else {
        format!("{} or {last}", names.join(", "))
    }
}
