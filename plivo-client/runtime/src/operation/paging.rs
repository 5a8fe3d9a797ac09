//! How a service pages its lists.

use super::setters::const_setters;
use crate::argument::arguments::Arguments;

/// How a service pages its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// The parameter that says how many records to return.
    pub limit: Option<&'static str>,
    /// How a page is chosen.
    pub position: Position,
    /// The most records that one request returns.
    pub page_size: u32,
    /// The key of a response that contains the records.
    pub items: &'static str,
    /// Whether a response without that key is an empty page; otherwise it is an error.
    pub items_optional: bool,
    /// The key of a response that contains the position in the list; where there is none, the position is
    /// beside the records.
    pub meta: Option<&'static str>,
    /// The position's key that contains the number of records in the list.
    pub total: &'static str,
}

impl Paging {
    const fn at(position: Position) -> Self {
        Self {
            limit: None,
            position,
            page_size: u32::MAX,
            items: "items",
            items_optional: false,
            meta: None,
            total: "total_count",
        }
    }

    /// Pages by the number of records to skip, which `parameter` says.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::at(Position::Offset(parameter))
    }

    /// Pages by a page number, which `parameter` says and which begins at `first`.
    #[must_use]
    pub const fn page(parameter: &'static str, first: u32) -> Self {
        Self::at(Position::Page { parameter, first })
    }

    /// Pages by a token, which `parameter` takes and which the response has at `next`.
    #[must_use]
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::at(Position::Cursor { parameter, next })
    }

    /// Returns every list whole.
    #[must_use]
    pub const fn whole() -> Self {
        Self::at(Position::Whole)
    }

    const_setters! {
        /// Sets the parameter that says how many records to return.
        limit: &'static str => Some;
        /// Sets how many records one request returns at most.
        page_size: u32;
        /// Sets the key of a response that contains the records.
        items: &'static str;
        /// Sets whether a response without that key is an empty page.
        items_optional: bool;
        /// Sets the key of a response that contains the position.
        meta: &'static str => Some;
        /// Sets the position's key that contains the number of records in the list.
        total: &'static str;
    }

    /// Returns how many records the arguments ask for.
    #[must_use]
    pub fn limit_of(&self, arguments: &Arguments) -> Option<u32> {
        arguments.count(self.limit?)
    }

    /// Returns the position's key that contains the next page.
    pub(crate) fn next(&self) -> &'static str {
        match self.position {
            Position::Cursor { next, .. } => next,
            Position::Offset(_) | Position::Page { .. } | Position::Whole => "next",
        }
    }
}

/// How a page of a list is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// By the number of records to skip, which this parameter says.
    Offset(&'static str),
    /// By its number.
    Page {
        /// The parameter that says which page.
        parameter: &'static str,
        /// The number of the first page.
        first: u32,
    },
    /// By a token that the page before it returned.
    Cursor {
        /// The parameter that takes the token.
        parameter: &'static str,
        /// The position's key that contains the token of the next page.
        next: &'static str,
    },
    /// Not at all: a list is returned whole.
    Whole,
}
