//! The arguments of one call, by parameter name.

use jiff::Timestamp;

use super::value::Value;

/// The arguments of one call, in the order in which they were set.
///
/// ```
/// use plivo_runtime::Arguments;
///
/// let mut arguments = Arguments::new();
/// arguments.set("limit", 20_i64);
/// arguments.set("limit", 50_i64);
/// assert_eq!(arguments.integer("limit"), Some(50));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments(Vec<(&'static str, Value)>);

impl Arguments {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets an argument; a later value replaces an earlier one.
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        let value = value.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, slot)) => *slot = value,
            None => self.0.push((name, value)),
        }
    }

    /// Removes an argument and returns it.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let index = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.remove(index).1)
    }

    /// Returns the argument of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Returns the text of that name; none where it is missing or has another type.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// Returns the integer of that name; none where it is missing or has another type.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.get(name)?.integer()
    }

    /// Returns the count of that name; none where it is missing, out of range or has another type.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<u32> {
        self.integer(name)?.try_into().ok()
    }

    /// Returns the datetime of that name; none where it is missing or has another type.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Timestamp> {
        self.get(name)?.time()
    }

    /// Returns the list of that name; none where it is missing or has another type.
    #[must_use]
    pub fn list(&self, name: &str) -> Option<&[String]> {
        self.get(name)?.list()
    }

    /// Iterates over the names, in the order in which they were set.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|(name, _)| *name)
    }

    /// Iterates over names and values, in the order in which they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}
