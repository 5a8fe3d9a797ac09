//! Values written in a manifest.

/// A value written in a manifest, such as a default or an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A string.
    Text(&'static str),
    /// A list of strings.
    List(&'static [&'static str]),
    /// A list of other values.
    Values(&'static [Literal]),
    /// An object.
    Object(&'static [(&'static str, Literal)]),
}
