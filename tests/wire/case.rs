//! What every case can do, and how cases fail: each with its function, parameter and language, and all of them at once.

use std::fmt;

/// One way to set one parameter, and all that comes of it.
pub(crate) trait Case {
    /// The function and the parameter.
    fn covers(&self) -> (String, String);

    /// Whether everything is as the case says, from Rust and from Lua.
    async fn verdict(&self) -> Verdict;
}

/// Nothing, or what is wrong.
pub(crate) type Verdict = Result<(), String>;

/// Nothing where it holds; otherwise what is wrong, a sentence.
pub(crate) fn must(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Nothing where both are the same; otherwise both.
pub(crate) fn must_equal<T: PartialEq + fmt::Debug>(
    what: &str,
    found: &T,
    expected: &T,
) -> Verdict {
    must(found == expected, || {
        format!("{what}: expected {expected:?}, found {found:?}")
    })
}

/// The verdict with whose it is.
pub(crate) fn of(who: &str, verdict: Verdict) -> Verdict {
    verdict.map_err(|wrong| format!("{who}: {wrong}"))
}

/// Everything that is wrong with either of them.
pub(crate) fn both(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Err(one), Err(other)) => Err(format!("{one}\n{other}")),
        (one, other) => one.and(other),
    }
}

/// Fails with everything that is wrong with any of the cases.
pub(crate) async fn each_holds<C: Case>(cases: Vec<C>) {
    let mut wrong = Vec::new();
    for case in cases {
        wrong.extend(case.verdict().await.err());
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
