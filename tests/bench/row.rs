//! Rows of the table. The two sides of a row take turns, and the median of their ratios is reported.

use std::fmt;
use std::time::{Duration, Instant};

/// How many rounds the two sides of a row run.
pub(crate) const ROUNDS: usize = 15;

/// A row of the table.
pub(crate) struct Row {
    pub(crate) measure: String,
    pub(crate) against: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
    pub(crate) ratio: String,
    pub(crate) target: &'static str,
}

impl Row {
    /// Compares the time of a run, in microseconds, over `times` runs of each side.
    pub(crate) fn of_time(
        measure: &str,
        against: &str,
        target: &'static str,
        times: u32,
        ours: impl FnMut(),
        theirs: impl FnMut(),
    ) -> Self {
        let (mut ours, mut theirs) = (timed(times, ours), timed(times, theirs));
        let rounds = in_turns(&mut ours, &mut theirs, |one, other| one / other);
        Self {
            measure: measure.to_owned(),
            against: against.to_owned(),
            ours: format!("{:.1} µs", rounds.ours),
            theirs: format!("{:.1} µs", rounds.theirs),
            ratio: format!("{:.2} of the time", rounds.ratio),
            target,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            measure,
            against,
            ours,
            theirs,
            ratio,
            target,
        } = self;
        write!(
            f,
            "| {measure} | {against} | {ours} | {theirs} | {ratio} | {target} |"
        )
    }
}

/// The medians of the rounds.
pub(crate) struct Rounds {
    pub(crate) ours: f64,
    pub(crate) theirs: f64,
    pub(crate) ratio: f64,
}

/// Lets the sides take turns, each first in every other round. The first round opens connections and fills caches, and
/// does not count.
pub(crate) fn in_turns(
    mut ours: impl FnMut() -> f64,
    mut theirs: impl FnMut() -> f64,
    ratio: impl Fn(f64, f64) -> f64,
) -> Rounds {
    let (mut a, mut b, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (one, other) = if round % 2 == 0 {
            let one = ours();
            (one, theirs())
        } else {
            let other = theirs();
            (ours(), other)
        };
        if round > 0 {
            a.push(one);
            b.push(other);
            ratios.push(ratio(one, other));
        }
    }
    Rounds {
        ours: median(a),
        theirs: median(b),
        ratio: median(ratios),
    }
}

/// Returns the microseconds of a run, as the mean of `times` runs.
fn timed(times: u32, mut run: impl FnMut()) -> impl FnMut() -> f64 {
    move || {
        let begin = Instant::now();
        for _ in 0..times {
            run();
        }
        begin.elapsed().as_secs_f64() * 1e6 / f64::from(times)
    }
}

/// Returns the median.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Returns requests per second.
pub(crate) fn rate(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap()) / time.as_secs_f64()
}
