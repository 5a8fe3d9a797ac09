//! How cases fail: each with its function, parameter and language, and all of them at once.

use std::fmt;

/// Nothing, or what is wrong.
pub(crate) type Verdict = Result<(), String>;

/// Nothing where it holds; otherwise what is wrong, a sentence.
pub(crate) fn must(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Nothing where both are the same; otherwise both.
pub(crate) fn must_equal<T: PartialEq + fmt::Debug>(what: &str, found: &T, expected: &T) -> Verdict {
    must(found == expected, || {
        format!("{what}: expected {expected:?}, found {found:?}")
    })
}

/// Fails with everything that is wrong.
pub(crate) fn conclude(verdicts: impl IntoIterator<Item = Verdict>) {
    let wrong: Vec<String> = verdicts.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
