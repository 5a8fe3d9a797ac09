//! What is emitted, file by file, each made when it is wanted.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// The text of each file, by its path under the folder that all go into.
pub type Files = BTreeMap<String, String>;

/// One file: where it goes, and how its text is made.
pub struct Artefact<'a> {
    path: String,
    make: Box<dyn Fn() -> String + Send + Sync + 'a>,
}

impl<'a> Artefact<'a> {
    /// A file at this path, `/` between its folders, whose text `make` makes.
    pub fn new(path: impl Into<String>, make: impl Fn() -> String + Send + Sync + 'a) -> Self {
        Self {
            path: path.into(),
            make: Box::new(make),
        }
    }

    /// Where it goes, under the folder that all go into.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Makes its text.
    #[must_use]
    pub fn text(&self) -> String {
        (self.make)()
    }

    /// The same below another folder.
    pub(super) fn below(mut self, folder: &str) -> Self {
        self.path = format!("{folder}/{}", self.path);
        self
    }
}

impl fmt::Debug for Artefact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Artefact").field(&self.path).finish()
    }
}

/// All files that are emitted, in the order of their paths.
///
/// None of their texts exists before it is asked for: the largest manifests are written without all of it
/// in memory at once.
///
/// ```
/// use plivo_codegen::emit::{Artefact, Artefacts};
///
/// let artefacts: Artefacts = [Artefact::new("b.md", || "two".to_owned()), Artefact::new("a.md", || "one".to_owned())]
///     .into_iter()
///     .collect();
/// let lengths = artefacts.each(|path, text| Ok::<_, ()>(format!("{path} {}", text.len())));
/// assert_eq!(lengths.unwrap(), ["a.md 3", "b.md 3"]);
/// assert_eq!(artefacts.texts()["b.md"], "two");
/// ```
#[derive(Debug)]
pub struct Artefacts<'a>(Vec<Artefact<'a>>);

impl<'a> FromIterator<Artefact<'a>> for Artefacts<'a> {
    fn from_iter<I: IntoIterator<Item = Artefact<'a>>>(artefacts: I) -> Self {
        let mut artefacts: Vec<_> = artefacts.into_iter().collect();
        artefacts.sort_by(|one, other| one.path.cmp(&other.path));
        Self(artefacts)
    }
}

impl Artefacts<'_> {
    /// Where each of them goes.
    pub fn paths(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(Artefact::path)
    }

    /// Makes every text and hands it to `take` with its path, on as many threads as the machine has for
    /// it; what comes of each, in the order of the paths.
    ///
    /// # Errors
    /// The first error of `take`, by the order of the paths; some of those behind it are then not made.
    pub fn each<T: Send, E: Send>(
        &self,
        take: impl Fn(&str, String) -> Result<T, E> + Sync,
    ) -> Result<Vec<T>, E> {
        let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let work = || {
            let mut taken = Vec::new();
            while !failed.load(Ordering::Relaxed) {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(artefact) = self.0.get(index) else {
                    break;
                };
                let result = take(&artefact.path, artefact.text());
                failed.fetch_or(result.is_err(), Ordering::Relaxed);
                taken.push((index, result));
            }
            taken
        };
        let others = thread::available_parallelism().map_or(0, |count| count.get() - 1);
        let mut taken = thread::scope(|scope| {
            let others: Vec<_> = (0..others.min(self.0.len()))
                .map(|_| scope.spawn(work))
                .collect();
            let mut taken = work();
            for other in others {
                match other.join() {
                    Ok(more) => taken.extend(more),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            taken
        });
        taken.sort_by_key(|(index, _)| *index);
        taken.into_iter().map(|(_, result)| result).collect()
    }

    /// Every text at once.
    #[must_use]
    pub fn texts(&self) -> Files {
        let texts =
            self.each(|path, text| Ok::<_, std::convert::Infallible>((path.to_owned(), text)));
        texts.into_iter().flatten().collect()
    }
}
