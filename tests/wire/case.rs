//! Cases, and how they fail: each with its function, parameter and language, and all of them together.

use std::fmt;

/// One way to set one parameter, and everything that follows from it.
pub(crate) trait Case {
    /// Returns the function and the parameter.
    fn covers(&self) -> (String, String);

    /// Checks the case from Rust and from Lua.
    async fn verdict(&self) -> Verdict;
}

/// What is wrong, if anything is.
pub(crate) type Verdict = Result<(), String>;

/// Returns what is wrong unless `holds`.
pub(crate) fn must(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Returns both values unless they are equal.
pub(crate) fn must_equal<T: PartialEq + fmt::Debug>(
    what: &str,
    found: &T,
    expected: &T,
) -> Verdict {
    must(found == expected, || {
        format!("{what}: expected {expected:?}, found {found:?}")
    })
}

/// Prefixes a verdict with its subject.
pub(crate) fn of(who: &str, verdict: Verdict) -> Verdict {
    verdict.map_err(|wrong| format!("{who}: {wrong}"))
}

/// Joins two verdicts.
pub(crate) fn both(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Err(one), Err(other)) => Err(format!("{one}\n{other}")),
        (one, other) => one.and(other),
    }
}

/// Panics with everything that is wrong with any case.
pub(crate) async fn each_holds<C: Case>(cases: Vec<C>) {
    let mut wrong = Vec::new();
    for case in cases {
        wrong.extend(case.verdict().await.err());
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
